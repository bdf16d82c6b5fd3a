#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A meter in the line of another port: two ends or two views of one charge, because a person says so."""

import json
import os
import subprocess
import threading

import harness
import machine

CHARGECTL = os.environ.get("CHARGECTL")
METER = "fnb58-21A0"
OTHER = "fnb58-5C3F"


class Line(machine.MachineTest):
    LAPTOP = ("battery BAT0 Discharging 12000000", "ac AC 0", "typec 0")
    PLUGGED = ("meter 1-3 fnb58 21A0", "measure 1-3 5000000 900000 0 0")

    def note(self, whom, **note):
        self.manager().SetNote(whom, harness.sv(note))

    def refused(self, whom, **note):
        return self.assertFails(harness.INVALID, self.manager().SetNote, whom, harness.sv(note))

    def until_inputs(self, port, *inputs):
        return self.until(f"{port} with {inputs}", lambda ports: port in ports and
                          set(inputs) <= set(ports[port]["Inputs"]) and ports[port])

    def until_apart(self, port):
        self.until(f"{port} by itself", lambda ports: port in ports and list(ports[port]["Inputs"]) == [port])

    def until_volts(self, port, uv):
        self.until(f"{uv} µV", lambda ports: ports[port]["Readings"].get("vbus", (None,))[0] == uv)

    def test_laptop_through_a_meter(self):
        daemon = self.world(*self.LAPTOP, *self.PLUGGED)
        self.until("both", lambda ports: "port0" in ports and METER in ports)
        self.tell(daemon, "plug port0 30w", "battery BAT0 Discharging 8000000", "measure 1-3 20000000 1500000 0 0")
        self.until("both charge", lambda ports: ports[METER]["Session"] != "/" and ports["port0"]["Session"] != "/")
        started, ended = self.signals("SessionStarted"), self.signals("SessionEnded")
        self.note(METER, line="port0")
        port = self.until("one port", lambda ports: METER not in ports and "vbus" in ports["port0"]["Readings"] and
                          ports["port0"])
        self.assertIn(METER, port["Inputs"])
        self.assertEqual(port["Readings"]["vbus"][:2], (20000000, "measured"))
        self.assertEqual(port["Readings"]["contract-power"][:2], (30000000, "contract"))
        harness.wait_until(lambda: ended, "the end of the meter's own session")
        self.assertEqual(ended[0][1].rpartition("/")[2], METER.replace("-", "_2d"))
        # The laptop's session goes on: nothing was measured in it until now.
        self.assertFalse([signal for signal in started if signal[1].endswith("/port0")])
        verdict = self.until("a verdict on both", lambda ports: ports["port0"]["Cause"] == "adapter-underpowered" and
                             ports["port0"])
        self.assertIn("draining", list(verdict["Symptoms"]))

        # said of the meter, by its own name; the port's position is its
        self.note(METER, position="source")
        self.until("its place", lambda ports: ports["port0"]["Position"] == "source")

        self.note(METER, line=METER)
        self.until_apart(METER)
        self.until_volts(METER, 20000000)
        self.until("no volts at the laptop", lambda ports: "vbus" not in ports["port0"]["Readings"])

    def test_recorded_and_replayed(self):
        """What was streamed while the meter joined gives, played, the same analysis."""
        daemon = self.world(*self.LAPTOP, *self.PLUGGED)
        self.until("both", lambda ports: "port0" in ports and METER in ports)
        stream, data = open(self.port("port0").OpenStream(harness.sv()).take()), []
        self.addCleanup(stream.close)
        reader = threading.Thread(target=lambda: data.append(stream.read()))  # a pipe is small, and a meter talks much
        reader.start()
        self.tell(daemon, "plug port0 30w", "battery BAT0 Discharging 8000000", "measure 1-3 20000000 1500000 0 0")
        self.until("a contract", lambda ports: "contract-power" in ports["port0"]["Readings"])
        self.note(METER, line="port0")
        self.until_volts("port0", 20000000)
        ended = self.signals("SessionEnded")
        self.tell(daemon, "unplug port0", "measure 1-3 0 0 0 0")
        live = json.loads(self.manager().GetAnalysis(self.end_of_session(ended, "port0")[2]))["sessions"]
        self.assertEqual(daemon.stop(), 0)
        reader.join()
        del ended[:]
        self.play(data[0], config="[Daemon]\nSessionClose=1s\n")
        again = json.loads(self.manager().GetAnalysis(self.end_of_session(ended, "port0")[2]))["sessions"]
        self.assertEqual(again, harness.shifted(live, again[0]["start_us"] - live[0]["start_us"]))

    def test_follows_the_battery(self):
        daemon = self.world(*self.LAPTOP, "typec 1", *self.PLUGGED)
        self.until("both", lambda ports: "port0" in ports and METER in ports)
        self.note(METER, line="BAT0")
        self.until_inputs("AC", METER, "BAT0")
        self.tell(daemon, "plug port1 30w")
        self.until_inputs("port1", METER, "BAT0")
        self.tell(daemon, "meter-unplug 1-3")
        self.until("its end", lambda ports: METER not in ports["port1"]["Inputs"])

    def test_two_ends(self):
        daemon = self.world(*self.PLUGGED, "meter 1-4 fnb58 5C3F", "measure 1-4 4700000 900000 0 0")
        self.until("both", lambda ports: METER in ports and OTHER in ports)
        self.note(METER, position="source", line=OTHER)
        self.note(OTHER, position="device", line=METER)  # a circle is no line
        self.until_apart(METER)
        self.note(OTHER, line=OTHER)
        port = self.until_inputs(OTHER, METER, OTHER)
        self.assertEqual(port["Position"], "device")
        self.until_volts(OTHER, 4700000)
        self.assertNotIn(METER, self.ports())
        self.tell(daemon, "meter-vanish 1-4")  # the port goes by its name; its other meter stays
        self.until_apart(METER)

    def test_refused(self):
        self.world(*self.LAPTOP, *self.PLUGGED)
        self.until("both", lambda ports: "port0" in ports and METER in ports)
        self.assertIn('no "prot0"', self.refused(METER, line="prot0"))
        self.assertIn("is no meter", self.refused("port0", line=METER))
        self.assertIn("line=", self.refused(METER, line="a b"))
        self.assertFails(harness.ERROR + "NoSuchPort", self.manager().SetNote, "BAT0", harness.sv(label="x"))

    def test_a_recording_says_itself(self):
        self.play(harness.recording(*harness.meter_session()))
        self.assertIn("recording", self.refused("meter0", line="meter0"))

    def test_by_hand(self):
        """What the manual says is typed."""
        if not CHARGECTL:
            self.skipTest("chargectl is not built")
        self.world(*self.LAPTOP, *self.PLUGGED)
        self.until("both", lambda ports: "port0" in ports and METER in ports)
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus.address}
        for words in ("line=port0",), ("position=source", "cable=red 1 m"):
            done = subprocess.run([CHARGECTL, "note", METER, *words], env=environment, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.until_inputs("port0", METER)
        self.until("its place", lambda ports: ports["port0"]["Position"] == "source")


harness.main()
