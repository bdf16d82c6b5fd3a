# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a document must hold. Only what is named is compared: a dictionary may have more members; of a list each named
element must be there, in any place. Values that are functions say themselves what is wrong."""

import re

IDENTITY = ("port", "name", "cause", "feature")  # by which an element of a list is known


def differs(wanted, got):
    """None, or the first difference in words."""
    if callable(wanted):
        return wanted(got)
    if isinstance(wanted, dict):
        return dictionary(wanted, got)
    if isinstance(wanted, list):
        return next(filter(None, (element(w, got) for w in wanted)), None)
    return None if wanted == got and type(wanted) is type(got) else f"{got!r} is not {wanted!r}"


def dictionary(wanted, got):
    if not isinstance(got, dict):
        return f"{got!r} is no dictionary"
    for key, value in wanted.items():
        if key not in got and value is not absent:
            return f"no {key} in {short(got)}"
        bad = differs(value, got.get(key, absent))
        if bad:
            return f"{key}: {bad}"
    return None


def element(wanted, got):
    if not isinstance(got, (list, tuple)):
        return f"{got!r} is no list"
    bad = [differs(wanted, g) for g in got]
    if None in bad:
        return None
    if isinstance(wanted, dict):
        for g, b in zip(got, bad):
            for key in IDENTITY:
                if key in wanted and isinstance(g, dict) and g.get(key) == wanted[key]:
                    return f"[{wanted[key]}] {b}"
    return f"no {wanted!r} in {short(got)}"


def short(value):
    text = repr(value)
    return text if len(text) < 600 else text[:600] + "…"


def absent(got):
    return None if got is absent else f"{short(got)}, which should not be there"


def empty(got):
    return None if not got and got is not absent else f"{short(got)}, which should be empty"


def near(value, by):
    def check(got):
        return None if isinstance(got, (int, float)) and abs(got - value) <= by else f"{got!r} is not {value} ± {by}"
    return check


def at_least(value):
    return lambda got: None if isinstance(got, (int, float)) and got >= value else f"{got!r} is under {value}"


def matches(pattern):
    return lambda got: None if isinstance(got, str) and re.search(pattern, got) else f"{short(got)} lacks {pattern!r}"


def is_not(value):
    return lambda got: f"it is {value!r}" if got == value else None


def without(wanted):
    """A list in which no such element is."""
    return lambda got: None if element(wanted, got) else f"{short(wanted)} is there: {short(got)}"
