#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Installs into an empty directory, compares what is there with installed.txt, uninstalls, and wants nothing left.

usage: check-install.py BUILD SOURCE MESON NAME=DIRECTORY...
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

build, source, meson = (pathlib.Path(a) for a in sys.argv[1:4])
directories = dict(a.split("=", 1) for a in sys.argv[4:])


def manual_page(directory, page):
    """docs/chargectl.1.scd -> man1/chargectl.1"""
    name = page.name.removesuffix(".scd")
    return f"{directory}/man{name[-1]}/{name}"


def expected():
    """The paths that installed.txt stands for."""
    for line in (source / "tests/install/installed.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        path, _, pattern = line.partition(" ")
        directory, _, rest = path.removeprefix("@").partition("@/")
        if rest != "*":
            yield f"{directories[directory]}/{rest}"
        elif directory in directories:
            for file in source.glob(pattern):
                place = directories[directory]
                yield manual_page(place, file) if file.suffix == ".scd" else f"{place}/{file.name}"


def files_below(top):
    for where, _, names in os.walk(top):
        yield from (os.path.join("/", os.path.relpath(os.path.join(where, n), top)) for n in names)


def run(*command):
    done = subprocess.run(command, cwd=build, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")


def difference(title, paths):
    for path in sorted(paths):
        print(f"{title}: {path}")
    return bool(paths)


def main():
    log = build / "meson-logs/install-log.txt"
    kept = log.read_bytes() if log.exists() else None  # a real installation's: its uninstall needs it
    top = tempfile.mkdtemp(prefix="install-")
    try:
        run(meson, "install", "--no-rebuild", "--quiet", "--destdir", top)
        there, wanted = set(files_below(top)), set(expected())
        bad = difference("missing", wanted - there) | difference("not in installed.txt", there - wanted)
        run(meson, "--internal", "uninstall")  # what `ninja uninstall` runs
        bad |= difference("left after uninstall", set(files_below(top)))
        return bad
    finally:
        shutil.rmtree(top)
        if kept is None:
            log.unlink(missing_ok=True)
        else:
            log.write_bytes(kept)


sys.exit(main())
