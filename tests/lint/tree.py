# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the lint tests share: the files of the source tree, and how to end."""

import os
import pathlib
import subprocess
import sys

# <checkout>/tests/lint/tree.py
TOP = pathlib.Path(__file__).resolve().parents[2]


def tracked():
    """All files of the project: what git tracks, or everything in an unpacked release."""
    if (TOP / ".git").exists():
        command = ["git", "-c", f"safe.directory={TOP}", "ls-files", "-z"]
        names = subprocess.run(command, cwd=TOP, capture_output=True, check=True).stdout.decode().split("\0")
        return [TOP / n for n in names if n and (TOP / n).is_file()]
    return [pathlib.Path(where) / n for where, _, names in os.walk(TOP) for n in names]


def sources(*rooms, suffixes=(".c", ".h")):
    """Files with one of the suffixes in or below the rooms ("lib/core")."""
    return sorted(f for room in rooms for f in (TOP / room).rglob("*") if f.suffix in suffixes)


def name(path):
    return str(path.relative_to(TOP))


def finish(complaints):
    """Prints what was found; the exit code says whether there was any."""
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)
