#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""profile: what it lists and shows, byte by byte; what it says of bad files; what it learns from a charge, and what
it refuses to."""

import json
import math
import os
import pathlib
import subprocess
import tempfile
import unittest

from ctl import Case, chargectl

SPEAKER = """[profile]
Title=A speaker
Category=speaker
RatedVoltage=5.0V
RatedCurrent=1.5A
RatedPower=7.5W
Battery=19.24Wh
Cells=2
Charger=boost
Energy=23Wh
ChargeTime=160min-4h
Termination=80mA
Regulation=4.55V
Enumerates=yes
FastCharge=no
Usb=057e:2000 0123:abcd
Source=label

[sources]
Battery=teardown: two cells
ChargeTime=manual
leds=manual

[leds]
solid-red=charging

[reset]
Step1=Unplug it.
Loses=nothing
"""

SHOWN = """\
a-speaker: A speaker
  Category        speaker
  RatedVoltage    5 V                     [1]
  RatedCurrent    1.5 A                   [1]
  RatedPower      7.5 W                   [1]
  FastCharge      no                      [1]
  Battery         19.24 Wh                [2]
  Cells           2 in series             [1]
  Charger         boost                   [1]
  Energy          23 Wh                   [1]
  ChargeTime      2 h 40 min to 4 h       [3]
  Termination     80 mA                   [1]
  Regulation      4.55 V                  [1]
  Enumerates      yes                     [1]
  Usb             057e:2000 0123:abcd     [1]
Lamp [3]
  solid-red       charging
Reset [1]
   1. Unplug it.
  Loses: nothing
Sources
  [1]  label
  [2]  teardown: two cells
  [3]  manual
File
  {usr}/a-speaker.profile
"""

# A board has no battery, and nobody says where that is from.
BOARD = "[profile]\nTitle=A board\nCategory=board\nBattery=none\n"

BOARD_SHOWN = """\
b-board: A board
  Category        board
  RatedVoltage    —
  RatedCurrent    —
  RatedPower      —
  FastCharge      —
  Battery         none                    no source
  Cells           —
  Charger         —
  Energy          —
  ChargeTime      —
  Termination     —
  Regulation      —
  Enumerates      —
  Usb             —
File
  {etc}/b-board.profile, replaces {usr}/b-board.profile
