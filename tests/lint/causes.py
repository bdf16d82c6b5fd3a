#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A cause is a file, a line in the catalogue, and at least one recording that fires and one that must not.

Also: every remedy that a cause gives has words, and every remedy with words is given by somebody.
"""

import json
import re

import tree

CORE = tree.TOP / "lib/core"


def waiting():
    """Golden cases that are not met yet, and are not run."""
    build = (tree.TOP / "tests/golden/meson.build").read_text()
    return set(re.findall(r"'([a-z0-9-]+)'", re.search(r"golden_cases_next = \[(.*?)\]", build, re.S)[1]))


def golden():
    """Causes that some golden case expects, and those that some case excludes."""
    fires, must_not, not_run = set(), set(), waiting()
    for file in (tree.TOP / "tests/golden/cases").glob("*.json"):
        if file.stem in not_run:
            continue
        case = json.loads(file.read_text())
        cause = case.get("cause", [])
        fires.update(cause.get("any_of", []) if isinstance(cause, dict) else [cause] if cause else [])
        must_not.update(case.get("not", []))
    return fires, must_not


def unlisted():
    build = (tree.TOP / "tests/golden/meson.build").read_text()
    for file in sorted((tree.TOP / "tests/golden/cases").glob("*.json")):
        if f"'{file.stem}'" not in build:
            yield f"tests/golden/meson.build: lacks {file.stem}"


def files(catalogue, fires, must_not):
    build = (CORE / "meson.build").read_text()
    for file in sorted((CORE / "causes").glob("*.c")):
        name, text = file.stem, file.read_text()
        symbol = "cd_cause_" + name.replace("-", "_")
        if f'.id = "{name}"' not in text or f"{symbol} = {{" not in text:
            yield f"{tree.name(file)}: its id is not {name} or its symbol not {symbol}"
        if f"&{symbol}," not in catalogue:
            yield f"lib/core/catalogue.c: cd_causes[] lacks {symbol}"
        if f"'causes/{file.name}'" not in build:
            yield f"lib/core/meson.build: lacks causes/{file.name}"
        if name not in fires:
            yield f"tests/golden: no recording in which {name} is the cause"
        if name not in must_not:
            yield f'tests/golden: no recording in which {name} must not be the cause ("not")'


def remedies():
    words = (CORE / "words.c").read_text()
    table = re.search(r"cd_words remedies\[\] = {(.*?)\n};", words, re.S)[1]
    known = set(re.findall(r'^\t{ "([a-z-]+)",', table, re.M))
    given = set()
    for file in tree.sources("lib/core", suffixes=(".c",)):
        text = file.read_text()
        for found in re.findall(r"\.remedies = {([^}]*)}", text):
            given.update(re.findall(r'"([a-z-]+)"', found))
        if file.name != "words.c":
            given.update(k for k in known if f'"{k}"' in text)
    yield from (f"lib/core/words.c: no words for the remedy {r}" for r in sorted(given - known))
    yield from (f"lib/core/words.c: nobody gives the remedy {r}" for r in sorted(known - given))


def main():
    fires, must_not = golden()
    catalogue = (CORE / "catalogue.c").read_text()
    tree.finish([*files(catalogue, fires, must_not), *remedies(), *unlisted()])


main()
