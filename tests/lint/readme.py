#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sample in the README is what the program prints.

usage: readme.py CHARGECTL SIMULATE [--write]    (--write: `ninja -C build readme` puts the real output there)

A block that begins with `$ chargectl analyze NAME.ndjson` holds the output for the generator's scenario NAME.
"""

import os
import re
import subprocess
import sys

import tree

README = tree.TOP / "README.md"
BLOCK = re.compile(r"(?<=^```\n)\$ chargectl analyze ([\w-]+)\.ndjson\n.*?(?=^```$)", re.M | re.S)


def output(chargectl, simulate, scenario):
    recording = subprocess.run([simulate, scenario], capture_output=True, check=True).stdout
    environment = os.environ | {"CHARGEDIAG_PROFILES": str(tree.TOP / "profiles"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([chargectl, "analyze", "-"], input=recording, capture_output=True, env=environment)
    return done.stdout.decode()


def main():
    chargectl, simulate, *write = sys.argv[1:]
    text = README.read_text()
    real = BLOCK.sub(lambda b: f"$ chargectl analyze {b[1]}.ndjson\n{output(chargectl, simulate, b[1])}", text)
    if write:
        README.write_text(real)
        return
    complaints = [] if BLOCK.search(text) else ["README.md: no sample"]
    if real != text:
        complaints.append("README.md: the sample is not what the program prints; ninja -C build readme puts it there")
    tree.finish(complaints)


main()