"""


class ProfileCase(Case):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="chargectl-test-")
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.usr, self.etc = self.directory / "usr", self.directory / "etc"
        self.usr.mkdir()
        self.etc.mkdir()
        self.where = {"CHARGEDIAG_PROFILES": f"{self.usr}:{self.etc}"}

    def file(self, name, content):
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def installed(self):
        self.file("usr/a-speaker.profile", SPEAKER)
        self.file("usr/b-board.profile", "[profile]\nTitle=The board\nCategory=board\n")
        self.file("etc/b-board.profile", BOARD)
        self.file("etc/thing.profile", "[profile]\nTitle=A thing\n")

    def profile(self, *words, **more):
        return self.succeeds("profile", *words, **{**self.where, **more})

    def refuses(self, code, expected, *words):
        said = self.fails(code, "profile", *words, **self.where)
        self.assertIn(expected, said)
        return said


class Look(ProfileCase):
    def test_list(self):
        self.installed()
        self.assertEqual(
            self.profile("list"),
            f"board\n  b-board    A board    {self.etc}, replaces that in {self.usr}\n"
            f"speaker\n  a-speaker  A speaker  {self.usr}\n"
            f"—\n  thing      A thing    {self.etc}\n",
        )

    def test_list_json(self):
        self.installed()
        doc = json.loads(self.profile("list", "--json"))
        self.assertEqual((doc["chargediag"], doc["version"]), ("profiles", 1))
        self.assertEqual([p["name"] for p in doc["profiles"]], ["b-board", "a-speaker", "thing"])
        self.assertEqual(
            doc["profiles"][0],
            {
                "name": "b-board",
                "title": "A board",
                "category": "board",
                "file": f"{self.etc}/b-board.profile",
                "replaces": f"{self.usr}/b-board.profile",
            },
        )

    def test_list_of_nothing(self):
        done = chargectl("profile", "list", **{**self.where, "CHARGEDIAG_PROFILES": "/nonexistent"})
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertIn("no profile is installed in /nonexistent", done.stderr.lower())

    def test_bad_file_is_said_and_left_out(self):
        self.file("usr/bad.profile", "[profile]\nRatedVoltage=5\n")
        done = chargectl("profile", "list", **self.where)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertIn("bad.profile:2: RatedVoltage=5: expected volts", done.stderr)

    def test_show(self):
        self.installed()
        self.assertEqual(self.profile("show", "a-speaker"), SHOWN.format(usr=self.usr))
        self.assertEqual(self.profile("show", "b-board"), BOARD_SHOWN.format(usr=self.usr, etc=self.etc))
        path = f"{self.usr}/a-speaker.profile"
        self.assertEqual(self.profile("show", path), SHOWN.format(usr=self.usr))

    def test_show_json(self):
        self.installed()
        p = json.loads(self.profile("show", "a-speaker", "--json"))["profile"]
        self.assertEqual(p["values"]["battery_uwh"], {"value": 19240000, "source": "teardown: two cells"})
        self.assertEqual(p["values"]["charge_time_s"], {"value": [9600, 14400], "source": "manual"})
        self.assertEqual(p["values"]["usb"], {"value": ["057e:2000", "0123:abcd"], "source": "label"})
        self.assertEqual(p["values"]["enumerates"], {"value": True, "source": "label"})
        self.assertEqual(p["leds"], {"value": {"solid-red": "charging"}, "source": "manual"})
        self.assertEqual(p["reset"], {"value": ["Unplug it."], "loses": "nothing", "source": "label"})
        board = json.loads(self.profile("show", "b-board", "--json"))["profile"]
        self.assertEqual(board["values"]["battery_uwh"], {"value": 0, "source": None})
        self.assertEqual({v for k, v in board["values"].items() if k != "battery_uwh"}, {None})
        self.assertIsNone(board["leds"])

    def test_show_what_there_is_not(self):
        self.refuses(1, "No profile “x”: “chargectl profile list” names those there are", "show", "x")
        self.refuses(5, "Failed to read the profile /nonexistent/x: No such file", "show", "/nonexistent/x")

    def test_wrong_words(self):
        self.refuses(1, "profile needs WORD")
        self.refuses(1, "profile list, show, validate or learn, not “lern”", "lern")
        self.refuses(1, "profile show takes NAME", "show")
        self.refuses(1, "profile show takes NAME", "show", "a", "b")
        self.refuses(1, "profile list takes nothing", "list", "a")
        self.refuses(1, "profile validate takes FILE", "validate")
        self.refuses(1, "profile list does not take --title", "list", "--title=x")
        self.refuses(1, "profile learn does not take --json", "learn", "x", "--json")


class Validate(ProfileCase):
    def validate(self, code, *paths):
        done = chargectl("profile", "validate", *paths)
        self.assertEqual((done.returncode, done.stderr), (code, ""))
        return done.stdout

    def test_good(self):
        path = self.file("good.profile", SPEAKER)
        self.assertEqual(self.validate(0, path), f"{path}: valid\n")

    def test_bad(self):
        path = self.file("bad.profile", "[profile]\nTitle=T\nRatedVoltage=5\nColour=red\nbattery=9Wh\nnonsense\n")
        self.assertEqual(
            self.validate(5, path),
            f"{path}:3: RatedVoltage=5: expected volts from 1 to 60 V such as 5.0V\n"
            f"{path}:4: warning: unknown key Colour in [profile]: chargediag-profile(5) lists them\n"
            f"{path}:5: warning: unknown key battery in [profile]: it is spelled Battery\n"
            f"{path}:6: neither [section] nor Key=Value\n"
            f"{path}: malformed\n",
        )

    def test_warnings_are_no_failure(self):
        path = self.file("warned", "[profile]\nFastCharge=no\nRatedVoltage=9V\nColour=red\nSource=label\n")
        self.assertEqual(
            self.validate(0, path),
            f"{path}:4: warning: unknown key Colour in [profile]: chargediag-profile(5) lists them\n"
            f"{path}: warning: the file's name does not end in .profile: in a directory it would not be seen\n"
            f"{path}: warning: FastCharge=no, but RatedVoltage is above 5.5 V: one of them is wrong\n"
            f"{path}: valid\n",
        )

    def test_no_source(self):
        path = self.file("bare.profile", BOARD)
        self.assertEqual(
            self.validate(0, path),
            f"{path}: warning: Battery has no source: add Battery=… to [sources], or Source=… to [profile]\n"
            f"{path}: valid\n",
        )

    def test_no_profile_at_all(self):
        path = self.file("none.profile", "a letter\n")
        self.assertIn(f"{path}:1: no usable [profile] section", self.validate(5, path))
        path = self.file("big.profile", "\n" * 65537)
        self.assertIn("larger than 64 KiB", self.validate(5, path))
        self.assertIn("/nonexistent.profile: No such file or directory", self.validate(5, "/nonexistent.profile"))
        self.assertIn("Is a directory", self.validate(5, str(self.directory)))

    def test_more_than_are_listed(self):
        path = self.file("many.profile", "[profile]\nTitle=T\n" + "Colour=red\n" * 40)
        self.assertIn("more complaints", self.validate(5, path))

    def test_no_terminal_is_steered(self):
        path = self.file("steer.profile", b"[profile]\nTitle=T\nRatedVoltage=\x1b[2J\n")
        self.assertNotIn("\x1b", self.validate(5, path))

    def test_json(self):
        good, bad = self.file("good.profile", SPEAKER), self.file("bad.profile", SPEAKER + "Cells=3\n[profile]\nCells=7\n")
        done = chargectl("profile", "validate", "--json", good, bad)
        self.assertEqual(done.returncode, 5)
        doc = json.loads(done.stdout)
        self.assertEqual((doc["chargediag"], doc["version"]), ("profile-check", 1))
        self.assertEqual(doc["files"][0], {"file": good, "valid": True, "complaints": []})
        self.assertFalse(doc["files"][1]["valid"])
        self.assertEqual([c["warning"] for c in doc["files"][1]["complaints"]], [True, True, False])
        self.assertEqual(doc["files"][1]["complaints"][2]["line"], len(SPEAKER.splitlines()) + 3)


HEADER = '{"chargediag":"recording","version":1,"started":"2026-11-22T10:00:00Z"}\n'
METER = '{"t":0,"input":"meter0","event":"added","kind":"meter","sign_known":true}\n'
LOW = '{"t":0,"input":"meter0","event":"note","battery":"low"}\n'
HEAD = """\
# Learned from one charge by “chargectl profile learn”. What one charge shows is no data sheet:
# read it, correct it, and save it as /etc/chargediag/profiles/{name}.profile.

