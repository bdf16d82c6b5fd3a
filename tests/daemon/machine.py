# SPDX-License-Identifier: LGPL-2.1-or-later
"""The unmodified daemon in a machine of files (tests/support/fake-world.c tells what stories can be told there)."""

import os

import harness

FAKE_WORLD = os.environ.get("FAKE_WORLD")


class MachineTest(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        if not FAKE_WORLD:
            self.skipTest("the fake world is not built (umockdev)")

    def world(self, *story, config="[Daemon]\nChangeInterval=0\nSessionClose=1s\n"):
        """A daemon in a world in which the story so far has happened before it started."""
        daemon = self.start(wrapper=[FAKE_WORLD, "-b"], config=config)
        self.tell(daemon, *story, "start")
        daemon.wait_ready()
        return daemon

    def tell(self, daemon, *story):
        daemon.process.stdin.write("".join(line + "\n" for line in (*story, "ok?")))
        daemon.process.stdin.flush()
        self.assertEqual(daemon.process.stdout.readline(), "ok\n")

    def inputs(self):
        rows = self.object().Get(harness.MANAGER, "Inputs", dbus_interface=harness.PROPERTIES)
        return {str(name): (str(kind), str(state), str(detail)) for name, kind, state, detail in rows}

    def daemon_pid(self):
        """The wrapper is the child we know."""
        bus = self.client.get_object("org.freedesktop.DBus", "/org/freedesktop/DBus", introspect=False)
        return int(bus.GetConnectionUnixProcessID(harness.NAME, dbus_interface="org.freedesktop.DBus"))

    def until(self, what, condition):
        """Waits for signals until the condition on all ports holds."""
        # Whatever happens is announced; the receiver only wakes the loop.
        match = self.client.add_signal_receiver(lambda *a: None, bus_name=harness.NAME)
        try:
            return harness.wait_until(lambda: condition(self.ports()), what)
        finally:
            match.remove()

    def end_of_session(self, ended, port):
        """What SessionEnded told of the port first. Mains that are "online" a moment before the port they came through have
        a session that ends when it moves on there, and of which nothing is kept."""
        path = "/org/chargediag1/port/" + port
        return harness.wait_until(lambda: next((e for e in ended if e[1] == path), None), "SessionEnded of " + port)
