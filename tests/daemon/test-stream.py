#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""OpenStream: a recording of a port, live; what a slow reader gets; how streams end."""

import json
import os
import select

import dbus
import harness


def lines_of(data):
    return [json.loads(line) for line in data.decode().splitlines()]


class Stream(harness.DaemonTest):
    def open_stream(self, port="meter0", client=None):
        path = self.ports()[port]["path"]
        interface = dbus.Interface(self.object(path, client), harness.PORT)
        fd = interface.OpenStream(harness.sv()).take()
        self.addCleanup(self.close_quietly, fd)
        return fd

    @staticmethod
    def close_quietly(fd):
        try:
            os.close(fd)
        except OSError:
            pass

    def read_until(self, fd, condition):
        """Reads whole lines until one of them fulfils the condition; all of them."""
        data = b""
        while True:
            self.assertTrue(select.select([fd], [], [], harness.TIMEOUT)[0], f"silence after {data[-300:]!r}")
            piece = os.read(fd, 65536)
            self.assertTrue(piece, f"the stream ended after {data[-300:]!r}")
            data += piece
            whole = data[: data.rfind(b"\n") + 1]
            if any(condition(line) for line in lines_of(whole)):
                return lines_of(whole)

    def test_begins_with_what_is_known(self):
        self.play(harness.recording(*harness.meter_session()))
        self.note(cable="red")
        fd = self.open_stream()
        self.note(cable="blue")
        lines = self.read_until(fd, lambda l: l.get("cable") == "blue")
        self.assertEqual(lines[0]["chargediag"], "recording")
        self.assertRegex(lines[0]["started"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        events = {line["event"]: line for line in reversed(lines[1:])}
        self.assertEqual(events["port"]["inputs"], ["meter0"])
        self.assertEqual(events["added"]["model"], "FNIRSI FNB58")
        self.assertEqual(events["note"]["cable"], "red")
        times = [line["t"] for line in lines[1:]]
        self.assertEqual(times, sorted(times))

    def note(self, **note):
        self.manager().SetNote("meter0", harness.sv(note))

    def test_reader_that_leaves(self):
        """Its place is free again: MaxStreamsPerClient is 8."""
        self.play(harness.recording(*harness.meter_session()))
        for _ in range(40):
            os.close(self.open_stream())
            self.note(label="wakes")

    def test_limit_in_all(self):
        self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nMaxStreams=3\n")
        others = [self.bus.connect() for _ in range(4)]
        for client in others[:3]:
            self.open_stream(client=client)
        with self.assertRaises(dbus.DBusException) as caught:
            self.open_stream(client=others[3])
        self.assertEqual(caught.exception.get_dbus_name(), harness.ERROR + "LimitsExceeded")
        for client in others:
            client.close()

    def test_slow_reader(self):
        """Lines are dropped whole and counted as a gap; what was lost of the state is said again."""
        daemon = self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nStreamBuffer=64K\n")
        fd = self.open_stream()
        before = daemon.memory_kb()
        for i in range(1500):
            self.note(label=f"{i} " + "x" * 190, cable="y" * 200, adapter="z" * 200)
        self.assertGrewLess(daemon, before, 700)  # of the megabyte that was said
        lines = self.read_until(fd, lambda l: l.get("reason") == "dropped")
        gap = next(line for line in lines if line.get("reason") == "dropped")
        self.assertEqual((gap["event"], gap["input"]), ("gap", "meter0"))
        labels = [int(line["label"].split()[0]) for line in lines if line["event" if "event" in line else "chargediag"] == "note"]
        self.assertLess(len(labels), 1500)
        if labels[-1] != 1499:
            lines = self.read_until(fd, lambda l: l.get("label", "").startswith("1499 "))
            self.assertIn("added", [line["event"] for line in lines])
        self.note(label="last")
        self.read_until(fd, lambda l: l.get("label") == "last")

    def test_replay_gives_the_same_analysis(self):
        """What a client records is what the daemon judged."""
        # Five seconds in which nothing happens, for a client to open its stream; then half a minute in two.
        events = [next(harness.meter_session()), harness.sample(0, 5.1, 0),
                  *(harness.sample(100000 + 100 * i, 5.1, 0.0) for i in range(30)),
                  *(harness.sample(103000 + 100 * i, 5.0, 0.9) for i in range(300))]
        path = self.file("slow.ndjson", harness.recording(*events))
        daemon = self.start("--no-hardware", f"--play={path},speed=20")
        harness.wait_until(lambda: "meter0" in self.ports() or harness.GLib.MainContext.default().wakeup(), "the port")
        fd = self.open_stream()
        data = b""
        while "played to its end" not in daemon.log() or select.select([fd], [], [], 0)[0]:
            if select.select([fd], [], [], 0.05)[0]:
                data += os.read(fd, 65536)
        live = json.loads(self.port("meter0").GetAnalysis())["sessions"]
        self.assertEqual(daemon.stop(), 0)
        self.play(data.decode())
        again = json.loads(self.port("meter0").GetAnalysis())["sessions"]
        shift = again[0]["start_us"] - live[0]["start_us"]
        self.assertEqual(again, harness.shifted(live, shift))


harness.main()
