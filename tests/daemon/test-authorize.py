#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who may change something: what polkit is asked, what comes of each of its answers, and that nothing waits for it.

polkit is played here, so that it can be slow, refuse, fail and leave; tests/nspawn has the real one.
"""

import collections
import os
import signal
import subprocess

import dbus
import dbus.service
import harness
import machine
from harness import sv

POLKIT, AUTHORITY = "org.freedesktop.PolicyKit1", "org.freedesktop.PolicyKit1.Authority"
YES, NO, CHALLENGE = (True, False), (False, False), (False, True)

# A caller with another user: argv: bus address, groups, whether it may be asked for a password, label, port.
CALLER = """
import os, sys
groups = [int(g) for g in sys.argv[2].split(",") if g]
os.setgroups(groups); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
from gi.repository import Gio, GLib
flags = Gio.DBusConnectionFlags
bus = Gio.DBusConnection.new_for_address_sync(sys.argv[1], flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
print(bus.get_unique_name(), flush=True)
may = Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION if sys.argv[3] == "ask" else Gio.DBusCallFlags.NONE
try:
    note = GLib.Variant("(sa{sv})", (sys.argv[5], {"label": GLib.Variant("s", sys.argv[4])}))
    bus.call_sync("org.chargediag1", "/org/chargediag1", "org.chargediag1.Manager", "SetNote", note, None, may, 60000, None)
    print("noted")
except GLib.Error as error:
    print(Gio.DBusError.get_remote_error(error), error.message)
"""


class Polkit(dbus.service.Object):
    """Keeps each question until the test answers it."""

    def __init__(self, connection):
        self.name = dbus.service.BusName(POLKIT, connection)
        super().__init__(connection, "/org/freedesktop/PolicyKit1/Authority")
        self.questions, self.cancelled = [], []

    @dbus.service.method(AUTHORITY, "(sa{sv})sa{ss}us", "(bba{ss})", async_callbacks=("answer", "fail"))
    def CheckAuthorization(self, subject, action, details, flags, cancellation, answer, fail):
        self.questions.append((subject, str(action), int(flags), str(cancellation), answer, fail))

    @dbus.service.method(AUTHORITY, "s", "")
    def CancelCheckAuthorization(self, cancellation):
        self.cancelled.append(str(cancellation))

    def answer(self, what, nth=0):
        self.questions.pop(nth)[4]((*what, dbus.Dictionary({}, signature="ss")))

    def fail(self, error):
        self.questions.pop(0)[5](error)


class Asker(harness.DaemonTest):
    """Plays polkit, and callers of another user."""

    def setUp(self):
        super().setUp()
        os.chmod(self.directory, 0o755)
        os.chmod(self.directory + "/bus", 0o777)

    def polkit(self):
        connection = self.bus.connect()
        self.addCleanup(connection.close)
        polkit = Polkit(connection)
        self.addCleanup(polkit.remove_from_connection)
        polkit.connection_of_test = connection
        return polkit

    def caller(self, may="ask", groups="", label="x", port="meter0"):
        process = subprocess.Popen([harness.sys.executable, "-c", CALLER, self.bus.address, groups, may, label, port],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        process.unique_name = process.stdout.readline().strip()
        return process

    def said(self, process):
        ended = []
        harness.GLib.io_add_watch(process.stdout.fileno(), harness.GLib.PRIORITY_DEFAULT, harness.GLib.IO_HUP,
                                  lambda *_: ended.append(True) or False)
        harness.wait_until(lambda: ended, "the caller's end")
        return process.stdout.read().strip()

    def asked(self, polkit, n=1):
        harness.wait_until(lambda: len(polkit.questions) >= n, "the question")
        return polkit.questions[-1]


@harness.unittest.skipIf(os.geteuid() != 0, "needs root to become somebody else")
class Authorize(Asker):
    def setUp(self):
        super().setUp()
        self.daemon = self.play(harness.recording(*harness.meter_session()))

    def label(self):
        return self.ports()["meter0"]["States"].get("label")

    def test_yes(self):
        polkit = self.polkit()
        caller = self.caller()
        subject, action, flags, cancellation, *_ = self.asked(polkit)
        self.assertEqual((str(subject[0]), str(subject[1]["name"])), ("system-bus-name", caller.unique_name))
        self.assertEqual((action, flags), ("org.chargediag1.note", 1))
        self.assertTrue(cancellation)
        self.assertIsNone(self.label())
        polkit.answer(YES)
        self.assertEqual(self.said(caller), "noted")
        self.assertEqual(self.label(), "x")

    def test_no(self):
        polkit = self.polkit()
        caller = self.caller()
        self.asked(polkit)
        polkit.answer(NO)
        said = self.said(caller)
        self.assertTrue(said.startswith("org.freedesktop.DBus.Error.AccessDenied"), said)
        self.assertIn("whom polkit lets", said)
        self.assertIsNone(self.label())

    def test_nobody_can_be_asked(self):
        polkit = self.polkit()
        caller = self.caller(may="not")
        self.assertEqual(self.asked(polkit)[2], 0)
        polkit.answer(CHALLENGE)
        said = self.said(caller)
        self.assertTrue(said.startswith("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"), said)
        self.assertIn("use sudo", said)
        self.assertIsNone(self.label())

    def test_polkit_decides_also_about_our_group(self):
        polkit = self.polkit()
        caller = self.caller(groups=str(os.getegid()))
        self.asked(polkit)
        polkit.answer(NO)
        self.assertIn("AccessDenied", self.said(caller))

    def test_root_is_not_asked_about(self):
        polkit = self.polkit()
        self.manager().SetNote("meter0", sv(label="root's"))
        self.assertEqual(self.label(), "root's")
        self.assertEqual(polkit.questions, [])

    def test_without_polkit(self):
        """Our own group decides."""
        said = self.said(self.caller())
        self.assertIn("AccessDenied", said)
        self.assertNotIn("polkit", said)
        self.assertEqual(self.said(self.caller(groups=str(os.getegid()))), "noted")
        self.assertNotIn("polkit", self.daemon.log())

    def test_polkit_fails(self):
        polkit = self.polkit()
        for groups, wanted in ((str(os.getegid()), "noted"), ("", "AccessDenied")):
            caller = self.caller(groups=groups)
            self.asked(polkit)
            polkit.fail(dbus.DBusException("Action org.chargediag1.note is not registered",
                                           name="org.freedesktop.PolicyKit1.Error.Failed"))
            self.assertIn(wanted, self.said(caller))
        self.assertIn("polkit cannot say whether org.chargediag1.note is allowed: Action", self.daemon.log())

    def test_polkit_leaves(self):
        polkit = self.polkit()
        caller = self.caller()
        self.asked(polkit)
        polkit.connection_of_test.close()
        self.assertIn("AccessDenied", self.said(caller))
        self.assertIsNone(self.label())

    def test_nothing_waits(self):
        """While a password is typed the daemon does everything else, and other notes pass by."""
        polkit = self.polkit()
        caller = self.caller(label="late")
        self.asked(polkit)
        self.manager().SetNote("meter0", sv(label="early"))
        self.assertEqual(self.label(), "early")
        self.assertEqual(int(self.manager().ListSessions(sv())[0]["id"]), 1)
        polkit.answer(YES)
        self.assertEqual(self.said(caller), "noted")
        self.assertEqual(self.label(), "late")

    def test_bound_of_one_user(self):
        polkit = self.polkit()
        callers = [self.caller(label=str(i)) for i in range(8)]
        self.asked(polkit, 8)
        said = self.said(self.caller())
        self.assertTrue(said.startswith(harness.ERROR + "LimitsExceeded"), said)
        self.manager().SetNote("meter0", sv(label="root's"))
        for _ in callers:
            polkit.answer(NO)
        self.assertEqual({self.said(c).split()[0] for c in callers}, {"org.freedesktop.DBus.Error.AccessDenied"})
        again = self.caller()
        self.asked(polkit)
        polkit.answer(YES)
        self.assertEqual(self.said(again), "noted")

    def test_daemon_ends_meanwhile(self):
        polkit = self.polkit()
        caller = self.caller()
        self.asked(polkit)
        self.assertEqual(self.daemon.stop(), 0)
        self.assertIn("NoReply", self.said(caller))

    def test_caller_leaves_meanwhile(self):
        """Its dialog goes away, its call is not carried out, its places are free again."""
        polkit = self.polkit()
        callers = [self.caller() for _ in range(8)]
        self.asked(polkit, 8)
        for caller in callers:
            caller.kill()
            caller.wait()
        asked = {question[3] for question in polkit.questions}
        harness.wait_until(lambda: set(polkit.cancelled) == asked, "the questions to be taken back")
        for _ in callers:
            polkit.answer(YES)
        polkit.connection_of_test.get_name_owner(POLKIT)  # a round trip: the answers are on their way to the daemon
        self.assertIsNone(self.label())
        again = self.caller(label="again")
        self.asked(polkit)
        polkit.answer(YES)
        self.assertEqual(self.said(again), "noted")
        self.assertEqual(self.label(), "again")


@harness.unittest.skipIf(os.geteuid() != 0, "needs root to become somebody else")
class Replugged(Asker, machine.MachineTest):
    """A port goes while a password is typed for a note on it."""

    def test_another_of_that_name(self):
        daemon = self.world("hwmon hwmon3 - name=ina226 in1_input=5000 curr1_input=0")
        (name,) = self.ports()
        polkit = self.polkit()
        caller = self.caller(port=name)
        self.asked(polkit)
        self.tell(daemon, "remove hwmon3")
        self.until("its end", lambda ports: not ports)
        self.tell(daemon, "hwmon hwmon3 - name=ina226 in1_input=5000 curr1_input=0")
        self.until("another", lambda ports: name in ports)
        polkit.answer(YES)
        said = self.said(caller)
        self.assertTrue(said.startswith(harness.ERROR + "NoSuchPort"), said)
        self.assertIn("nothing was noted", said)
        self.assertNotIn("label", self.ports()[name]["States"])


class Crowd(harness.DaemonTest):
    """More calls than can wait are there before the daemon looks at the first."""

    def setUp(self):
        super().setUp()
        self.daemon = self.play(harness.recording(*harness.meter_session()))
        self.answers = {}

    def send(self, connection, calls, label):
        """Until the bus has passed them on; answers are counted by connection and name."""
        counter = self.answers[label] = collections.Counter()
        manager = dbus.Interface(self.object(client=connection), harness.MANAGER)
        for _ in range(calls):
            manager.SetNote("meter0", sv(label=label), reply_handler=lambda: counter.update(["noted"]),
                            error_handler=lambda error: counter.update([error.get_dbus_name()]))
        connection.get_name_owner("org.freedesktop.DBus")

    def answered(self):
        return sum(sum(counter.values()) for counter in self.answers.values())

    def another(self):
        connection = self.bus.connect()
        self.addCleanup(connection.close)
        return connection

    def test_one_client_leaves_room(self):
        greedy, modest = self.another(), self.another()
        self.daemon.process.send_signal(signal.SIGSTOP)
        self.send(greedy, 100, "greedy")
        self.send(modest, 1, "modest")
        self.daemon.process.send_signal(signal.SIGCONT)
        harness.wait_until(lambda: self.answered() == 101, "all answers")
        self.assertEqual(self.answers["modest"], {"noted": 1})
        self.assertEqual(self.answers["greedy"], {"noted": 4, harness.ERROR + "LimitsExceeded": 96})

    def test_all_of_them_have_a_bound(self):
        self.daemon.process.send_signal(signal.SIGSTOP)
        for i in range(17):
            self.send(self.another(), 4, str(i))
        self.daemon.process.send_signal(signal.SIGCONT)
        harness.wait_until(lambda: self.answered() == 68, "all answers")
        self.assertEqual(sum(self.answers.values(), start=collections.Counter()),
                         {"noted": 64, harness.ERROR + "LimitsExceeded": 4})


harness.main()
