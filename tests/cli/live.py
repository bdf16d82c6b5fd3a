#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The verbs that show one reply of the daemon."""

import json
import unittest

from ctl import LAPTOP, LiveCase, Stub, copy, chargectl

METER = {
    **copy(LAPTOP)["ports"][1],
    "Name": "fnb58-21A0",
    "Kind": "meter",
    "Inputs": ["fnb58-21A0"],
    "Position": "source",
    "Readings": {"vbus": [5100000, "measured", 1000000, "fnb58-21A0"]},
    "States": {},
}

ANALYSIS = {
    "chargediag": "analysis",
    "version": 1,
    "file": None,
    "sessions": [
        {
            "port": "port1",
            "start_us": 0,
            "end_us": 60000000,
            "verdict": {"class": "weak-adapter", "cause": "adapter-underpowered", "confidence": 0.92},
            "causes": [{"cause": "adapter-underpowered", "confidence": 0.92, "evidence": []}],
        }
    ],
}


class Status(LiveCase):
    def test_text(self):
        text = self.run_verb("status")
        self.assertEqual(text, self.run_verb())
        lines = text.splitlines()
        self.assertEqual(lines[0], "port0     USB-C, nothing plugged in")
        self.assertRegex(lines[1], r"^port1     USB-C, PD, sink +constant-current, \d+ s$")
        self.assertIn("WEAK ADAPTER (0.92)", text)
        self.assertIn("(negotiated, not measured)", text)
        self.assertIn("more: chargectl explain port1", lines[6])
        self.assertEqual(lines[7], "no USB host ports: no /dev/bus/usb: this machine has no USB")
        self.assertEqual(len(lines), 8)

    def test_began_together(self):
        """A meter and another port that began in one moment may be one line: only a person can tell."""
        hint = "fnb58-21A0 and port1 began together. If both are on one line, say so: chargectl note fnb58-21A0 line=port1"
        meter = {**copy(METER), "Session": "/org/chargediag1/session/2"}
        session = copy(self.world)["sessions"][0]
        for more, hinted in ((0, True), (2_000_000, True), (10_000_000, False)):
            world = copy(self.world)
            world["ports"].append(meter)
            world["sessions"].append({**session, "Id": 8, "Port": "/org/chargediag1/port/fnb58_2d21A0",
                                      "Age": session["Age"] + more})
            self.stub.show(world)
            with self.subTest(more):
                self.assertEqual(hint in self.run_verb("status").splitlines(), hinted)
        world["sessions"][-1]["Age"] = session["Age"]
        world["ports"].append({**meter, "Name": "fnb58-5C3F", "Session": "/org/chargediag1/session/3"})
        world["sessions"].append({**world["sessions"][-1], "Id": 9})
        self.stub.show(world)
        self.assertNotIn("together", self.run_verb("status"))  # which of three?
        world["ports"] = [p for p in world["ports"] if p["Kind"] == "meter"]
        self.stub.show(world)
        self.assertEqual([line for line in self.run_verb("status").splitlines() if "together" in line],
                         [hint.replace("port1", "fnb58-5C3F")])

    def test_no_color_in_a_pipe(self):
        self.assertNotIn("\033", self.run_verb("status", TERM="xterm-256color"))

    def test_one_port(self):
        self.assertEqual(self.run_verb("status", "port0").splitlines()[0], "port0     USB-C, nothing plugged in")
        self.assertNotIn("port1", self.run_verb("status", "port0", "--json"))

    def test_asks_once(self):
        self.stub.show(self.world)
        self.run_verb("status")
        self.assertEqual(self.stub.show(self.world), ["call Refresh", "call GetAll", "call GetManagedObjects"])

    def test_ports_without_a_manager(self):
        self.stub.show({**copy(self.world), "refuse": {"GetAll": "org.freedesktop.DBus.Error.AccessDenied"}})
        self.assertIn("WEAK ADAPTER", self.run_verb("status"))
        doc = json.loads(self.run_verb("status", "--json"))
        self.assertEqual((doc["daemon"], doc["inputs"], len(doc["ports"])), (None, [], 2))

    def test_json(self):
        doc = json.loads(self.run_verb("status", "--json"))
        self.assertEqual((doc["chargediag"], doc["version"], doc["daemon"]), ("status", 1, "0.1.0"))
        self.assertEqual([p["port"] for p in doc["ports"]], ["port0", "port1"])
        port = doc["ports"][1]
        self.assertEqual(
            port["verdict"],
            {
                "class": "weak-adapter",
                "cause": "adapter-underpowered",
                "part": "adapter",
                "confidence": 0.92,
                "severity": "medium",
            },
        )
        power = port["readings"]["battery-power"]
        self.assertGreaterEqual(power.pop("age_us"), 2000000)
        self.assertEqual(power, {"value": -8400000, "unit": "uW", "kind": "measured", "input": "BAT0"})
        self.assertEqual(port["session"]["id"], 7)
        self.assertEqual(port["session"]["energy_uwh"], -870000)
        self.assertIsNone(port["profile"])
        self.assertIsNone(doc["ports"][0]["verdict"])
        self.assertIsNone(doc["ports"][0]["session"])
        self.assertEqual(doc["inputs"][1]["presence"], "absent")

    def show_to_full(self, **entries):
        world = copy(self.world)
        world["sessions"][0]["TimeToFull"] = entries
        self.stub.show(world)

    def test_time_to_full(self):
        self.show_to_full(low_s=4200, high_s=6000, percent=100)
        self.assertIn("  firmware   says: slow charging; full in 1 h 10 m – 1 h 40 m (estimated)\n",
                      self.run_verb("status"))
        self.assertIn("full in 1 h 10 m – 1 h 40 m (estimated)\n", self.run_verb("show", "port1"))
        session = json.loads(self.run_verb("status", "--json"))["ports"][1]["session"]
        self.assertEqual(session["time_to_full"], {"low_s": 4200, "high_s": 6000, "percent": 100, "reason": None})
        self.assertNotIn("full_us", session)

    def test_time_to_full_is_unknown(self):
        self.show_to_full(reason="charging is held")
        self.assertNotIn("full in", self.run_verb("status"))
        self.assertRegex(self.run_verb("show", "port1"), "time_to_full +— +charging is held\n")
        session = json.loads(self.run_verb("show", "port1", "--json"))["port"]["session"]
        self.assertEqual(session["time_to_full"],
                         {"low_s": None, "high_s": None, "percent": None, "reason": "charging is held"})

    def test_full_since(self):
        """Short enough for a machine that just booted; the words are in the renderer's own test."""
        self.show_to_full(reason="it is full", full_age_us=5 * 1000000)
        self.assertNotIn("still plugged", self.run_verb("status"))
        session = json.loads(self.run_verb("status", "--json"))["ports"][1]["session"]
        self.assertGreaterEqual(session["full_us"], 5 * 1000000)
        self.assertNotIn("full_us", self.run_verb("status", "--json", "--mask"))

    def test_a_foreign_time_to_full(self):
        self.show_to_full(low_s="soon", high_s=-5, percent=2**62, full_age_us=-10**12, later="x")
        session = json.loads(self.run_verb("status", "--json"))["ports"][1]["session"]
        self.assertEqual((session["time_to_full"]["low_s"], session["time_to_full"]["high_s"]), (None, None))
        self.assertNotIn("full_us", session)

    def test_masked_output_is_timeless(self):
        first = self.run_verb("status", "--json", "--mask")
        self.assertEqual(first, self.run_verb("status", "--json", "--mask"))
        self.assertNotIn("age_us", first)
        self.assertNotIn("duration_us", first)

    def test_mask_hides_serials(self):
        world = copy(self.world)
        world["ports"].append(METER)
        world["inputs"].append(["fnb58-21A0", "meter", "present", "21A0 of /dev/bus/usb/001/002"])
        self.stub.show(world)
        for verb in (["status"], ["list"], ["show", "fnb58"], ["status", "--json"], ["show", "fnb58", "--json"]):
            with self.subTest(verb=verb):
                self.assertIn("21A0", self.run_verb(*verb))
                masked = self.run_verb(*verb, "--mask")
                self.assertNotIn("21A0", masked)
                self.assertIn("fnb58-serial1", masked)

    def test_nothing_there(self):
        self.stub.show({"version": "1", "inputs": [["typec", "interface", "absent", "no /sys/class/typec"]]})
        text = self.run_verb("status")
        self.assertEqual(
            text,
            "Nothing to observe here: no port, power supply or meter was found.\n"
            "no Type-C ports: no /sys/class/typec\n",
        )
        self.assertEqual(self.run_verb("list"), "")
        self.assertEqual(json.loads(self.run_verb("list", "--json"))["ports"], [])
        self.assertIn("there are no ports", self.refused("show", "x"))

    def test_a_later_daemon(self):
        """What this version does not know is passed over; a known name of another type is unknown."""
        world = copy(self.world)
        world["ports"][0].update(
            {"Colour": "blue", "Shape": {"a": "b"}, "Class": ["x"], "Confidence": "high", "Cause": "of-tomorrow"}
        )
        world["ports"][0]["Readings"]["of-tomorrow"] = [5, "guessed", 0, "x"]
        self.stub.show(world)
        port = json.loads(self.run_verb("status", "--json"))["ports"][1]
        self.assertIsNone(port["verdict"])
        self.assertEqual(port["readings"]["of-tomorrow"]["value"], 5)
        self.assertIsNone(port["readings"]["of-tomorrow"]["unit"])
        self.run_verb("status")

    def test_a_clock_ahead_of_ours(self):
        world = copy(self.world)
        world["ports"][0]["Readings"]["battery-power"][2] = -10**12
        self.stub.show(world)
        self.assertIn("−8.40 W (measured)", self.run_verb("status"))
        port = json.loads(self.run_verb("status", "--json"))["ports"][1]
        self.assertIsNone(port["readings"]["battery-power"]["age_us"])

    def test_hostile_names(self):
        world = copy(self.world)
        world["ports"][0].update({"Name": "a\x1b[2J\x07", "Kind": "\u202e\x9b"})
        world["ports"][0]["States"]["label"] = "x\ny"
        world["inputs"].append(["\x1b", "\x1b", "failed", "\x1b[31m\r"])
        self.stub.show(world)
        for verb in ([], ["list"], ["show", "a"], ["status", "--json"], ["list", "--json"]):
            text = self.run_verb(*verb)
            for c in "\x1b\x07\r\x9b\u202e":
                self.assertNotIn(c, text, verb)
        self.assertIn("a?[2J?", self.run_verb("list"))

    def test_more_than_fits(self):
        """Bounds: 512 ports, 16 strings of a list, 48 readings; the rest is counted, not shown."""
        world = copy(self.world)
        port = {**copy(METER), "Session": "/", "Inputs": [f"i{i}" for i in range(20)]}
        port["Readings"] = {f"r{i}": [i, "measured", 0, "x"] for i in range(60)}
        world["ports"] = [{**port, "Name": f"p{i}"} for i in range(514)]
        self.stub.show(world)
        done = chargectl("status", "--json", bus=self.bus)
        self.assertEqual(done.returncode, 0)
        self.assertIn("2 more ports or sessions", done.stderr)
        ports = json.loads(done.stdout)["ports"]
        self.assertEqual(len(ports), 512)
        self.assertEqual((len(ports[0]["inputs"]), len(ports[0]["readings"])), (16, 48))
        self.assertEqual([p["port"] for p in ports[:3]], ["p0", "p1", "p2"])


