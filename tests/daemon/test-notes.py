#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""SetNote: what is taken, what is refused and in which words."""

import os

import dbus
import harness
from harness import ERROR, INVALID, sv


class Notes(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.daemon = self.play(harness.recording(*harness.meter_session()))

    def note(self, **note):
        self.manager().SetNote("meter0", sv(note))

    def refused(self, **note):
        return self.assertFails(INVALID, self.manager().SetNote, "meter0", sv(note))

    def test_taken(self):
        self.note(profile="anker-soundcore-2", led="solid-red", cable="red 1 m", adapter="no-name", battery="low")
        self.note(position="source", label="bench 3")
        port = self.ports()["meter0"]
        self.assertEqual(port["Profile"], "anker-soundcore-2")
        self.assertEqual(port["Position"], "source")
        self.assertEqual(port["States"]["cable"], "red 1 m")
        self.assertEqual(port["States"]["adapter"], "no-name")
        self.assertEqual(port["States"]["label"], "bench 3")

    def test_numbers(self):
        self.note(adapter_watts=dbus.Double(12.5))
        self.note(adapter_watts=dbus.UInt32(30))
        self.note(adapter_watts="45")
        self.assertIn("string", self.refused(cable=dbus.UInt32(3)))
        self.assertIn("adapter_watts", self.refused(adapter_watts=dbus.Double(float("nan"))))
        self.assertIn("adapter_watts", self.refused(adapter_watts=dbus.Double(-3)))

    def test_refused(self):
        self.assertIn("says nothing", self.refused())
        said = self.refused(colour="red")
        self.assertIn('"colour"', said)
        self.assertIn("adapter_watts", said)
        said = self.refused(position="upstairs")
        self.assertIn('position="upstairs"', said)
        said = self.refused(profile="no-such-thing")
        self.assertIn('"no-such-thing"', said)
        self.assertIn("chargectl profile list", said)
        said = self.refused(profile="anker-soundcore-2", led="purple")
        self.assertIn('led="purple"', said)
        self.assertIn("solid-red", said)
        self.note(profile="anker-soundcore-2", led="solid-red")
        self.assertIn("purple", self.refused(led="purple"))
        self.assertIn('type "as"', self.refused(label=dbus.Array(["a"], signature="s")))

    def test_bounds(self):
        self.note(label="x" * 200)
        said = self.refused(label="x" * 201)
        self.assertIn("201 bytes, at most 200", said)
        said = self.refused(label="x" * 200000)
        self.assertLess(len(said), 300)
        said = self.refused(**{"k" * 200000: "x"})
        self.assertLess(len(said), 300)
        many = sv({f"key{i}": "x" for i in range(5000)})
        self.assertFails(INVALID, self.manager().SetNote, "meter0", many)

    def test_a_refused_note_changes_nothing(self):
        self.refused(cable="blue", colour="red")
        self.assertNotIn("cable", self.ports()["meter0"]["States"])

    def test_new_profile_on_reload(self):
        profiles = harness.pathlib.Path(self.directory, "profiles")
        profiles.mkdir()
        environment = {"CHARGEDIAG_PROFILES": str(profiles)}
        self.assertEqual(self.daemon.stop(), 0)
        daemon = self.play(harness.recording(*harness.meter_session()), env=environment)
        self.assertIn("0 are known", self.refused(profile="lamp"))
        (profiles / "lamp.profile").write_text("[profile]\nTitle=Lamp\nColour=red\n")
        daemon.process.send_signal(harness.signal.SIGHUP)
        daemon.wait_ready()
        self.assertIn("lamp.profile:3", daemon.log())
        self.note(profile="lamp")
        self.assertEqual(self.ports()["meter0"]["Profile"], "lamp")

    def test_others_may_not(self):
        """Another user than root and the daemon's: refused with a way out."""
        if os.geteuid() != 0:
            self.skipTest("needs root to become somebody else")
        script = ("import dbus, os, sys; os.setgroups([]); os.setresgid(65534, 65534, 65534);"
                  "os.setresuid(65534, 65534, 65534);"
                  "b = dbus.bus.BusConnection(sys.argv[1]);"
                  "o = b.get_object('org.chargediag1', '/org/chargediag1', introspect=False)\n"
                  "print(o.ListSessions(dbus.Dictionary({}, signature='sv'), dbus_interface='org.chargediag1.Manager')[0]['id'])\n"
                  "try: o.SetNote('meter0', dbus.Dictionary({'label': 'x'}, signature='sv'), dbus_interface='org.chargediag1.Manager')\n"
                  "except dbus.DBusException as e: print(e.get_dbus_name(), e.get_dbus_message())")
        os.chmod(self.directory, 0o755)
        os.chmod(self.directory + "/bus", 0o777)
        run = harness.subprocess.run([harness.sys.executable, "-c", script, self.bus.address], text=True,
                                     capture_output=True)
        self.assertIn("AccessDenied", run.stdout, run.stderr)
        self.assertIn('group "chargediag"', run.stdout)
        self.assertTrue(run.stdout.startswith("1\n"), run.stdout)
        self.assertNotIn("label", self.ports()["meter0"]["States"])

    def test_unknown_port(self):
        self.assertFails(ERROR + "NoSuchPort", self.manager().SetNote, "x" * 200000, sv(label="x"))


harness.main()
