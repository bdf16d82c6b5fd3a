#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""SIGKILL of the daemon at random moments while sessions begin, end and are kept for the next one. What had been kept is
kept, what was told as ended is there, no number names two sessions, and the next daemon reads all of it.

All daemons share one runtime directory. The moment is chosen by what has been seen: that file growing, a signal, or a while
of which nothing is known.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import dbus  # noqa: E402
import harness  # noqa: E402

KEPT = 32  # HISTORY_MAX
SESSIONS = 24  # of one recording
MOMENTS = ("SessionEnded", "SessionStarted", "the file", "any")


class Lost(Exception):
    pass


def sessions():
    for i in range(SESSIONS):
        t0 = i * 200000
        yield from harness.meter_session(t0=t0, amperes=0.5 + 0.01 * i)
        yield {"t": (t0 + 40000) * 1000, "input": "meter0", "event": "removed"}
    yield {"t": (SESSIONS * 200000 - 1) * 1000, "input": "later", "event": "added", "kind": "hwmon"}


class Bench:
    def __init__(self, directory, seed):
        self.directory, self.random = pathlib.Path(directory), random.Random(seed)
        self.bus = harness.Bus(directory)
        self.client = self.bus.connect()
        self.recording = self.directory / "played.ndjson"
        self.recording.write_text(harness.recording(*sessions()))
        self.runtime = self.directory / "run"
        self.runtime.mkdir()
        self.file = self.runtime / "sessions.json"
        self.started, self.ended, self.all_started = set(), set(), set()
        self.kept = {}  # id -> entry, as it was read from the file
        self.counts = collections.Counter()
        for member, ids in (("SessionStarted", self.started), ("SessionEnded", self.ended)):
            self.client.add_signal_receiver(lambda _path, number, ids=ids: ids.add(int(number)), member, harness.MANAGER)
        self.client.get_name_owner("org.freedesktop.DBus")  # a round trip: the matches are in effect

    def start_daemon(self, *arguments):
        directory = tempfile.mkdtemp(prefix="d-", dir=self.directory)
        return harness.Daemon(self.bus, directory, "--no-hardware", *arguments, env={"RUNTIME_DIRECTORY": str(self.runtime)})

    def read(self):
        """The file as it is now; None: not there yet."""
        try:
            data = self.file.read_bytes()
        except FileNotFoundError:
            return None
        try:
            document = json.loads(data)
        except ValueError as error:
            raise Lost(f"the file cannot be read: {error}: {data[:200]}") from error
        self.kept.update({entry["id"]: entry for entry in document["sessions"]})
        return document

    def pump(self):
        """What has come from the bus, without waiting."""
        while harness.GLib.MainContext.default().iteration(False):
            pass

    def wait_for_moment(self, moment, daemon):
        """The file may be read any number of times meanwhile; it is always whole."""
        wanted = self.random.randrange(1, SESSIONS)
        limit = time.monotonic() + self.random.random() * self.length
        first = len(self.ended), len(self.started)
        while daemon.process.poll() is None:
            self.pump()
            if moment == "SessionEnded" and len(self.ended) - first[0] >= wanted:
                return
            if moment == "SessionStarted" and len(self.started) - first[1] >= wanted:
                return
            if moment == "the file":
                document = self.read()
                if document and document["last"] - self.last >= wanted:
                    return
            if time.monotonic() > limit and moment == "any" or "played to its end" in daemon.log():
                return
        raise Lost(f"the daemon ended: {daemon.log()}")

    def measure(self):
        """How long all of it takes here: moments are spread over that."""
        start = time.monotonic()
        daemon = self.start_daemon(f"--play={self.recording},speed=0")
        while "played to its end" not in daemon.log():
            self.pump()
        self.length = time.monotonic() - start
        daemon.process.send_signal(signal.SIGTERM)
        daemon.wait()
        self.last = self.read()["last"]

    def one(self, moment):
        daemon = self.start_daemon(f"--play={self.recording},speed=0")
        self.wait_for_moment(moment, daemon)
        self.read()
        daemon.process.kill()
        daemon.wait()
        self.client.get_name_owner("org.freedesktop.DBus")  # a round trip: what was sent before has come
        self.pump()
        self.check(daemon)

    def check(self, daemon):
        document = self.read()
        there = {entry["id"]: entry for entry in document["sessions"]}
        newest = sorted(self.kept)[-KEPT:]
        for number in newest:
            if there.get(number) != self.kept[number]:
                raise Lost(f"session {number} had been kept and is not there any more")
        lost = [n for n in self.ended if n > newest[0] and n not in there]
        if lost:
            raise Lost(f"told as ended, and not kept: {lost}")
        if max(self.started, default=0) > document["last"]:
            raise Lost(f"session {max(self.started)} was told, and its number will be given again after {document['last']}")
        if self.started & self.all_started:
            raise Lost(f"numbers given twice: {sorted(self.started & self.all_started)}")
        self.all_started |= self.started
        self.counts["sessions that ended"] += len(self.ended)
        self.counts["a file half written beside it"] += (self.runtime / "sessions.json.new").exists()
        self.started.clear()
        self.ended.clear()
        self.last = document["last"]
        self.next_daemon_knows(document)

    def next_daemon_knows(self, document):
        daemon = self.start_daemon()
        manager = dbus.Interface(self.client.get_object(harness.NAME, harness.ROOT, introspect=False), harness.MANAGER)
        known = [int(s["id"]) for s in manager.ListSessions(harness.sv())]
        wanted = [entry["id"] for entry in document["sessions"]]
        if sorted(known) != sorted(wanted):
            raise Lost(f"the next daemon knows {known}, not {wanted}: {daemon.log()}")
        for entry in document["sessions"][-2:]:
            if str(manager.GetAnalysis(dbus.UInt64(entry["id"]))) != entry["analysis"]:
                raise Lost(f"the next daemon says something else of session {entry['id']}")
        daemon.process.kill()
        daemon.wait()

    def stop(self):
        self.client.close()
        self.bus.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    args = parser.parse_args()
    print(f"seed {args.seed}")
    directory = tempfile.mkdtemp(prefix="cd-", dir="/tmp")
    bench = Bench(directory, args.seed)
    try:
        bench.measure()
        for number in range(args.kills):
            bench.one(MOMENTS[number % len(MOMENTS)])
    except Lost as lost:
        print(lost)
        return 1
    finally:
        bench.stop()
        shutil.rmtree(directory, ignore_errors=True)
    print(f"{args.kills} kills while sessions were kept: none lost of {len(bench.kept)}, {dict(bench.counts)}", flush=True)
    return 0


sys.exit(main())
