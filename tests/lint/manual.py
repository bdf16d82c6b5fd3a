#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the programs understand and what the manual says of it are the same.

usage: manual.py NAME=PROGRAM...

Options are asked from the programs themselves (--help); keys, variables and members are read from the tables that the
code uses.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as xml

import tree

HELP_WIDTH = 80
OPTION_IN_HELP = re.compile(r"^ +(?:-\w, )? *(--[a-z][a-z-]*)", re.M)
OPTION_IN_PAGE = re.compile(r"^\*(?:-\w\*, \*)?(--[a-z][a-z-]*)", re.M)


def page(name):
    return (tree.TOP / "docs" / (name + ".scd")).read_text()


def section(text, title):
    """The part of a page below a heading of the form "# TITLE" or "## TITLE ...", without sub-headings' siblings."""
    found = re.search(rf"^(#+) {re.escape(title)}\b.*$", text, re.M)
    if not found:
        return ""
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.M)
    return rest[: end.start()] if end else rest


def compare(what, said, known, where):
    """Both sets as complaints: what nobody documents, what nobody implements."""
    yield from (f"{where} does not name {what} {n}" for n in sorted(known - said))
    yield from (f"{where} names {what} {n}, which there is not" for n in sorted(said - known))


def ask(program, *words):
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=60)
    if done.returncode != 0 or done.stderr:
        yield f"{program} {' '.join(words)}: exit code {done.returncode}, on standard error: {done.stderr!r}"
    yield from (
        f"{program} {' '.join(words)}: wider than {HELP_WIDTH} columns: {line}"
        for line in done.stdout.splitlines()
        if len(line) > HELP_WIDTH
    )
    return done.stdout


class Complaints(list):
    def asked(self, program, *words):
        """The text a program prints; what is wrong with it is a complaint."""
        asking = ask(program, *words)
        while True:
            try:
                self.append(next(asking))
            except StopIteration as end:
                return end.value


def daemon_options(c, program):
    options = set(OPTION_IN_HELP.findall(c.asked(program, "--help")))
    c += compare("option", set(OPTION_IN_PAGE.findall(page("chargediagd.8"))), options, "docs/chargediagd.8.scd")


def tool_options(c, program):
    """Each verb has a heading "## VERB" with its own options; common ones are in OPTIONS."""
    text, where = page("chargectl.1"), "docs/chargectl.1.scd"
    summary = c.asked(program, "--help")
    common = set(OPTION_IN_HELP.findall(summary))
    c += compare("option", set(OPTION_IN_PAGE.findall(section(text, "OPTIONS"))), common, f"{where}: OPTIONS")
    verbs = set(re.findall(r"^  ([a-z]+)\b", summary.partition("Verbs:")[2].partition("\n\n")[0], re.M))
    c += compare("verb", set(re.findall(r"^## ([a-z]+)", section(text, "VERBS"), re.M)), verbs, where)
    for verb in sorted(verbs):
        said = set(OPTION_IN_PAGE.findall(section(text, verb)))
        # a common name may be a verb's own option, too: then its section says so
        there = set(OPTION_IN_HELP.findall(c.asked(program, verb, "--help"))) - (common - said)
        c += compare("option", said, there, f"{where}: {verb}")


def conf_keys(c):
    table = re.findall(r'ROW\("(\w+)",.*?"([^"]*)",\n', (tree.TOP / "daemon/conf.c").read_text())
    text = page("chargediagd.conf.5")
    said = re.findall(r"^\*(\w+)=\*\n((?:\t.*\n)+)", text, re.M)
    c += compare("key", {k for k, _ in said}, {k for k, _ in table}, "docs/chargediagd.conf.5.scd")
    defaults = dict(table)
    for key, words in said:
        found = re.search(r"the\s+default\s+is\s+_(\w+)_", words, re.I)
        if found and key in defaults and found[1] != defaults[key]:
            c.append(f"docs/chargediagd.conf.5.scd: {key}: default {found[1]}, but it is {defaults[key]}")
        if not found:
            c.append(f"docs/chargediagd.conf.5.scd: {key}: no default")


def profile_keys(c):
    table = set(re.findall(r'^\t{ "(\w+)", set_', (tree.TOP / "lib/core/profile-keys.c").read_text(), re.M))
    said = set(re.findall(r"^\*(\w+)=\*", section(page("chargediag-profile.5"), "[PROFILE] SECTION"), re.M))
    c += compare("key", said, table, "docs/chargediag-profile.5.scd")


def note_keys(c):
    table = re.search(r"note_keys\[\] = {(.*?)\n};", (tree.TOP / "lib/core/note.c").read_text(), re.S)[1]
    said = re.findall(r"^\|[\[ ] ?\*(\w+)=\*", section(page("chargectl.1"), "note"), re.M)
    c += compare("key", set(said), set(re.findall(r'^\t{ "(\w+)"', table, re.M)), "docs/chargectl.1.scd: note")


def variables(c, room, name):
    """Our own variables that a room reads, and those its page lists under ENVIRONMENT."""
    texts = [f.read_text() for f in tree.sources(room)]
    named = "|".join(n for t in texts for n in re.findall(r'\bCD_ENV_\w+ "(CHARGEDIAG_\w+)"', t))
    read = "|".join(n for t in texts for n in re.findall(r'\bget(?:env)?\("(CHARGEDIAG_\w+|NO_COLOR)"\)', t))
    known = set(filter(None, f"{named}|{read}".split("|")))
    said = set(re.findall(r"\*(CHARGEDIAG_\w+|NO_COLOR)\*", section(page(name), "ENVIRONMENT")))
    c += compare("variable", said, known, f"docs/{name}.scd")


def bus_members(c):
    """Headings are "## Interface"; members stand in bold at the start of a line."""
    text = page("org.chargediag1.5")
    for interface in xml.parse(tree.TOP / "daemon/org.chargediag1.xml").iter("interface"):
        known = {m.get("name") for m in interface if m.tag in ("method", "signal", "property")}
        said = set(re.findall(r"^\*(\w+)\*", section(text, interface.get("name")), re.M))
        c += compare("member", said, known, f"docs/org.chargediag1.5.scd: {interface.get('name')}")


def main():
    c, programs = Complaints(), dict(a.split("=", 1) for a in sys.argv[1:])
    daemon_options(c, programs["chargediagd"])
    tool_options(c, programs["chargectl"])
    conf_keys(c)
    profile_keys(c)
    note_keys(c)
    variables(c, "daemon", "chargediagd.8")
    variables(c, "tools", "chargectl.1")
    bus_members(c)
    tree.finish(c)


main()
