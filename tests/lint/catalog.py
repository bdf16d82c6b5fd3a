#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each message id has an entry in the journal's message catalog, each entry an id that is used, and says something."""

import re

import tree

IDS = tree.TOP / "daemon/message-ids.h"
CATALOG = tree.TOP / "systemd/chargediag.catalog"
FIELD = re.compile(r"@([A-Z_]+)@")


def entries(text):
    """id -> its text"""
    parts = re.split(r"^-- ([0-9a-f]{32})$", text, flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2]))


def complaints():
    ids = dict(re.findall(r'#define (CD_MESSAGE_\w+) "([0-9a-f]{32})"', IDS.read_text()))
    catalog = entries(CATALOG.read_text())
    sources = "\n".join(f.read_text() for f in tree.sources("daemon", suffixes=(".c",)))
    fields = set(re.findall(r'#define CD_FIELD_LOG_\w+ "(\w+)"', (tree.TOP / "daemon/names.h").read_text()))
    for name, number in ids.items():
        if number not in catalog:
            yield f"{tree.name(CATALOG)}: no entry for {name} ({number})"
        if not re.search(rf"\b{name}\b", sources):
            yield f"{tree.name(IDS)}: {name} is never logged"
    if len(set(ids.values())) != len(ids):
        yield f"{tree.name(IDS)}: an id is there twice"
    for number, text in catalog.items():
        head, _, body = text.strip().partition("\n\n")
        if number not in ids.values():
            yield f"{tree.name(CATALOG)}: {number} is not in {tree.name(IDS)}"
        if not re.search(r"^Subject: .+$", head, re.M) or len(body) < 60:
            yield f"{tree.name(CATALOG)}: {number} lacks a subject or a text"
        for field in set(FIELD.findall(text)) - fields:
            yield f"{tree.name(CATALOG)}: {number} names the field {field}, which we never send"


tree.finish(list(complaints()))
