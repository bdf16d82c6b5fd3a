#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""compare: pairs of runs that differ in one part, from the simulator, SIMULATE, and by hand; text, document, codes."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from ctl import Case, chargectl

HEADER = '{"chargediag":"recording","version":1,"started":"2026-11-22T10:00:00Z"}\n'


def recording(ma, mv, at="device", seconds=60, notes=None):
    """A good start, then one level; the meter knows where it sits."""
    meter = {"t": 0, "input": "m", "event": "added", "kind": "meter", "position": at, "sign_known": True}
    lines = [json.dumps(meter)]
    if notes:
        lines.append(json.dumps({"t": 0, "input": "m", "event": "note", **notes}))
    for k in range(10 * seconds):
        on = k >= 20
        sample = {"t": k * 100000, "input": "m", "event": "sample"}
        sample |= {"vbus_uv": (mv if on else 5100) * 1000, "ibus_ua": ma * 1000 if on else 0}
        lines.append(json.dumps(sample))
    return HEADER + "\n".join(lines) + "\n"


class CompareCase(Case):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="chargectl-test-")
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.nowhere = {"CHARGEDIAG_PROFILES": str(self.directory)}

    def file(self, name, content):
        (self.directory / name).write_text(content)
        return str(self.directory / name)

    def simulated(self, name, scenario, *words):
        made = subprocess.run([os.environ["SIMULATE"], scenario, *words], capture_output=True, text=True, check=True)
        return self.file(name, made.stdout)

    def compare(self, *words, code):
        done = chargectl("compare", *words, **self.nowhere)
        self.assertEqual((done.returncode, done.stderr), (code, ""), done.stdout)
        return done.stdout

    def result(self, *words, code):
        text = self.compare(*words, code=code)
        doc = json.loads(self.compare("--json", *words, code=code))
        self.assertEqual((doc["chargediag"], doc["version"]), ("comparison", 1))
        self.assertIn(doc["result"]["reason"], text)
        self.assertLessEqual(len(text.splitlines()), 14)
        return doc


class Text(CompareCase):
    def test_byte_by_byte(self):
        a = self.file("a", recording(700, 4500, notes={"cable": "red", "adapter": "5 W"}))
        b = self.file("b", recording(1500, 4800, notes={"cable": "white", "adapter": "5 W"}))
        self.assertEqual(
            self.compare(a, b, code=3),
            f"""\
A  {a}: 57 s, 51 mWh, meter at the device, cable red, adapter 5 W
B  {b}: 57 s, 116 mWh, meter at the device, cable white, adapter 5 W
CABLE OF A  with the cable “red” there is less current and more resistance; nothing else is said to have changed
                   A                 B                 B − A
charge-power       3.15 W            7.20 W            +4.05 ± 0.37 W
top-current        0.700 A           1.50 A            +0.800 ± 0.078 A
time to 51 mWh     58 s              25 s              −33 ± 3 s
loss               857 ± 2 mΩ        200 ± 1 mΩ        −657 ± 30 mΩ
""",
        )

    def test_equal(self):
        a = self.file("a", recording(1500, 4800))
        self.assertEqual(
            self.compare(a, a, code=0),
            f"""\
A  {a}: 57 s, 116 mWh, meter at the device
B  {a}: 57 s, 116 mWh, meter at the device
NO FAULT  no difference shown, and both are well
                   A                 B                 B − A
charge-power       7.20 W            7.20 W            0.00 ± 0.51 W  (none shown)
top-current        1.50 A            1.50 A            0.000 ± 0.106 A  (none shown)
time to 116 mWh    58 s              58 s              0.00 ± 4.09 s  (none shown)
loss               200 ± 1 mΩ        200 ± 1 mΩ        0 ± 11 mΩ  (none shown)
""",
        )

    def test_nothing_in_it(self):
        a, nothing = self.file("a", recording(1500, 4800)), self.file("nothing", HEADER)
        self.assertEqual(
            self.compare(a, nothing, code=4),
            f"""\
A  {a}: 57 s, 116 mWh, meter at the device
B  {nothing}: —
NOT DECIDED  B: no session was recorded
""",
        )

    def test_a_name_does_not_steer(self):
        a = self.file("a\x1b[2J", recording(700, 4500, notes={"cable": "re\u202ed"}))
        b = self.file("b", recording(1500, 4800, notes={"cable": "white"}))
        for words in ([], ["--json"]):
            text = self.compare(*words, a, b, code=3)
            self.assertFalse(set(text) & {"\x1b", "\u202e"}, text)


