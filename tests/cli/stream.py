#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The verbs that stay: watch, monitor, record."""

import json
import os
import pty
import signal
import subprocess
import unittest

from ctl import CHARGECTL, LAPTOP, PATIENCE, LiveCase, Stub, copy, environment

STREAM = (
    '{"chargediag":"recording","version":1,"started":"2026-11-22T10:00:00Z"}\n'
    '{"t":0,"input":"fnb58-21A0","event":"added","kind":"meter","serial":"21A0"}\n'
    '{"t":2100,"input":"fnb58-21A0","event":"sample","vbus_uv":5000000}\n'
)


class Staying(LiveCase):
    def start(self, *words, **more):
        """A program whose lines are read as they come."""
        process = subprocess.Popen(
            [CHARGECTL, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(self.bus),
            **more,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.kill)
        return process

    def changed(self, status):
        world = copy(self.world)
        world["ports"][0]["States"]["battery-status"] = status
        return world

    def ends(self, process, code=0):
        """Returns what it said on standard error."""
        said = process.stderr.read()
        self.assertEqual(process.wait(PATIENCE), code, said)
        return said


class Monitor(Staying):
    def lines(self, process, n):
        return [json.loads(process.stdout.readline()) for _ in range(n)]

    def test_signals(self):
        process = self.start("monitor", "--count=5")
        self.assertEqual(self.lines(process, 1), [{"chargediag": "monitor", "version": 1}])
        self.stub.show(self.changed("Charging"))
        first = self.lines(process, 2)
        self.assertEqual([line["signal"] for line in first], 2 * ["PropertiesChanged"])
        self.assertEqual(first[0]["port"], "port1")
        self.assertEqual(first[0]["interface"], "org.chargediag1.Port")
        self.assertEqual(first[0]["changed"]["States"]["battery-status"], "Charging")
        power = first[0]["changed"]["Readings"]["battery-power"]
        self.assertEqual((power["value"], power["unit"], power["kind"]), (-8400000, "uW", "measured"))
        self.stub.send("verdict port1 cable-resistance")
        self.stub.send("ended port1")
        self.assertEqual(
            self.lines(process, 2),
            [
                {
                    "signal": "VerdictChanged",
                    "path": "/org/chargediag1/port/port1",
                    "cause": "cable-resistance",
                    "confidence": 0.5,
                    "port": "port1",
                },
                {"signal": "SessionEnded", "path": "/org/chargediag1/port/port1", "id": 7, "port": "port1"},
            ],
        )
        self.stub.stop()
        self.assertEqual(self.lines(process, 1), [{"signal": "daemon", "running": False}])
        self.ends(process)
        self.stub = Stub(self.bus, self.world)
        self.addCleanup(self.stub.stop)

    def test_mask(self):
        world = copy(self.world)
        world["ports"][0].update({"Name": "fnb58-21A0", "Kind": "meter"})
        self.stub.show(world)
        process = self.start("monitor", "--mask", "--count=1")
        self.lines(process, 1)
        self.stub.show(world)
        line = process.stdout.readline()
        self.assertNotIn("21A0", line)
        self.assertIn('"port":"fnb58-serial1"', line)

    def test_ends_at_sigterm(self):
        process = self.start("monitor")
        self.lines(process, 1)
        process.send_signal(signal.SIGTERM)
        self.ends(process)

    def test_bus_goes(self):
        process = self.start("monitor")
        self.lines(process, 1)
        self.bus.process.kill()
        self.assertEqual(process.stderr.readline(), "chargectl: The bus went away\n")
        self.ends(process, 2)


class Watch(Staying):
    def test_lines(self):
        process = self.start("watch", "--count=4")
        lines = [process.stdout.readline() for _ in range(2)]
        self.assertRegex(lines[0], r"^\d\d:\d\d:\d\d  port0 +USB-C, nothing plugged in\n$")
        self.assertRegex(lines[1], r"port1 .* battery-power −8\.40 W  WEAK ADAPTER \(0\.92\) adapter-underpowered  \[")
        world = copy(self.world)
        world["ports"][0]["Readings"]["battery-power"][0] = 500000
        self.stub.show(world)
        self.assertIn("battery-power 0.50 W", process.stdout.readline())
        del world["ports"][1]
        self.stub.show(world)
        self.assertRegex(process.stdout.readline(), r"^\d\d:\d\d:\d\d  port0     gone\n$")
        self.ends(process)

    def test_json(self):
        process = self.start("watch", "--json", "--count=2", "port1")
        first = json.loads(process.stdout.readline())
        self.assertEqual([p["port"] for p in first["ports"]], ["port1"])
        self.stub.show(self.changed("Full"))
        second = json.loads(process.stdout.readline())
        self.assertEqual(second["ports"][0]["states"]["battery-status"], "Full")
        self.ends(process)

    def test_daemon_comes_back(self):
        process = self.start("watch", "--count=3")
        for _ in range(2):
            process.stdout.readline()
        self.stub.stop()
        self.assertEqual(process.stderr.readline(), "chargectl: waiting for chargediagd\n")
        world = copy(self.world)
        world["ports"][0]["Readings"]["battery-power"][0] = 600000
        self.stub = Stub(self.bus, world)
        self.addCleanup(self.stub.stop)
        self.assertIn("battery-power 0.60 W", process.stdout.readline())
        self.ends(process)

    def test_first_error_is_an_error(self):
        self.assertIn("no port “x”", self.refused("watch", "x"))

    def test_terminal(self):
        """A picture, drawn in its place, until a key."""
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        process = subprocess.Popen(
            [CHARGECTL, "watch"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
            env=environment(self.bus, TERM="xterm"),
        )
        os.close(slave)
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.kill)
        seen = b""
        while b"port1" not in seen or b"\x1b[J" not in seen:
            seen += os.read(master, 65536)
        self.assertTrue(seen.startswith(b"\x1b[H\x1b[2J"), seen)
        self.assertIn("\x1b[1;33mWEAK ADAPTER (0.92)\x1b[0m".encode(), seen)
        os.write(master, b"q")
        self.assertEqual(process.wait(PATIENCE), 0)


class Record(Staying):
    def setUp(self):
        super().setUp()
        self.file = os.path.join(self.bus.directory.name, "out.ndjson")

    def stream(self, text, **more):
        self.stub.show({**copy(self.world), "stream": text, **more})

    def recorded(self):
        with open(self.file, encoding="utf-8") as f:
            return f.read()

    def test_until_the_stream_ends(self):
        self.stream(STREAM)
        process = self.start("record", "port1", "-o", self.file)
        said = self.ends(process)
        self.assertIn("The daemon ended the stream", said)
        self.assertIn(f"3 lines written to {self.file}", said)
        self.assertEqual(self.recorded(), STREAM)

    def test_only_whole_lines(self):
        self.stream(STREAM + '{"t":3,"inp')
        self.ends(self.start("record", "port1", "-o", self.file))
        self.assertEqual(self.recorded(), STREAM)

    def test_until_told(self):
        self.stream(STREAM, hold=True)
        process = self.start("record", "port1", "-o", "-")
        self.assertEqual("".join(process.stdout.readline() for _ in range(3)), STREAM)
        process.send_signal(signal.SIGINT)
        self.assertIn("3 lines written to standard output", self.ends(process))

    def test_for_a_time(self):
        self.stream(STREAM, hold=True)
        self.ends(self.start("record", "port1", "-o", self.file, "--for=50ms"))

    def test_never_overwrites_unasked(self):
        self.stream(STREAM)
        with open(self.file, "w", encoding="utf-8") as f:
            f.write("mine")
        said = self.fails(5, "record", "port1", "-o", self.file, bus=self.bus)
        self.assertIn(f"Failed to create {self.file}: File exists: choose another name, or --force", said)
        self.assertEqual(self.recorded(), "mine")
        self.ends(self.start("record", "port1", "-o", self.file, "--force"))
        self.assertEqual(self.recorded(), STREAM)

    def test_disk_full(self):
        self.stream(STREAM)
        said = self.fails(5, "record", "port1", "-o", "/dev/full", "--force", bus=self.bus)
        self.assertIn("Failed to write /dev/full: No space left on device; 0 lines are in it", said)

    def test_a_line_without_end(self):
        self.stream(200000 * "x", hold=True)
        said = self.fails(5, "record", "port1", "-o", self.file, bus=self.bus)
        self.assertIn("line over 65536 bytes", said)

    def test_mask(self):
        self.stream(STREAM)
        self.ends(self.start("record", "port1", "-o", self.file, "--mask"))
        self.assertEqual(self.recorded(), STREAM.replace("21A0", "serial1"))


if __name__ == "__main__":
    unittest.main()
