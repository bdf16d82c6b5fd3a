#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What chargectl says of a recording is what the engine said to the golden tests, and its exit code follows.

    agree.py CHARGECTL GOLDEN SIMULATE PROFILES CASE.json...
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

OK, FAULT, INCONCLUSIVE = 0, 3, 4


def recording(simulate, case, directory):
    expect = json.loads(case.read_text())
    if "file" in expect:
        return case.parent / expect["file"]
    path = pathlib.Path(directory) / "recording.ndjson"
    with path.open("wb") as out:
        subprocess.run([simulate, *expect["generate"]], stdout=out, check=True)
    return path


def exit_code(sessions):
    """design of the command line: 3 beats 4 beats 0; ok that drains is a fault."""
    codes = {OK}
    for session in sessions:
        verdict = session["verdict"]
        if verdict["class"] == "undecided":
            codes.add(FAULT if verdict["cause"] == "cable-or-adapter" else INCONCLUSIVE)
        elif verdict["class"] != "ok" or "draining" in session["symptoms"]:
            codes.add(FAULT)
    return FAULT if FAULT in codes else max(codes)


def compare(chargectl, golden, simulate, profiles, case):
    env = dict(os.environ, CHARGEDIAG_PROFILES=profiles)
    with tempfile.TemporaryDirectory() as directory:
        path = recording(simulate, case, directory)
        said = subprocess.run([chargectl, "analyze", path, "--json"], env=env, capture_output=True, text=True)
    engine = subprocess.run([golden, profiles, "--print", case], capture_output=True, text=True, check=True)
    if said.returncode not in (OK, FAULT, INCONCLUSIVE):
        return [f"{case.stem}: exit code {said.returncode}: {said.stderr.strip()}"]
    wrong = []
    sessions, wanted = json.loads(said.stdout)["sessions"], json.loads(engine.stdout)
    for number, (one, other) in enumerate(zip(sessions, wanted)):
        wrong += [f"{case.stem}: session {number}: {key} is {one.get(key)}, of the engine {other.get(key)}"
                  for key in sorted({*one, *other}) if one.get(key) != other.get(key)]
    if len(sessions) != len(wanted):
        wrong.append(f"{case.stem}: {len(sessions)} sessions, of the engine {len(wanted)}")
    if said.returncode != exit_code(sessions):
        wrong.append(f"{case.stem}: exit code {said.returncode}, wanted {exit_code(sessions)}")
    return wrong


def main():
    chargectl, golden, simulate, profiles, *cases = sys.argv[1:]
    wrong = [line for case in cases for line in compare(chargectl, golden, simulate, profiles, pathlib.Path(case))]
    print(*wrong, sep="\n")
    sys.exit(1 if wrong else 0)


main()
