#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Clients that flood, that listen to everything and read nothing, that take what there is: memory stays, others are served."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import dbus  # noqa: E402
import harness  # noqa: E402
import raw  # noqa: E402

GROWTH_KB = 256
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"


class Abuse(harness.DaemonTest):
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

    def quiet(self, what, abuse, first=True):
        """Runs it and prints what it left behind; a tenth of it before that, for what is taken once and kept for use."""
        if first:
            abuse(0.1)
            self.alive()
        before, fds = self.daemon.memory_kb(), self.descriptors()
        abuse(1)
        self.alive()
        print(f"\n{what}: memory {before} kB, then {self.daemon.memory_kb()} kB; descriptors {fds}, then "
              f"{self.descriptors()}", flush=True)
        self.assertEqual(self.descriptors(), fds)
        self.assertGrewLess(self.daemon, before, GROWTH_KB)

    def flood(self, *what, count):
        client = self.deaf()
        client.flood(count, *what, destination=harness.NAME)
        while not client.done():
            self.alive()
        client.close()

    def test_unread_answers(self):
        for what in ((harness.ROOT, harness.PROPERTIES, "GetAll", harness.MANAGER),
                     (harness.ROOT, OBJECT_MANAGER, "GetManagedObjects"),
                     (self.path, harness.PORT, "GetAnalysis"),
                     (self.path, harness.PORT, "GetAnalysis", "wrong"),
                     (harness.ROOT, harness.MANAGER, "Refresh"),
                     ("/no/such", "no.such", "Method")):
            self.quiet(f"10 000 answers of {what[2]} unread", lambda share, what=what: self.flood(*what, count=int(10000 * share)))

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
            client.close()

        self.quiet("1000 match rules and 1000 changes, nothing read", abuse)

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

        self.quiet("100 streams asked for by 10 clients that do not read", abuse)

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

        self.quiet("a note of 30 MB", abuse, first=False)


harness.main()
