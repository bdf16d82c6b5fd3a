#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Clients that do not read, that flood, that send nonsense: errors, bounds, and a daemon that goes on."""

import socket

import dbus
import harness
from harness import INVALID, MANAGER, PORT


class Hostile(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.daemon = self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=0\n")

    def alive(self):
        self.assertTrue(self.manager().Get(MANAGER, "Version", dbus_interface=harness.PROPERTIES))

    def test_never_reads(self):
        """A client that asks 20 000 times and reads nothing costs us nothing that stays."""
        address = self.bus.address.split("=", 1)[1].split(",")[0]
        raw = socket.socket(socket.AF_UNIX)
        self.addCleanup(raw.close)
        raw.connect(address)
        uid = str(harness.os.getuid()).encode().hex().encode()
        raw.sendall(b"\0AUTH EXTERNAL " + uid + b"\r\nBEGIN\r\n")
        before = self.daemon.memory_kb()
        hello = dbus.lowlevel.MethodCallMessage("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                "org.freedesktop.DBus", "Hello")
        call = dbus.lowlevel.MethodCallMessage(harness.NAME, harness.ROOT, "org.freedesktop.DBus.ObjectManager",
                                               "GetManagedObjects")
        raw.settimeout(harness.TIMEOUT)
        raw.recv(200)
        raw.sendall(self.marshal(hello, 1))
        one = [self.marshal(call, 2 + i) for i in range(20000)]
        try:
            raw.settimeout(2)
            raw.sendall(b"".join(one))
        except (TimeoutError, BrokenPipeError, ConnectionResetError):
            pass  # the bus stops reading it, or throws it out: both are its right
        self.alive()
        self.assertGrewLess(self.daemon, before, 4096)
        raw.close()
        self.alive()

    @staticmethod
    def marshal(message, serial):
        """The bytes of a method call without arguments, little-endian, as the D-Bus specification lays them out."""

        def field(code, kind, text):
            data = text.encode()
            body = bytes([code, 1]) + kind + b"\0" + len(data).to_bytes(4, "little") + data + b"\0"
            return body + b"\0" * (-len(body) % 8)

        fields = field(1, b"o", message.get_path()) + field(2, b"s", message.get_interface()) \
            + field(3, b"s", message.get_member()) + field(6, b"s", message.get_destination())
        # The last field is not padded in the array's length.
        last = field(6, b"s", message.get_destination())
        unpadded = len(last.rstrip(b"\0")) + 1
        length = len(fields) - len(last) + unpadded
        head = b"l\1\0\1" + (0).to_bytes(4, "little") + serial.to_bytes(4, "little") + length.to_bytes(4, "little")
        data = head + fields[:length]
        return data + b"\0" * (-len(data) % 8)

    def test_giant_strings(self):
        giant = "x" * 1000000
        self.assertFails(INVALID, self.manager().SetNote, "meter0", harness.sv(cable=giant))
        self.assertFails(INVALID, self.manager().ListSessions, harness.sv({giant: 1}))
        self.assertFails(INVALID, self.port("meter0").OpenStream, harness.sv({giant: 1}))
        before = self.daemon.memory_kb()
        for _ in range(20):
            self.assertFails(INVALID, self.manager().SetNote, "meter0", harness.sv(cable=giant))
        self.assertGrewLess(self.daemon, before, 3072)

    def test_wrong_signatures(self):
        manager = self.object()
        for signature, arguments in (("", ()), ("s", ("x",)), ("a{ss}", ({"a": "b"},)), ("v", (1,)), ("tt", (1, 2)),
                                     ("aaaas", ([[[["x"]]]],)), ("(sv)", (("a", 1),))):
            for member in ("ListSessions", "GetAnalysis", "SetNote"):
                method = manager.get_dbus_method(member, MANAGER)
                self.assertFails(INVALID, method, *arguments, signature=signature)
        method = self.object(self.ports()["meter0"]["path"]).get_dbus_method("OpenStream", PORT)
        self.assertFails(INVALID, method, "x", signature="s")
        self.alive()

    def test_deep_variants(self):
        value = dbus.String("x", variant_level=60)
        self.assertFails(INVALID, self.manager().SetNote, "meter0", harness.sv(cable=value))
        self.alive()

    def test_flood_of_notes(self):
        """Unanswered calls are bounded: some are told so, and all are answered."""
        answers = []
        for i in range(500):
            self.manager().SetNote("meter0", harness.sv(label=str(i)), reply_handler=lambda: answers.append(None),
                                   error_handler=lambda e: answers.append(e.get_dbus_name()))
        harness.wait_until(lambda: len(answers) == 500, "500 answers")
        # The bus has a limit of its own on what it lets a client wait for.
        self.assertTrue(all(a is None or a.endswith(".Error.LimitsExceeded") for a in answers), set(answers))
        self.assertIn(None, answers)
        self.alive()

    def test_streams_left_behind(self):
        """A client that opens streams and dies gives them back."""
        for _ in range(6):
            client = self.bus.connect()
            path = self.ports()["meter0"]["path"]
            for _ in range(8):
                dbus.Interface(self.object(path, client), PORT).OpenStream(harness.sv())
            client.close()
        self.alive()


harness.main()
