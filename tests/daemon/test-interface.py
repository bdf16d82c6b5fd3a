#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the daemon introspects as is what the XML documents; wrong calls get errors that say what would be right."""

import xml.etree.ElementTree as xml

import dbus
import harness
from harness import ERROR, INVALID, MANAGER, PORT, SESSION, sv

STANDARD = "org.freedesktop.DBus."


def described(text):
    """interface -> set of (kind, member, signature with names, annotations): comments, order, default directions go."""
    interfaces = {}
    for interface in xml.fromstring(text).iter("interface"):
        members = set()
        for m in interface:
            default = "in" if m.tag == "method" else None
            args = tuple((a.get("name"), a.get("type"), a.get("direction") or default) for a in m.iter("arg"))
            notes = tuple(sorted((a.get("name"), a.get("value")) for a in m.iter("annotation")))
            members.add((m.tag, m.get("name"), m.get("type"), m.get("access"), args, notes))
        interfaces[interface.get("name")] = members
    return interfaces


def variant(text):
    return dbus.String(text, variant_level=1)


class Interface(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.daemon = self.play(harness.recording(*harness.meter_session()))

    def introspected(self, path):
        return described(self.object(path).Introspect(dbus_interface="org.freedesktop.DBus.Introspectable"))

    def test_introspection_is_the_xml(self):
        documented = described((harness.SOURCE / "daemon/org.chargediag1.xml").read_text())
        port = self.ports()["meter0"]
        live = {}
        for path in (harness.ROOT, port["path"], port["Session"]):
            for name, members in self.introspected(path).items():
                if not name.startswith(STANDARD):
                    live[name] = members
        self.assertEqual(sorted(live), sorted(documented))
        for name in documented:
            self.assertEqual(live[name], documented[name], name)

    def test_object_manager(self):
        interfaces = self.introspected(harness.ROOT)
        self.assertIn(STANDARD + "ObjectManager", interfaces)
        self.assertIn(STANDARD + "Properties", interfaces)
        objects = self.object().GetManagedObjects(dbus_interface=STANDARD + "ObjectManager")
        self.assertIn(PORT, objects["/org/chargediag1/port/meter0"])
        self.assertIn(SESSION, objects["/org/chargediag1/session/1"])

    def test_port_properties(self):
        port = self.ports()["meter0"]
        self.assertEqual(port["Kind"], "meter")
        self.assertEqual(list(port["Inputs"]), ["meter0"])
        self.assertEqual(port["Position"], "device")
        self.assertEqual(port["Profile"], "")
        value, kind, t, source = port["Readings"]["vbus"]
        self.assertEqual((value, kind, source), (5055000, "measured", "meter0"))
        self.assertGreater(t, 0)
        self.assertNotIn("dp", port["Readings"])
        self.assertNotIn("battery-capacity", port["Readings"])
        self.assertEqual(port["Session"], "/org/chargediag1/session/1")

    def test_log_control(self):
        properties = dbus.Interface(self.object("/org/freedesktop/LogControl1"), harness.PROPERTIES)
        interface = "org.freedesktop.LogControl1"
        self.assertEqual(properties.GetAll(interface),
                         {"LogLevel": "info", "LogTarget": "console", "SyslogIdentifier": "chargediagd"})
        properties.Set(interface, "LogLevel", variant("debug"))
        self.assertEqual(properties.Get(interface, "LogLevel"), "debug")
        self.assertFails(INVALID, properties.Set, interface, "LogLevel", variant("loud"))
        self.assertFails(STANDARD + "Error.PropertyReadOnly", properties.Set, interface, "LogTarget", variant("null"))

    def test_unknown_port(self):
        said = self.assertFails(ERROR + "NoSuchPort", self.manager().SetNote, "usb9", sv(label="x"))
        self.assertIn('"usb9"', said)
        self.assertIn("meter0", said)
        self.assertFails(ERROR + "NoSuchPort", self.manager().ListSessions, sv(port="usb9"))
        self.assertFails(STANDARD + "Error.UnknownObject",
                         self.object("/org/chargediag1/port/usb9").GetAnalysis, dbus_interface=PORT)

    def test_unknown_session(self):
        said = self.assertFails(ERROR + "NoSession", self.manager().GetAnalysis, dbus.UInt64(99))
        self.assertIn("99", said)
        self.assertFails(STANDARD + "Error.UnknownObject", self.object("/org/chargediag1/session/01").Get, SESSION, "Id",
                         dbus_interface=harness.PROPERTIES)

    def test_wrong_types(self):
        self.assertFails(INVALID, self.manager().GetAnalysis, "one", signature="s")
        self.assertFails(INVALID, self.manager().SetNote, "meter0", signature="s")
        self.assertFails(INVALID, self.manager().ListSessions, sv(limit="three"))
        self.assertFails(INVALID, self.manager().ListSessions, sv(colour=3))
        self.assertFails(INVALID, self.port("meter0").OpenStream, sv(raw=True))
        self.assertFails(STANDARD + "Error.UnknownMethod", self.manager().Format)
        self.assertFails(STANDARD + "Error.UnknownProperty", self.object().Get, MANAGER, "Colour",
                         dbus_interface=harness.PROPERTIES)

    def test_errors_name_the_limit(self):
        held = [self.port("meter0").OpenStream(sv()) for _ in range(8)]
        self.assertIn("8", self.assertFails(ERROR + "LimitsExceeded", self.port("meter0").OpenStream, sv()))
        del held


harness.main()
