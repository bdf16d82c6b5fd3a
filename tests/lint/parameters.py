#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No number that decides anything hides in the code: it is a row of lib/core/parameters/*.def, with unit, origin and what
happens when it is wrong.

Also: a row says of what kind its origin is, some code uses it, and docs/model.md prints it.
"""

import re

import tree

CORE = tree.TOP / "lib/core"
# What reads the data, and judges. Terms of causes are tables already (cause.h).
JUDGES = ("analysis", "cloud", "compare", "course", "data-lines", "dropouts", "engine", "expect", "facts", "feature", "full-time",
          "gaps", "next-test", "pair", "safety", "session", "settings", "shape", "sketch", "supply", "symptoms",
          "time-to-full", "verdict", "what-if")
KINDS = re.compile(r"(spec|kernel|data sheet|physics|practice|measured|simulated|chosen)\b|as [A-Z0-9_]+\b|as the ")

# Halves and squares, powers of ten and hours: units, and what no measurement could move.
PLAIN = {0, 1, 2, 3600, 3.6e9, 3.6e15} | {10**k for k in range(1, 19)}
# What is left: per file, why each number decides nothing.
EXCEPTIONS = {
    "analysis.c": {"0.0005": "half of the last decimal that is printed", "9e15": "the integers that a double holds"},
    "compare-document.c": {"0.0005": "as in analysis.c", "9e15": "as in analysis.c"},
    "cloud.c": {"3": "points that make a line and a scatter", "1e-9": "no division by zero", "1e-12": "the same"},
    "facts-battery.c": {"14": "length of a word"},
    "facts-typec.c": {"16": "base of a number", "5": "bits of a cable's VDO", "3": "the same"},
    "facts.c": {"3": "length of a word", "7": "length of a word"},
    "feature-contract.c": {"20": "twentieths of a part"},
    "pair-read.c": {"3": "points that make a line and a scatter", "1e-9": "no division by zero", "1e-12": "the same",
                    "12": "variance of a rounding: a twelfth of the step's square"},
    "session.h": {"4": "a bit"},
    "shape.c": {"1e-3": "no division by zero", "1e-6": "no logarithm of zero"},
    "what-if.c": {"6": "digits that are written", "0.001": "the last decimal that is printed", "1e-9": "no logarithm of zero"},
    "sketch.c": {"0.5": "rounds", "4": "three quarters of the memory", "3": "the same"},
}

NUMBER = re.compile(r"(?<![\w.])(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[uUlLfF]*(?![\w.])")
COMPARED = re.compile(r"[<>]=?\s*(?:INT64_C\()?(\d[\d.]*(?:e\d+)?)\b|(?<![\w.])(?<![*/] )(\d[\d.]*(?:e\d+)?)\)?\s*[<>](?![<>])")
CONSTANT = re.compile(r"^#define (\w+) +.*\d|^static const (?:u?int\w*|double|float|size_t|unsigned|long) (\w+) =|^enum { (\w+) =")
# Sizes of memory decide nothing.
SIZE = re.compile(r"(CD_\w+_MAX|TORN_MAX|POINTS_MAX|FEATURES_MAX|CD_BINS|CD_PRE_ROLL)$")
IGNORED = re.compile(r"CD_PRINTF\(\d, \d\)|\w+\[\d+\]|char \w+\[[^]]*\]|\w+_C\((?=\d)|^#define (?:CD_\w+_MAX|POINTS_MAX|FEATURES_MAX|CD_BINS|CD_PRE_ROLL)\b.*|^#include.*")

TEXT = r'"((?:[^"\\]|\\.)*)"'
ROW = re.compile(r"CD_PARAMETER(?:_LIST)?\(\w+, (\w+), (?:[^\"]*, )?" + r",\s*".join([TEXT] * 5) + r"[,)]")
# Limits and priors, which the model's page holds against the terms itself.
OTHER = re.compile(r"^CD_(?:LIMIT|PRIOR)\([^,]+,(?: [^\",]+,)? " + TEXT, re.M)


def blank(found):
    return re.sub(r"[^\n]", " ", found[0])


def bare(text):
    """Without comments and strings, line numbers kept."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', lambda m: m[0] if "#include" in text[max(0, m.start() - 9):m.start()] else blank(m), text)


def judges():
    for file in tree.sources("lib/core"):
        if file.parent == CORE and any(file.stem == j or file.stem.startswith(j + "-") for j in JUDGES):
            yield file


def value_of(word):
    return int(word, 16) if word[:2].lower() == "0x" else float(word)


def numbers(line):
    """Those that are no unit; of those that are compared with something only 0, 1 and 2 are none."""
    rest = IGNORED.sub(" ", line)
    found = {w for w in NUMBER.findall(rest) if value_of(w) not in PLAIN}
    return found | {w for pair in COMPARED.findall(rest) for w in pair if w and value_of(w) not in (0, 1, 2)}


def hidden():
    seen = set()
    for file in judges():
        known = EXCEPTIONS.get(file.name, {})
        for number, line in enumerate(bare(file.read_text()).splitlines(), 1):
            for word in sorted(numbers(line)):
                seen.add((file.name, word))
                if word not in known:
                    yield f"{tree.name(file)}:{number}: {word} belongs into lib/core/parameters: {line.strip()[:80]}"
            for name in (n for names in CONSTANT.findall(line) for n in names):
                if name and not SIZE.match(name):
                    yield f"{tree.name(file)}:{number}: {name} belongs into lib/core/parameters"
    for name, words in EXCEPTIONS.items():
        yield from (f"tests/lint/parameters.py: {name} has no {w} any more" for w in words if (name, w) not in seen)


def rows():
    printed = "".join((tree.TOP / "tests/lint" / f).read_text() for f in ("model.c", "model-causes.c"))
    code = "\n".join(f.read_text() for f in tree.sources("lib/core", suffixes=(".c", ".h")))
    for file in tree.sources("lib/core/parameters", suffixes=(".def",)):
        text = file.read_text()
        found = ROW.findall(text)
        if f'"parameters/{file.name}"' not in printed:
            yield f"tests/lint/model.c: does not print {file.name}"
        if len(found) != len(re.findall(r"^CD_PARAMETER", text, re.M)):
            yield f"{tree.name(file)}: a row that is not name, value, unit, meaning, origin, too low, too high"
        for origin in OTHER.findall(text):
            if not KINDS.match(origin):
                yield f"{tree.name(file)}: of what kind is this origin: {origin[:50]}"
        for name, unit, meaning, origin, low, high in found:
            if not all((unit, meaning, low, high)):
                yield f"{tree.name(file)}: {name} lacks words"
            if not KINDS.match(origin):
                yield f"{tree.name(file)}: {name}: of what kind is its origin: {origin[:50]}"
            if not re.search(rf"\b{name}\b", code):
                yield f"{tree.name(file)}: nothing uses {name}"


tree.finish([*hidden(), *rows()])
