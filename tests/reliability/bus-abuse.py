#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Clients that flood, that listen to everything and read nothing, that take what there is: memory stays, others are served."""

import os
import pathlib
import select
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import dbus  # noqa: E402
import harness  # noqa: E402
import raw  # noqa: E402

GROWTH_KB = 256
LARGEST_KB = 1024  # of 30 MB; what the heap keeps of it depends on what lay beside it
FULL_KB = 2048  # what waits for a bus that takes nothing
CALLS = 20000  # more than it lets through
PIPE = 1 << 16  # bytes of a stream that are on their way already
LIMITS = "org.chargediag1.Error.LimitsExceeded"
BUS_REFUSED = "org.freedesktop.DBus.Error.LimitsExceeded"
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"


class Abuse(harness.DaemonTest):
    BUS_LIMITS = raw.GENEROUS

    def setUp(self):
        super().setUp()
        self.daemon = self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=0\n")
        self.path = self.ports()["meter0"]["path"]
        self.clients = []

    def deaf(self):
        client = raw.DeafClient(self.bus)
        self.addCleanup(client.close)
        return client

    def alive(self):
        self.assertTrue(self.manager().Get(harness.MANAGER, "Version", dbus_interface=harness.PROPERTIES))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.daemon.process.pid}/fd"))

    def quiet(self, what, abuse, warm_up=0.1, at_most=GROWTH_KB):
        """Runs it and prints what it left behind; a share of it before that, for what is taken once and kept for use."""
        if warm_up:
            abuse(warm_up)
            self.alive()
        before, fds = self.daemon.memory_kb(), self.descriptors()
        abuse(1)
        self.alive()
        print(f"\n{what}: memory {before} kB, then {self.daemon.memory_kb()} kB; descriptors {fds}, then "
              f"{self.descriptors()}", flush=True)
        self.assertEqual(self.descriptors(), fds)
        self.assertGrewLess(self.daemon, before, at_most)

    def flood(self, *what, count, at_once):
        """Another is answered after each portion."""
        client = self.deaf()
        for _ in range(count // at_once):
            client.flood(at_once, *what, destination=harness.NAME)
            client.thread.join()
            self.alive()
        self.answered(client, count)
        client.close()

    def answered(self, client, count):
        """By whom it was for, and not by a bus that refuses it in place of that."""
        answers = client.answers()
        self.assertEqual((answers.total(), answers[BUS_REFUSED]), (count, 0), answers)

    def test_unread_answers(self):
        for what in ((harness.ROOT, harness.PROPERTIES, "GetAll", harness.MANAGER),
                     (harness.ROOT, OBJECT_MANAGER, "GetManagedObjects"),
                     (self.path, harness.PORT, "GetAnalysis"),
                     (self.path, harness.PORT, "GetAnalysis", "wrong"),
                     (harness.ROOT, harness.MANAGER, "Refresh"),
                     ("/no/such", "no.such", "Method")):
            self.quiet(f"10 000 answers of {what[2]} unread", lambda share, what=what: self.flood(
                *what, count=int(10000 * share), at_once=100))

    def test_streams(self):
        """All streams there are, by clients that do not read and leave without a word."""
        def abuse(share):
            clients = [self.bus.connect() for _ in range(10)]
            opened, refused = [], 0
            for client in clients:
                for _ in range(10):
                    try:
                        opened.append(dbus.Interface(self.object(self.path, client), harness.PORT)
                                      .OpenStream(harness.sv()).take())
                    except dbus.DBusException as error:
                        self.assertEqual(error.get_dbus_name(), harness.ERROR + "LimitsExceeded")
                        refused += 1
            for i in range(int(300 * share)):
                self.manager().SetNote("meter0", harness.sv(label=f"{i} " + "x" * 190))
            for client in clients:
                client.close()
            for fd in opened:
                os.close(fd)
            self.manager().SetNote("meter0", harness.sv(label="wakes"))
            self.assertTrue(refused)
            self.assertTrue(opened)

        self.quiet("100 streams asked for by 10 clients that do not read", abuse, warm_up=1)

    def test_connections(self):
        """Clients come, ask, and go before the answer."""
        def abuse(share):
            for _ in range(int(300 * share)):
                client = self.deaf()
                client.flood(1, harness.ROOT, OBJECT_MANAGER, "GetManagedObjects", destination=harness.NAME)
                client.thread.join()
                client.close()

        self.quiet("300 clients gone before their answer", abuse)

    def test_largest_message(self):
        """What the bus lets through at most (32 MiB with the system bus' limits), and is refused by us, goes back."""
        def abuse(share):
            # With sanitizers every piece that is read is copied anew: the square of its size.
            self.assertFails(harness.INVALID, self.manager().SetNote, "meter0", harness.sv(cable="x" * 30_000_000), timeout=240)

        self.quiet("a note of 30 MB", abuse, warm_up=0, at_most=LARGEST_KB)

    def test_asked_faster_than_taken(self):
        """A small question, a large answer: the bus takes fewer of these than it brings of those."""
        what = (harness.ROOT, OBJECT_MANAGER, "GetManagedObjects")
        self.quiet("10 000 GetManagedObjects at once", lambda share: self.flood(
            *what, count=int(10000 * share), at_once=int(10000 * share)))

    def test_match_rules(self):
        """A thousand rules of one client, which reads nothing while the daemon has a thousand things to tell."""
        bus = ("/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch")

        def abuse(share):
            client = self.deaf()
            for i in range(int(1000 * share)):
                rule = f"type='signal',sender='{harness.NAME}',arg{i % 64}='{i}'" if i else "type='signal'"
                client.flood(1, *bus, rule, destination="org.freedesktop.DBus")
                client.thread.join()
            for i in range(int(1000 * share)):
                self.manager().SetNote("meter0", harness.sv(label=f"{i}"))
            self.answered(client, int(1000 * share))
            client.close()

        self.quiet("1000 match rules and 1000 changes, nothing read", abuse)


class Full(harness.DaemonTest):
    """A bus that has so much of ours which nobody reads that it takes no more, and goes on bringing us questions."""

    BUS_LIMITS = {**raw.GENEROUS, "max_incoming_bytes": 1 << 20}

    def setUp(self):
        super().setUp()
        path = self.file("long.ndjson", harness.recording(*harness.meter_session(seconds=36000)))
        self.daemon = self.start("--no-hardware", f"--play={path},speed=300")
        harness.wait_until(lambda: "meter0" in self.ports() or harness.GLib.MainContext.default().wakeup(), "the port")
        self.stream = self.port("meter0").OpenStream(harness.sv()).take()
        self.addCleanup(os.close, self.stream)
        self.before = self.daemon.memory_kb()
        self.deaf = raw.DeafClient(self.bus)
        self.addCleanup(self.deaf.close)
        self.deaf.flood(CALLS, harness.ROOT, OBJECT_MANAGER, "GetManagedObjects", destination=harness.NAME)
        self.read(20 * PIPE)

    def read(self, left):
        """Of the meter's samples."""
        while left > 0:
            self.assertTrue(select.select([self.stream], [], [], harness.TIMEOUT)[0], "silence")
            left -= len(os.read(self.stream, PIPE))

    def test_streams_go_on(self):
        self.read(20 * PIPE)
        self.assertFalse(self.deaf.done())
        self.assertGrewLess(self.daemon, self.before, FULL_KB)
        grown = self.daemon.memory_kb() - self.before
        answers = self.deaf.answers()
        self.assertEqual((set(answers), answers.total()), ({"result", LIMITS}, CALLS))
        self.ports()
        print(f"\nthe bus takes no more: {40 * PIPE} bytes of a stream came all the same, {grown} kB more memory, "
              f"{answers[LIMITS]} calls refused", flush=True)

    def test_stops(self):
        """At once, and not when somebody reads."""
        self.assertEqual(self.daemon.stop(), 0, self.daemon.log())
        self.assertFalse(self.deaf.done())


harness.main()
