#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The profiles we ship, in use: a charge within the ratings is no fault, 9 V are one exactly where the profile says
that the device is made for 5 V only, and a board that idles does not charge slowly.

PROFILES is their directory.
"""

import json
import os
import pathlib
import unittest

from ctl import Case, chargectl

PROFILES = pathlib.Path(os.environ["PROFILES"])
SEVERAL_VOLTS = 1.5e6  # µA: what flows at 9 V is at most this, as common adapters give
HEAD = (
    '{"chargediag":"recording","version":1}\n'
    '{"t":0,"input":"meter0","event":"added","kind":"meter","sign_known":true,"position":"source"}\n'
)


def recording(volts, ua):
    """3 s of 5.1 V without load, then a minute and a half of `ua` through 50 mΩ."""
    lines = [HEAD]
    for i in range(900):
        uv, now = (5100000, 0) if i < 30 else (round(volts * 1e6 - ua * 0.05), round(ua))
        lines.append(json.dumps({"t": i * 100000, "input": "meter0", "event": "sample", "vbus_uv": uv, "ibus_ua": now}) + "\n")
    return "".join(lines)


class Devices(Case):
    def values(self, name):
        values = json.loads(self.succeeds("profile", "show", name, "--json", CHARGEDIAG_PROFILES=str(PROFILES)))["profile"]["values"]
        return {k: v["value"] if v else None for k, v in values.items()}

    def judge(self, name, volts, ua):
        done = chargectl("analyze", "--json", "-", "--profile", name, input=recording(volts, ua), CHARGEDIAG_PROFILES=str(PROFILES))
        return done.returncode, json.loads(done.stdout)["sessions"][0]["verdict"]

    def test_each(self):
        names = sorted(p.stem for p in PROFILES.glob("*.profile"))
        self.assertGreaterEqual(len(names), 30)
        for name in names:
            with self.subTest(profile=name):
                self.device(name)

    def device(self, name):
        v = self.values(name)
        rated = v["rated_ua"] or 1200000
        code, verdict = self.judge(name, 5.1, min(rated, 3e6))
        self.assertEqual((code, verdict["cause"]), (0, "charging"), verdict)
        code, verdict = self.judge(name, 9.0, min(rated, SEVERAL_VOLTS))
        only_5v = v["fast_charge"] is False or (v["fast_charge"] is None and (v["rated_uv"] or 9e6) <= 5500000)
        if only_5v:
            self.assertEqual((code, verdict["cause"], verdict["severity"]), (3, "fast-charge-overvoltage", "unplug-now"))
        else:
            self.assertEqual(code, 0, verdict)
        if v["battery_uwh"] == 0:
            code, verdict = self.judge(name, 5.1, 600000)
            self.assertEqual((code, verdict["cause"]), (0, "charging"), verdict)


if __name__ == "__main__":
    unittest.main()