class Pairs(CompareCase):
    """The same session of the simulator with another part in it."""

    CABLES = ("--note-a=cable=one", "--note-b=cable=other", "--note=adapter=same")
    ADAPTERS = ("--note-a=adapter=one", "--note-b=adapter=other", "--note=cable=same")

    def assert_result(self, doc, outcome, part, run):
        r = doc["result"]
        self.assertEqual((r["outcome"], r["part"], r["run"]), (outcome, part, run), r["reason"])

    def row(self, doc, quantity):
        return next(d for d in doc["differences"] if d["quantity"] == quantity)

    def test_cables(self):
        for seed in ("1", "2", "3"):
            for scenario in ("healthy-phone", "healthy-device-end"):
                with self.subTest(seed=seed, scenario=scenario):
                    bad = self.simulated("bad", scenario, "--seed", seed, "--cable", "1.1")
                    good = self.simulated("good", scenario, "--seed", seed, "--cable", "0.12")
                    self.assert_result(self.result(bad, good, *self.CABLES, code=3), "changed-part", "cable", "a")
                    self.assert_result(self.result(good, bad, *self.CABLES, code=3), "changed-part", "cable", "b")
                    also = self.simulated("also", scenario, "--seed", seed, "--cable", "0.16")
                    doc = self.result(good, also, *self.CABLES, code=0)
                    self.assertEqual(doc["result"]["part"], "none")

    def test_cables_of_a_board_by_ohms(self):
        bad = self.simulated("bad", "bad-cable-board", "--cable", "0.7")
        good = self.simulated("good", "bad-cable-board", "--cable", "0.15")
        doc = self.result(bad, good, *self.CABLES, code=3)
        self.assert_result(doc, "changed-part", "cable", "a")
        ohms = self.row(doc, "source-impedance")
        self.assertTrue(ohms["shown"])
        self.assertLess(abs(ohms["difference"] + 550), 3 * ohms["error"])

    def test_cables_between_two_meters(self):
        bad = self.simulated("bad", "both-ends-cable", "--cable", "0.9")
        good = self.simulated("good", "both-ends-cable", "--cable", "0.15")
        doc = self.result(bad, good, *self.CABLES, code=3)
        ohms = self.row(doc, "cable-impedance")
        self.assertLess(abs(ohms["a"] - 900), 3 * ohms["a_error"] + 1)
        self.assertLess(abs(ohms["b"] - 150), 3 * ohms["b_error"] + 1)
        self.assert_result(doc, "changed-part", "cable", "a")

    def test_adapters(self):
        for seed in ("1", "2", "3"):
            for scenario in ("weak-adapter", "weak-adapter-steady"):
                with self.subTest(seed=seed, scenario=scenario):
                    weak = self.simulated("weak", scenario, "--seed", seed, "--limit", "0.7")
                    strong = self.simulated("strong", scenario, "--seed", seed, "--limit", "4")
                    doc = self.result(weak, strong, *self.ADAPTERS, code=3)
                    self.assert_result(doc, "changed-part", "adapter", "a")

    def test_another_cable_on_a_weak_adapter(self):
        a = self.simulated("a", "weak-adapter-steady", "--cable", "0.12")
        b = self.simulated("b", "weak-adapter-steady", "--cable", "0.20")
        doc = self.result(a, b, *self.CABLES, code=3)
        self.assert_result(doc, "other-part", "adapter", None)
        self.assertEqual(doc["result"]["next_test"]["test"], "swap-adapter")

    def test_two_ends(self):
        for ohm, code, part in (("0.8", 3, "cable"), ("0.1", 0, "none")):
            with self.subTest(ohm=ohm):
                a = self.simulated("a", "bad-cable-board", "--cable", ohm, "--at", "source")
                b = self.simulated("b", "bad-cable-board", "--cable", ohm, "--at", "device")
                doc = self.result(a, b, code=code)
                self.assert_result(doc, "two-positions", part, None)
                r = doc["result"]
                self.assertLess(abs(r["cable_mohm"] - 1000 * float(ohm)), 3 * r["cable_error_mohm"])

    def test_two_ends_of_a_steady_current(self):
        """Volts without load, then a plateau: no slope, and the cable all the same, whatever limits the current."""
        for scenario, ohm, part in (("bad-cable-ramp", "0.8", "cable"), ("weak-adapter", "0.8", "cable"),
                                    ("weak-adapter", "0.2", "adapter"), ("healthy-phone", "0.12", "none")):
            with self.subTest(scenario=scenario, ohm=ohm):
                ends = [self.simulated(at, scenario, "--seed", "4", "--cable", ohm, "--at", at) for at in ("source", "device")]
                for pair in (ends, ends[::-1]):
                    doc = self.result(*pair, code=0 if part == "none" else 3)
                    self.assert_result(doc, "two-positions", part, None)
                    r = doc["result"]
                    self.assertLess(abs(r["cable_mohm"] - 1000 * float(ohm)), 3 * r["cable_error_mohm"])

    def test_nothing_or_too_much_was_changed(self):
        a = self.simulated("a", "healthy-device-end", "--cable", "1.1")
        b = self.simulated("b", "healthy-device-end", "--cable", "0.12")
        doc = self.result(a, b, code=4)
        self.assertIn("no part is said to be another one", doc["result"]["reason"])
        two = (*self.CABLES[:2], "--note-a=adapter=x", "--note-b=adapter=y")
        self.assertIn("2 parts were changed at once", self.result(a, b, *two, code=4)["result"]["reason"])
        one_side = (*self.CABLES[:2], "--note-a=adapter=x")
        doc = self.result(a, b, *one_side, code=4)
        self.assertEqual(doc["changed"], {"cable": "yes", "adapter": "maybe", "device": "no"})
        labels = self.result(a, b, "--note-a=label=old", "--note-b=label=new", code=4)
        self.assertEqual((labels["a"]["label"], labels["b"]["label"]), ("old", "new"))


