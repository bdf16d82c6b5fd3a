#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The unmodified daemon in a machine of files: a laptop is plugged in, drains, is unplugged; a hub reports over-current."""

import json
import os

import harness
import machine


class World(machine.MachineTest):
    def test_empty_machine(self):
        """No supply, no port, no USB: a daemon that works and says what is absent."""
        self.world()
        self.assertEqual(self.ports(), {})
        rows = self.inputs()
        for name in ("power_supply", "typec", "usb", "hwmon"):
            self.assertIn(rows[name][:2], (("interface", "absent"), ("interface", "present")), rows)
        self.assertEqual(rows["typec"][1], "absent")
        self.assertTrue(rows["typec"][2])
        said = self.assertFails(harness.ERROR + "NoSuchPort", self.manager().SetNote, "port0", harness.sv(label="x"))
        self.assertIn("Inputs", said)

    LAPTOP = ("battery BAT0 Discharging 12000000", "ac AC 0", "typec 0")

    def test_laptop(self):
        daemon = self.world(*self.LAPTOP)
        names = set(self.ports())
        self.assertTrue(names)
        self.assertIn("BAT0", self.inputs())
        started, ended = self.signals("SessionStarted"), self.signals("SessionEnded")
        self.tell(daemon, "plug port0 30w", "battery BAT0 Discharging 8000000")

        def plugged(ports):
            return next((p for p in ports.values() if "contract-power" in p["Readings"]), None)

        port = self.until("a contract", plugged)
        value, kind, _, _ = port["Readings"]["contract-power"]
        self.assertEqual((value, kind), (30000000, "contract"))
        self.assertNotIn("vbus", port["Readings"])  # nobody measures here
        harness.wait_until(lambda: started, "SessionStarted")
        verdict = self.until("a verdict", lambda ports: next(
            (p for p in ports.values() if p["Cause"] == "adapter-underpowered" and "draining" in p["Symptoms"]), None))
        self.assertEqual(verdict["Class"], "weak-adapter")
        self.tell(daemon, "unplug port0")
        end = self.end_of_session(ended, "port0")
        self.assertIn(end[1:], [start[1:] for start in started])
        analysis = json.loads(self.manager().GetAnalysis(end[2]))
        session = next(s for s in self.manager().ListSessions(harness.sv()) if s["id"] == end[2])
        # The battery left the port with the charger, but what it said counts.
        self.assertEqual(session["cause"], "adapter-underpowered")
        self.assertEqual(analysis["sessions"][0]["verdict"]["cause"], session["cause"])
        self.assertGreater(session["end_us"], session["start_us"])

    def test_mains_before_their_port(self):
        """What the mains opened moves on to the port they came through: it ends, and there is nothing of it to know."""
        daemon = self.world(*self.LAPTOP)
        started, ended = self.signals("SessionStarted"), self.signals("SessionEnded")
        self.tell(daemon, "ac AC 1")
        first = harness.wait_until(lambda: started, "a session of the mains")[0]
        self.tell(daemon, "plug port0 30w")
        second = harness.wait_until(lambda: started[1:], "a session of the port")[0]
        self.assertEqual(second[1], "/org/chargediag1/port/port0")
        harness.wait_until(lambda: ended, "the end of the first")
        self.assertEqual([end[1:] for end in ended], [first[1:]])
        self.assertFails(harness.ERROR + "NoSession", self.manager().GetAnalysis, first[2])
        self.assertEqual([s["id"] for s in self.manager().ListSessions(harness.sv())], [second[2]])

    def test_recorded_and_replayed(self):
        """What was streamed while it happened gives, played, the same analysis: also of inputs that came later."""
        daemon = self.world(*self.LAPTOP)
        started, ended = self.signals("SessionStarted"), self.signals("SessionEnded")
        fd = self.port("port0").OpenStream(harness.sv()).take()
        self.tell(daemon, "plug port0 30w", "battery BAT0 Discharging 8000000")
        self.until("a verdict", lambda ports: any(p["Cause"] == "adapter-underpowered" for p in ports.values()))
        self.tell(daemon, "battery BAT0 Discharging 9000000", "downgrade port0", "unplug port0")
        live = json.loads(self.manager().GetAnalysis(self.end_of_session(ended, "port0")[2]))["sessions"]
        data = os.read(fd, 1 << 20).decode()
        os.close(fd)
        self.stopped_well(daemon)
        self.assertIn('"inputs":["AC","BAT0","port0","ucsi-source-psy-USBC000:001"]', data)
        del started[:], ended[:]
        self.play(data, config="[Daemon]\nSessionClose=1s\n")
        again = json.loads(self.manager().GetAnalysis(self.end_of_session(ended, "port0")[2]))["sessions"]
        self.assertEqual(again, harness.shifted(live, again[0]["start_us"] - live[0]["start_us"]))

    def test_refresh(self):
        """What no event told is found when a client asks."""
        daemon = self.world(*self.LAPTOP)
        self.tell(daemon, "quiet BAT0 status Full")
        self.manager().Refresh()
        self.until("the new status",
                   lambda ports: any(p["States"].get("battery-status") == "Full" for p in ports.values()))

    def test_restart_sees_the_same(self):
        daemon = self.world(*self.LAPTOP, "plug port0 65w", "battery BAT0 Charging 30000000")
        self.until("a contract", lambda ports: any("contract-power" in p["Readings"] for p in ports.values()))

        def seen():
            return {n: ({k: (int(v[0]), str(v[1])) for k, v in p["Readings"].items()}, dict(p["States"]))
                    for n, p in self.ports().items()}

        before = seen()
        os.kill(self.daemon_pid(), harness.signal.SIGHUP)
        daemon.wait_ready()
        self.assertEqual(seen(), before)

    def test_over_current(self):
        daemon = self.world("hub 1 4")
        self.tell(daemon, "usb 1-2 1234 5678 Thing")
        for count in (3, 6, 9):
            self.tell(daemon, f"over-current usb1-port2 {count}")
        port = self.until("the verdict", lambda ports: next(
            (p for p in ports.values() if "over-current-event" in p["Symptoms"]), None))
        self.assertEqual(port["Kind"], "usb-port")
        self.assertIn("usb1-port2", list(port["Inputs"]))
        self.assertIn("usb1-port2: over-current", daemon.log())

    def test_supply_comes_and_goes(self):
        daemon = self.world()
        added = self.signals("InterfacesAdded", "org.freedesktop.DBus.ObjectManager")
        removed = self.signals("InterfacesRemoved", "org.freedesktop.DBus.ObjectManager")
        self.tell(daemon, "battery BAT1 Full 0")
        self.until("BAT1", lambda ports: any("BAT1" in p["Inputs"] for p in ports.values()))
        self.tell(daemon, "remove BAT1")
        self.until("its end", lambda ports: not ports)
        harness.wait_until(lambda: added and removed, "both signals")
        self.assertEqual(added[0][1], removed[-1][1])

    def test_garbage_in_sysfs(self):
        daemon = self.world()
        self.tell(daemon, "supply odd type=Battery status=\x01\x02 capacity=99999999999999999999 voltage_now=abc "
                          "current_now=-9223372036854775808 manufacturer=" + "x" * 300)
        self.until("odd", lambda ports: any("odd" in p["Inputs"] for p in ports.values()))
        port = next(p for p in self.ports().values() if "odd" in p["Inputs"])
        self.assertNotIn("battery-voltage", port["Readings"])
        self.assertNotIn("battery-capacity", port["Readings"])


harness.main()