[profile]
Title={title}
"""
CURRENT = "# The highest that flowed. From a stronger adapter the device may take more: then correct this.\nRatedCurrent=1.4A\n"


def current(s, top, until):
    """Amperes: 2 s nothing, 20 min at the top, a taper of 20 min, an edge at 0.15 A."""
    if s < 2 or s >= until:
        return 0
    if s < 1200:
        return top
    level = top * math.exp(-(s - 1200) / 500)
    return level if level > 0.15 else 0.008


def samples(top=1.42, volts=5.1, until=9e9, end=2800, start=0.0):
    for i in range(int(start * 2), end * 2):
        ua = round(current(i / 2, top, until) * 1e6)
        yield {"t": i * 500000, "input": "meter0", "event": "sample", "vbus_uv": round(volts * 1e6 - ua / 20), "ibus_ua": ua}


def recording(notes="", **more):
    return HEADER + METER + notes + "".join(json.dumps(s) + "\n" for s in samples(**more))


class Learn(ProfileCase):
    def learn(self, content, *words, name="charge.ndjson"):
        return self.profile("learn", self.file(name, content), *words)

    def test_a_whole_charge(self):
        """1198 s of 1.42 A at 5.03 V and 1124 s of taper, 635 As at 5.07 V, are 3.27 Wh in 38.7 min; the mean of the
        last half minute is 0.16 A."""
        self.assertEqual(
            self.learn(recording(LOW)),
            HEAD.format(name="charge", title="charge")
            + CURRENT
            + "Energy=3.3Wh\nChargeTime=34min-42min\nTermination=160mA\nSource=measured: charge.ndjson, 2026-11-22\n",
        )
        self.assertEqual(self.learn(recording(), "--note=battery=empty"), self.learn(recording(LOW)))

    def test_words(self):
        text = self.learn(recording(LOW), "--name=my-lamp", "--title=My lamp", "--category=lamp")
        self.assertTrue(text.startswith(HEAD.format(name="my-lamp", title="My lamp") + "Category=lamp\n"), text)
        self.assertIn("/my-lamp-2.profile", self.learn(recording(), name="My lamp, #2.ndjson"))

    def test_a_table(self):
        rows = "".join(f"{s['t'] / 1e6},{s['vbus_uv'] / 1e6},{s['ibus_ua'] / 1e6}\n" for s in samples())
        text = self.learn("time_s,vbus_v,ibus_a\n" + rows, "--note", "battery=low", name="charge.csv")
        self.assertIn("RatedCurrent=1.4A\nEnergy=3.3Wh\nChargeTime=34min-42min\nTermination=160mA\n", text)
        self.assertTrue(text.endswith("Source=measured: charge.csv\n"), text)

    def left_out(self, key, why, content, *words):
        text = self.learn(content, *words)
        self.assertIn(f"# {key} is left out: {why}", text)
        self.assertNotIn(f"\n{key}=", text)

    def test_what_it_does_not_show(self):
        nobody = "nobody said that the battery was low at the start"
        for key in ("Energy", "ChargeTime"):
            self.left_out(key, nobody, recording())
            self.left_out(key, nobody, recording(), "--note=battery=full")
            late = '{"t":700000000,"input":"meter0","event":"note","battery":"low"}\n'
            lines = recording().splitlines(keepends=True)
            self.left_out(key, nobody, "".join(lines[:1402] + [late] + lines[1402:]))
            self.left_out(key, "the recording ends before the charge does", recording(LOW, end=1000))
            gap = '{"t":500000000,"input":"meter0","event":"gap","reason":"dropped","duration_us":1000000}\n'
            lines = recording(LOW).splitlines(keepends=True)
            self.left_out(key, "the recording has gaps", "".join(lines[:1003] + [gap] + lines[1003:]))
        self.left_out("Termination", "the charge did not end", recording(end=1000))
        self.left_out("RatedCurrent", "0.50 A is what a weak port allows", recording(top=0.5))
        self.left_out("RatedCurrent", "what a board used", recording(), "--category=board")
        self.left_out("RatedCurrent", "the adapter gave all it is rated for", recording(), "--note=adapter_watts=7")

    def test_long_full_is_no_energy(self):
        self.left_out("Energy", "it stayed plugged in for more than an hour", recording(LOW, end=8000))

    def test_more_than_5_v(self):
        asked = recording().replace('"vbus_uv"', '"dp_uv":3300000,"dm_uv":600000,"vbus_uv"')
        nine = asked.replace('"vbus_uv": 5', '"vbus_uv": 9').replace('"vbus_uv": 4', '"vbus_uv": 8')
        text = self.learn(nine)
        self.assertIn("# RatedCurrent is left out: it charged at 9.0 V, at 5 V more may flow.\nFastCharge=yes\n", text)

    def test_output(self):
        recorded, output = self.file("charge.ndjson", recording(LOW)), self.directory / "my-lamp.profile"
        self.assertEqual(self.profile("learn", recorded, "-o", str(output), "--title=My lamp"), "")
        text = output.read_text()
        self.assertIn("Title=My lamp\n", text)
        self.refuses(5, f"Failed to write {output}: File exists; --force overwrites it", "learn", recorded, "-o", str(output))
        self.profile("learn", recorded, "-o", str(output), "--force", "--title=Yours")
        self.assertIn("Title=Yours\n", output.read_text())
        self.refuses(1, "--output: the file's name is the profile's: my-lamp.profile", "learn", recorded, "-o", "my-lamp.txt")
        self.refuses(1, "the file's name is the profile's: b.profile", "learn", recorded, "-o", "a.profile", "--name=b")

    def test_what_is_learned_is_a_profile(self):
        """It validates, and the same charge judged with it gets the same class and cause."""
        for seed, scenario in enumerate(("full-phone", "soundcore-full", "healthy-phone", "healthy-earbuds"), 1):
            with self.subTest(scenario=scenario):
                command = [os.environ["SIMULATE"], scenario, "--seed", str(seed)]
                recorded = self.file("r.ndjson", subprocess.run(command, capture_output=True, check=True).stdout)
                path = str(self.directory / f"{scenario}.profile")
                self.profile("learn", recorded, "--note=battery=low", "-o", path)
                self.assertEqual(self.profile("validate", path), f"{path}: valid\n")
                before, after = self.verdict(recorded), self.verdict(recorded, "--profile", path)
                self.assertEqual((before["class"], before["cause"]), (after["class"], after["cause"]))
                self.assertEqual(after["class"], "ok")

    def verdict(self, recorded, *words):
        done = chargectl("analyze", "--json", recorded, *words, **self.where)
        return json.loads(done.stdout)["sessions"][0]["verdict"]

    def test_refusals(self):
        for scenario, cause in (("hiccup", "adapter-hiccup"), ("overvoltage", "adapter-overvoltage")):
            command = [os.environ["SIMULATE"], scenario]
            recorded = self.file("r.ndjson", subprocess.run(command, capture_output=True, check=True).stdout)
            self.refuses(4, f"no good charge to learn from: the verdict is {cause}", "learn", recorded)
        nothing = self.file("nothing.ndjson", HEADER)
        self.refuses(4, "the verdict is inconclusive, not charging or full", "learn", nothing)
        weak = self.file("weak.ndjson", recording(top=0.5, end=400))
        self.refuses(4, "a good charge, but it shows nothing that a profile holds", "learn", weak)

    def test_files_that_are_none(self):
        self.refuses(5, "Failed to read /nonexistent: No such file", "learn", "/nonexistent", "--name=x")
        self.refuses(5, ":2: ", "learn", self.file("bad.ndjson", HEADER + "{nonsense}\n"))
        self.refuses(1, "reads its file twice", "learn", "-")

    def test_names_and_words(self):
        recorded = self.file("charge.ndjson", recording())
        self.refuses(1, "--name: a profile's name is 1 to 64 of a-z", "learn", recorded, "--name=My Lamp")
        self.refuses(1, "--name: a profile's name is 1 to 64 of a-z", "learn", recorded, "--name=" + 65 * "a")
        self.refuses(1, "--name: a profile's name", "learn", self.file("#.ndjson", recording()))
        self.refuses(1, "--category is one word", "learn", recorded, "--category=Blue Tooth")
        self.refuses(1, "--at is source or device", "learn", recorded, "--at=left")
        self.refuses(1, "no key “colour”", "learn", recorded, "--note=colour=red")
        for title in ("a ; b", " a", "a ", "", "a\nEnergy=1Wh", 300 * "x"):
            self.refuses(1, "A profile cannot hold this title", "learn", recorded, "--title=" + title)


if __name__ == "__main__":
    unittest.main()
