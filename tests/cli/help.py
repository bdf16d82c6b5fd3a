#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""--help of everything, and what is said to a wrong command line."""

import re
import subprocess
import unittest

from ctl import CHARGECTL, Case, chargectl

BUS_VERBS = {"status", "list", "show", "explain", "watch", "monitor", "note", "record"}
ARGUMENTS = {"show": ["p"], "explain": ["p"], "note": ["p", "led=red"], "record": ["p", "-o", "/dev/null"]}


class Help(Case):
    def verbs(self):
        summary = self.succeeds("--help").partition("Verbs:\n")[2].partition("\n\n")[0]
        return re.findall(r"^  ([a-z]+)", summary, re.M)

    def test_every_verb_has_help(self):
        verbs = self.verbs()
        self.assertLessEqual(BUS_VERBS, set(verbs))
        for verb in verbs:
            with self.subTest(verb=verb):
                text = self.succeeds(verb, "--help")
                self.assertEqual(text, self.succeeds(verb, "-h"))
                self.assertEqual(text, self.succeeds("--help", verb))
                self.assertTrue(text.startswith(f"Usage: chargectl {verb} "))
                self.assertIn("\nOptions:\n", text)

    def test_80_columns(self):
        for words in [[], *([v] for v in self.verbs())]:
            for line in self.succeeds(*words, "--help").splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_every_option_is_one(self):
        """What --help lists is understood: a listed option never is an “unknown option”."""
        for verb in self.verbs():
            for option in re.findall(r"^ +(?:-\w, )? *(--[a-z-]+)", self.succeeds(verb, "--help"), re.M):
                self.assertNotIn("unknown option", chargectl(verb, option, "--help").stderr)

    def test_version(self):
        self.assertRegex(self.succeeds("--version"), r"^chargectl \d+\.\d+\.\d+\n$")
        self.assertEqual(self.succeeds("-V"), self.succeeds("--version"))


class Program(Case):
    def test_few_libraries(self):
        """Each costs a start of the program; of io only files are read here: no libusb, no libudev."""
        headers = subprocess.run(["objdump", "-p", CHARGECTL], capture_output=True, text=True, check=True).stdout
        needed = set(re.findall(r"NEEDED +(lib[a-z-]+)", headers))
        self.assertIn("libsystemd", needed)
        self.assertFalse(needed & {"libusb-", "libudev", "libsqlite", "libglib-"}, needed)


class Usage(Case):
    def complains(self, expected, *words):
        said = self.fails(1, *words)
        self.assertIn(expected, said)
        self.assertIn("--help", said)

    def test_unknown_words(self):
        self.complains("unknown verb “bogus”", "bogus")
        self.complains("unknown option --bogus", "--bogus")
        self.complains("unknown option --bogus", "status", "--bogus")
        self.complains("unknown option -x", "list", "-x")
        self.complains("option --json takes no argument", "status", "--json=x")
        self.complains("option --name needs an argument", "status", "--name")
        self.complains("unknown verb “\\x1b”".replace("\\x1b", "?"), "\x1b")

    def test_arguments(self):
        self.complains("show needs PORT", "show")
        self.complains("does not know what to do with “x”", "list", "x")
        self.complains("does not know what to do with “b”", "status", "a", "b")
        self.complains("record needs -o", "record", "p")
        self.complains("--for takes a time", "record", "p", "-o", "x", "--for=soon")
        self.complains("--count takes a whole number", "watch", "--count=0")
        self.complains("--count takes a whole number", "monitor", "--count=-1")
        self.complains("--count takes a whole number", "monitor", "--count=99999999999999999999")

    def test_options_before_the_verb(self):
        self.complains("note does not take --json", "--json", "note", "p", "led=red")
        self.complains("record does not take --json", "--json", "record", "p", "-o", "x")

    def test_notes(self):
        self.complains("no key “colour”: the keys are profile, position, line, led,", "note", "p", "colour=red")
        self.complains("“led” is not KEY=VALUE", "note", "p", "led")
        self.complains("battery is empty, low, full or unknown, not “dead”", "note", "p", "battery=dead")
        self.complains("position is source, device or unknown", "note", "p", "position=left")
        self.complains("profile is", "note", "p", "profile=No Such")
        self.complains("adapter_watts is a number", "note", "p", "adapter_watts=many")
        self.complains("led is 1 to", "note", "p", "led=")
        self.complains("label is 1 to", "note", "p", "label=" + 201 * "x")

    def test_no_bus(self):
        for verb in sorted(BUS_VERBS):
            with self.subTest(verb=verb):
                said = self.fails(2, verb, *ARGUMENTS.get(verb, []))
                self.assertIn("Failed to connect to the system bus", said)
                self.assertIn("systemctl start dbus", said)
        said = self.fails(2, "status", "--user", DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent/bus")
        self.assertIn("Failed to connect to the session bus", said)

    def test_bad_bus_name(self):
        self.assertIn("“no name” is not a bus name", self.fails(2, "status", "--name=no name"))


if __name__ == "__main__":
    unittest.main()
