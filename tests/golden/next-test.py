#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a next test is expected to show is what it shows: simulated with the cable exchanged, the numbers of the analysis
before hold in the analysis after, under the cause that is true and not under the other.

usage: next-test.py CHARGECTL SIMULATE PROFILES
"""

import json
import os
import subprocess
import sys

# The scenario as it is, the ohms of the other cable, and which cause is true.
SWAPS = [
    ("bad-cable-steady", "0.10", "cable-resistance"),
    ("bad-cable-late", "0.10", "cable-resistance"),
    ("bad-cable-board", "0.10", "cable-resistance"),
    ("weak-adapter-ramp", "0.05", "adapter-current-limited"),
    ("weak-adapter-steady", "0.05", "adapter-current-limited"),
]
SEEDS = range(1, 6)


def analyze(chargectl, simulate, profiles, scenario, seed, *options):
    recording = subprocess.run([simulate, scenario, "--seed", str(seed), *options], capture_output=True, check=True)
    done = subprocess.run([chargectl, "analyze", "-", "--json"], input=recording.stdout, capture_output=True,
                          env=os.environ | {"CHARGEDIAG_PROFILES": profiles})
    return json.loads(done.stdout)["sessions"][-1]


def value(session, feature):
    for cause in session["causes"]:
        for e in cause["evidence"]:
            if e["feature"] == feature:
                return e["value"]
    return None


def holds(expect, seen):
    return ((expect["above"] is None or seen > expect["above"]) and
            (expect["below"] is None or seen < expect["below"]))


def main():
    complaints, compared = [], 0
    for scenario, ohms, true in SWAPS:
        for seed in SEEDS:
            test = analyze(*sys.argv[1:], scenario, seed)["next_test"]
            if not test or test["test"] != "swap-cable" or not test["expect"][0]["feature"]:
                continue
            after = analyze(*sys.argv[1:], scenario, seed, "--cable", ohms)
            for e in test["expect"]:
                seen = value(after, e["feature"])
                if seen is None:
                    continue
                compared += 1
                if holds(e, seen) != (e["cause"] == true):
                    complaints.append(f"{scenario} --seed {seed}: {e} and then {seen}")
    if compared < 20:
        complaints.append(f"only {compared} expectations could be compared")
    print("\n".join(complaints))
    sys.exit(bool(complaints))


main()
