#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""SIGKILL at random moments, of `chargectl record` and of the daemon it records from. What was in the file stays there, and
the file is a recording that `chargectl analyze` reads.

The moment is chosen by what has been written: a kill comes when the file has grown past a random size, from "not there
yet" to some hundred lines.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import select
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import harness  # noqa: E402

CHARGECTL = os.environ["CHARGECTL"]
SIZE_MAX = 30_000
SPEED, FRESH = 1000, 20  # the recording lasts 36 s; a fresh daemon after so many kills of its reader


class Lost(Exception):
    pass


def endless(seconds=36000):
    yield from harness.meter_session(seconds=seconds)


class Bench:
    def __init__(self, directory, seed):
        self.directory, self.random = pathlib.Path(directory), random.Random(seed)
        self.bus = harness.Bus(directory)
        self.client = self.bus.connect()
        self.recording = self.directory / "played.ndjson"
        self.recording.write_text(harness.recording(*endless()))
        self.daemon = None
        self.counts = collections.Counter()

    def start_daemon(self):
        if self.daemon and self.daemon.process.poll() is None:
            return
        directory = tempfile.mkdtemp(prefix="d-", dir=self.directory)
        self.daemon = harness.Daemon(self.bus, directory, "--no-hardware", f"--play={self.recording},speed={SPEED}")
        manager = self.client.get_object(harness.NAME, harness.ROOT, introspect=False)
        harness.wait_until(lambda: any(harness.PORT in o for o in manager.GetManagedObjects(
            dbus_interface="org.freedesktop.DBus.ObjectManager").values()) or
            harness.GLib.MainContext.default().wakeup(), "the port")

    def start_record(self, file):
        return subprocess.Popen([CHARGECTL, "record", "meter0", "-o", str(file)], stderr=subprocess.PIPE, text=True,
                                env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus.address})

    def grow(self, record, file, size):
        """Waits until the file has that size; 0: not even for its creation."""
        while size and not (file.exists() and file.stat().st_size >= size):
            if record.poll() is not None:
                raise Lost(f"chargectl record ended: {record.stderr.read()}")
            select.select([record.stderr], [], [], 0.001)

    def one(self, victim, number):
        if number % FRESH == 0 and self.daemon and self.daemon.process.poll() is None:
            self.daemon.stop()
        self.start_daemon()
        file = self.directory / f"{number}.ndjson"
        record = self.start_record(file)
        size = self.random.choice((0, 1, self.random.randrange(5000), self.random.randrange(SIZE_MAX)))
        if victim == "daemon" and size == 0:
            size = 1  # else there may be no stream yet that could end
        self.grow(record, file, size)
        seen = file.read_bytes() if file.exists() else b""
        if victim == "record":
            record.kill()
        else:
            self.daemon.process.kill()
            self.daemon.wait()
        record.wait(harness.TIMEOUT)
        record.stderr.close()
        self.check(file, seen)

    def check(self, file, seen):
        if not file.exists():
            self.counts["not begun"] += 1
            return
        data = file.read_bytes()
        if not data.startswith(seen):
            raise Lost(f"{file}: {len(seen)} bytes had been written and are not there any more")
        self.counts["lines"] += data.count(b"\n")
        self.counts["cut lines"] += not data.endswith(b"\n") and data != b""
        self.counts["empty" if not data else "readable"] += 1
        done = subprocess.run([CHARGECTL, "analyze", str(file), "--json"], capture_output=True, text=True)
        if done.returncode not in (0, 3, 4):
            raise Lost(f"{file} with {len(data)} bytes cannot be read: {done.stderr}")
        json.loads(done.stdout)
        file.unlink()

    def stop(self):
        if self.daemon and self.daemon.process.poll() is None:
            self.daemon.stop()
        self.client.close()
        self.bus.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="of each (default: 200)")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    args = parser.parse_args()
    print(f"seed {args.seed}")
    for victim in ("record", "daemon"):
        directory = tempfile.mkdtemp(prefix="cd-", dir="/tmp")
        bench = Bench(directory, args.seed)
        try:
            for number in range(args.kills):
                bench.one(victim, number)
        except Lost as lost:
            print(lost)
            return 1
        finally:
            bench.stop()
            shutil.rmtree(directory, ignore_errors=True)
        print(f"{args.kills} kills of {victim}: no line lost, {dict(bench.counts)}", flush=True)
    return 0


sys.exit(main())
