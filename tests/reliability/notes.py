#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a person said of a port outlives a restart of the daemon, and never sticks to something else."""

import json
import pathlib
import shutil

import sandbox

if __name__ == "__main__":
    sandbox.enter()
import harness  # noqa: E402

SAID = {"adapter": "no-name", "cable": "red 1 m", "label": "bench 3", "adapter_watts": "30", "position": "device",
        "profile": "anker-soundcore-2"}


class Notes(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.udevd = sandbox.Udevd()
        self.addCleanup(self.udevd.close)
        self.plugged = {}
        self.addCleanup(lambda: [device.delete() for device in self.plugged.values()])
        self.runtime = pathlib.Path(self.directory, "run")
        self.runtime.mkdir()
        self.file = self.runtime / "notes.ndjson"

    def plug(self, *devices):
        for device in devices:
            self.plugged[device.name] = device
            self.udevd.send("add", device)

    def unplug(self, name):
        device = self.plugged.pop(name)
        device.delete()
        self.udevd.send("remove", device)

    def machine(self):
        self.plug(sandbox.mains(online=1), sandbox.battery(status="Charging"))
        return self.run_daemon()

    def run_daemon(self):
        return self.start(env={"RUNTIME_DIRECTORY": str(self.runtime)})

    def noted(self, port="AC", **note):
        self.manager().SetNote(port, harness.sv(note or SAID))

    def states(self, port="AC"):
        properties = self.ports()[port]
        states = {k: str(v) for k, v in properties["States"].items() if k in ("cable", "adapter", "label", "led", "battery-note")}
        return {**states, "profile": str(properties["Profile"])}

    def restart(self, daemon, meanwhile=lambda: None):
        self.assertEqual(daemon.stop(), 0)
        meanwhile()
        return self.run_daemon()

    KEPT = {"adapter": "no-name", "cable": "red 1 m", "label": "bench 3", "profile": "anker-soundcore-2"}
    NOTHING = {"profile": ""}

    def test_a_restart(self):
        """Twice: what was given on is kept again. The file is gone in between, and after a crash there is none."""
        daemon = self.machine()
        self.noted()
        for _ in range(2):
            daemon = self.restart(daemon)
            self.assertEqual(self.states(), self.KEPT)
            self.assertFalse(self.file.exists())
            self.assertIn("AC: what was noted before the restart holds", daemon.log())
        daemon.process.kill()
        daemon.wait()
        self.run_daemon()
        self.assertEqual(self.states(), self.NOTHING)

    def test_for_our_eyes_only(self):
        daemon = self.machine()
        self.noted()
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)

    def test_what_was_said_of_a_moment(self):
        daemon = self.machine()
        self.noted(battery="low", profile="anker-soundcore-2", led="solid-red")
        self.restart(daemon)
        self.assertEqual(self.states(), {"profile": "anker-soundcore-2"})

    def test_nothing_lasting(self):
        daemon = self.machine()
        self.noted(battery="low")
        self.assertEqual(daemon.stop(), 0)
        self.assertFalse(self.file.exists())

    def test_the_same_name_plugged_again(self):
        daemon = self.machine()
        self.noted()
        self.restart(daemon, lambda: (self.unplug("AC"), self.plug(sandbox.mains(online=1))))
        self.assertEqual(self.states(), self.NOTHING)

    def test_another_member_of_the_port(self):
        """The battery was exchanged: what was said of the whole holds no more."""
        daemon = self.machine()
        self.noted()
        self.restart(daemon, lambda: (self.unplug("BAT0"), self.plug(sandbox.battery(status="Charging"))))
        self.assertEqual(self.states(), self.NOTHING)

    def partner(self, port):
        place = port.path / f"{port.name}-partner"
        if place.exists():
            place.rmdir()
        place.mkdir()

    def test_partner(self):
        port = sandbox.Device("typec", "port0", power_role="source [sink]", data_role="host [device]")
        self.plug(port)
        self.partner(port)
        daemon = self.run_daemon()
        self.noted("port0")
        daemon = self.restart(daemon)
        self.assertEqual(self.states("port0"), self.KEPT)
        self.restart(daemon, lambda: self.partner(port))
        self.assertEqual(self.states("port0"), self.NOTHING)

    def hwmon(self):
        """A meter that is a hwmon chip: the world of this test has no USB."""
        meter = sandbox.Device("hwmon", "hwmon3", name="ina219", in1_input=5000, curr1_input=500)
        self.plug(meter)
        return meter

    def test_line(self):
        """What made a meter part of a port is given on first; then the port is what it was, and its notes hold."""
        self.hwmon()
        daemon = self.machine()
        meter = next(name for name in self.ports() if name != "AC")
        self.noted(meter, line="AC", position="source")
        harness.wait_until(lambda: meter not in self.ports(), "one port")
        self.noted("AC", cable="red 1 m")
        daemon = self.restart(daemon)
        harness.wait_until(lambda: meter not in self.ports(), "one port again")
        port = self.ports()["AC"]
        self.assertEqual((str(port["Position"]), str(port["States"]["cable"])), ("source", "red 1 m"))

        def exchanged():
            self.unplug("hwmon3")
            self.hwmon()

        self.restart(daemon, exchanged)
        self.assertIn(meter, self.ports())
        self.assertNotIn("cable", self.ports()["AC"]["States"])
        self.noted(meter, line="AC")
        harness.wait_until(lambda: meter not in self.ports(), "one port")
        self.noted(meter, line=meter)  # it is in AC, and spoken to by its own name
        harness.wait_until(lambda: meter in self.ports(), "its own port")

    def test_nobody_looked_for_long(self):
        daemon = self.machine()
        self.noted()

        def age():
            lines = self.file.read_text().splitlines()
            lines[1:] = [json.dumps({**json.loads(line), "t": json.loads(line)["t"] - 11_000_000}) for line in lines[1:]]
            self.file.write_text("\n".join(lines) + "\n")

        self.restart(daemon, age)
        self.assertEqual(self.states(), self.NOTHING)

    def test_what_is_not_ours_is_ignored(self):
        daemon = self.machine()
        self.noted()
        self.assertEqual(daemon.stop(), 0)
        header, added, note = self.file.read_text().splitlines()
        wrong = ["x", "\0", header + "\n" + note, header + "\n" + added + "\n[", header + "\n" + note + "\n" + added,
                 "\n".join((header, added.replace("serial", "model"), note))]
        for text in wrong:
            self.file.write_text(text + "\n")
            with self.subTest(text):
                daemon = self.run_daemon()
                self.assertEqual(self.states(), self.NOTHING)
                self.assertIn(f"Failed to read what was noted before, in {self.runtime}", daemon.log())
                self.assertEqual(daemon.stop(), 0)
        for text in ("", header, "\n".join((header, added))):
            self.file.write_text(text)
            with self.subTest(text):
                daemon = self.run_daemon()
                self.assertEqual(self.states(), self.NOTHING)
                self.assertEqual(daemon.stop(), 0)

    def test_a_place_that_cannot_be_written(self):
        daemon = self.machine()
        self.noted()
        shutil.rmtree(self.runtime)
        self.assertEqual(daemon.stop(), 0)
        self.assertIn(f"Failed to keep what was noted, in {self.runtime}: No such file", daemon.log())


harness.main()