class Words(CompareCase):
    def refuses(self, expected, *words, code=1):
        self.assertIn(expected, self.fails(code, "compare", *words, **self.nowhere))

    def test_wrong(self):
        a = self.file("a", recording(700, 4500))
        self.refuses("compare needs FILE-A FILE-B", a)
        self.refuses("does not know what to do with “x”", a, a, "x")
        self.refuses("no key “colour”", a, a, "--note-a=colour=red")
        self.refuses("line=port0 is for a live port", a, a, "--note=line=port0")
        self.refuses("“red” is not KEY=VALUE", a, a, "--note-b=red")
        self.refuses("no profile “x”", a, a, "--note-b=profile=x")
        self.refuses("--at is source or device", a, a, "--at=left")
        self.refuses("Failed to read /nonexistent", a, "/nonexistent", code=5)
        self.refuses("Failed to read /nonexistent", "/nonexistent", a, code=5)

    def test_options_are_heard(self):
        """Of tables, which say nothing themselves."""
        rows = "".join(f"{t / 10},{5.1 if t < 20 else 4.8},{0 if t < 20 else 1.5}\n" for t in range(600))
        a = self.file("a.csv", "time_s,vbus_v,ibus_a\n" + rows)
        words = ("--at=device", "--note-b=position=source", "--note=cable=c", "--note-b=cable=d")
        doc = json.loads(self.compare("--json", a, a, *words, code=0))
        self.assertEqual((doc["a"]["position"], doc["b"]["position"]), ("device", "source"))
        self.assertEqual((doc["a"]["cable"], doc["b"]["cable"]), ("c", "d"))

    def test_the_session_with_most_energy(self):
        """A plug that was tried, two minutes of nothing, then the charge."""
        short, gap = recording(1000, 4900, seconds=20), ""
        for t in range(20, 140):
            gap += json.dumps({"t": t * 1000000, "input": "m", "event": "sample", "vbus_uv": 0, "ibus_ua": 0}) + "\n"
        long = recording(1500, 4800).removeprefix(HEADER).partition("\n")[2]
        later = "".join(
            json.dumps({**json.loads(line), "t": json.loads(line)["t"] + 140000000}) + "\n" for line in long.splitlines()
        )
        both, one = self.file("both", short + gap + later), self.file("one", recording(1500, 4800))
        doc = json.loads(self.compare("--json", both, one, code=0))
        self.assertEqual((doc["a"]["sessions"], doc["b"]["sessions"]), (2, 1))
        self.assertEqual(doc["a"]["energy_uwh"], doc["b"]["energy_uwh"])
        self.assertGreater(doc["a"]["start_us"], 140000000)
        self.assertIn(", of 2 sessions, ", self.compare(both, one, code=0))

    def test_mask(self):
        a = self.file("a", recording(1500, 4800).replace('"kind"', '"serial": "21A0XY", "kind"').replace('"m"', '"fnb58-21A0XY"'))
        self.assertIn("21A0XY", self.compare("--json", a, a, code=0))
        self.assertNotIn("21A0XY", self.compare("--json", "--mask", a, a, code=0))

    def test_the_same_bytes(self):
        a, b = self.file("a", recording(700, 4500)), self.file("b", recording(1500, 4800))
        self.assertEqual(self.compare("--json", a, b, code=4), self.compare("--json", a, b, code=4))


if __name__ == "__main__":
    unittest.main()