class Ports(LiveCase):
    def test_names(self):
        self.assertIn("port        port1", self.run_verb("show", "port1"))
        self.assertIn("more than one port begins with “p”: the ports are port0, port1", self.refused("show", "p"))
        self.assertIn("no port “x”: the ports are port0, port1", self.refused("explain", "x"))
        self.assertIn("no port “”", self.refused("show", ""))
        world = copy(self.world)
        world["ports"].append({**METER, "Name": "port10"})
        self.stub.show(world)
        self.assertIn("port        port1\n", self.run_verb("show", "port1"))
        self.assertIn("port        port10\n", self.run_verb("show", "port10"))

    def test_list(self):
        self.assertEqual(
            self.run_verb("list").splitlines(),
            [
                "NAME   KIND   WHAT                VERDICT",
                "port0  typec  nothing plugged in  —",
                "port1  typec  USB-C, PD, sink     weak-adapter adapter-underpowered (0.92)",
            ],
        )

    def test_show(self):
        text = self.run_verb("show", "port1")
        self.assertRegex(text, r"(?m)^  battery-power +−8\.40 W +measured +2 s ago +BAT0$")
        self.assertRegex(text, r"(?m)^  charge-type +Trickle$")
        doc = json.loads(self.run_verb("show", "port1", "--json"))
        self.assertEqual(doc["chargediag"], "show")
        self.assertEqual(doc["port"]["path"], "/org/chargediag1/port/port1")

    def test_explain(self):
        world = {**copy(self.world), "analysis": json.dumps(ANALYSIS)}
        self.stub.show(world)
        text = self.run_verb("explain", "port1")
        self.assertIn("WEAK ADAPTER (0.92, likely)  the device uses about 38.4 W, the charger agreed to 30.0 W", text)
        self.assertEqual(json.loads(self.run_verb("explain", "port1", "--json")), ANALYSIS)

    def test_explain_what_is_no_analysis(self):
        for text in ("", "not json", "7", "[" * 100, '"x"'):
            self.stub.show({**copy(self.world), "analysis": text})
            self.assertIn("The analysis of port1 is not JSON", self.refused("explain", "port1"))

    def test_note(self):
        self.stub.show(self.world)
        self.assertEqual(self.run_verb("note", "port1", "battery=low", "cable=red 1 m", "label=a=b"), "")
        self.assertIn("note port1 battery=low cable=red 1 m label=a=b", self.stub.show(self.world))

    def test_refusals(self):
        refuse = {
            "SetNote": "org.freedesktop.DBus.Error.AccessDenied",
            "OpenStream": "org.chargediag1.Error.LimitsExceeded",
            "GetAnalysis": "org.chargediag1.Error.NoSession",
        }
        self.stub.show({**copy(self.world), "refuse": refuse})
        said = self.refused("note", "port1", "led=red")
        self.assertIn("Failed to note this on port1: not allowed: the stub refuses SetNote", said)
        said = self.refused("record", "port1", "-o", "/nonexistent/x")
        self.assertIn("Failed to open the stream of port1: the stub refuses OpenStream", said)
        said = self.refused("explain", "port1")
        self.assertIn("Failed to get the analysis of port1: the stub refuses GetAnalysis", said)

    def test_no_daemon(self):
        self.stub.stop()
        said = self.refused("status")
        self.assertEqual(
            said,
            "chargectl: org.chargediag1 is not on the bus: is chargediagd running? "
            "try `systemctl start chargediagd`\n",
        )
        self.assertIn("org.other is not on the bus", self.refused("status", "--name=org.other"))
        self.assertIn("org.other is not on the bus", self.refused("status", CHARGEDIAG_BUS_NAME="org.other"))
        self.stub = Stub(self.bus, self.world)
        self.addCleanup(self.stub.stop)


if __name__ == "__main__":
    unittest.main()
