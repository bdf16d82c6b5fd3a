#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A cause is a file, a line in the catalogue, and at least two recordings that fire and two near misses.

Also: every remedy that a cause gives has words, and every remedy with words is given by somebody.
"""

import collections
import json
import re

import tree

CORE = tree.TOP / "lib/core"


def waiting():
    """Golden cases that are not met yet, and are not run."""
    build = (tree.TOP / "tests/golden/meson.build").read_text()
    return set(re.findall(r"'([a-z0-9-]+)'", re.search(r"golden_cases_next = \[(.*?)\]", build, re.S)[1]))


# A case that fires expects the cause and no other. One that excludes many causes at once is a near miss of none.
LEAST, EXCLUDES_MOST = 2, 4


def cases():
    """Those that are run wherever the project is built."""
    not_run = waiting()
    for file in sorted((tree.TOP / "tests/golden/cases").glob("*.json")):
        case = json.loads(file.read_text())
        if file.stem not in not_run and "capture" not in case:
            yield file.stem, case


def golden():
    """How many golden cases fire for each cause, and how many are near misses of it."""
    fires, near = collections.Counter(), collections.Counter()
    for _, case in cases():
        cause, excluded = case.get("cause"), case.get("not", [])
        if isinstance(cause, str):
            fires[cause] += 1
        if len(excluded) <= EXCLUDES_MOST:
            near.update(excluded)
    return fires, near


def moved():
    """With a parameter moved, a case is a session that fires without: else nothing shows that it was near."""
    fires = collections.defaultdict(list)
    for _, case in cases():
        if isinstance(case.get("cause"), str):
            fires[case["cause"]].append(case.get("generate"))
    for name, case in cases():
        words = case.get("generate", [])
        if "--set" not in words or "not" not in case:
            continue
        session = words[: words.index("--set")]
        if not any(session in fires[cause] for cause in case["not"]):
            yield f"{name}.json: no case fires for {session} where it excludes {case['not']}"


def unlisted():
    build = (tree.TOP / "tests/golden/meson.build").read_text()
    for file in sorted((tree.TOP / "tests/golden/cases").glob("*.json")):
        if f"'{file.stem}'" not in build:
            yield f"tests/golden/meson.build: lacks {file.stem}"


def files(catalogue, fires, near):
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
        if fires[name] < LEAST:
            yield f"tests/golden: {fires[name]} recordings in which {name} is the cause; {LEAST} are the least"
        if near[name] < LEAST:
            yield f'tests/golden: {near[name]} near misses of {name} (in "not" of a case); {LEAST} are the least'


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
    fires, near = golden()
    catalogue = (CORE / "catalogue.c").read_text()
    tree.finish([*files(catalogue, fires, near), *moved(), *remedies(), *unlisted()])


main()
