#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Walks the introspection of all objects and asks every method and property for what it was not made for.

Each call must be answered, with a result or with an error that has a name and says something; the daemon's memory stays
where it was, and another client is answered all the while.
"""

import collections
import itertools
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import dbus  # noqa: E402
import dbus.lowlevel  # noqa: E402
import harness  # noqa: E402

DBUS = "org.freedesktop.DBus."
INTROSPECTABLE = DBUS + "Introspectable"
GROWTH_KB = 512  # of the megabytes that were sent and refused

# What a caller can do wrong, and no other: "Failed" and errno words would say nothing, "NoReply" would be a lost call.
# InconsistentMessage is libsystemd's for text with a code point that is no character; the bus lets it pass.
NAMED = {DBUS + "Error." + name for name in (
    "AccessDenied", "InconsistentMessage", "InvalidArgs", "PropertyReadOnly", "UnknownInterface", "UnknownMethod",
    "UnknownObject", "UnknownProperty")} | {harness.ERROR + name for name in ("NoSession", "NoSuchPort", "NotEnoughData", "LimitsExceeded")}

GIANT = "x" * 1_000_000
STRINGS = ("", "x", GIANT, "\n\r\t", "\x1b[31m", "%s%n%d", "../../etc/passwd", "ÿ\u202e", "\U0010ffff", "meter0\n", "a" * 256,
           harness.MANAGER, "LogLevel")
BIG = (0, 1, -1, 2**15 - 1, 2**16 - 1, 2**31 - 1, -2**31, 2**32 - 1, 2**63 - 1, -2**63, 2**64 - 1)
RANGES = {"y": (0, 2**8), "n": (-2**15, 2**15), "q": (0, 2**16), "i": (-2**31, 2**31), "u": (0, 2**32),
          "x": (-2**63, 2**63), "t": (0, 2**64)}
WRAP = {"y": dbus.Byte, "n": dbus.Int16, "q": dbus.UInt16, "i": dbus.Int32, "u": dbus.UInt32, "x": dbus.Int64,
        "t": dbus.UInt64, "d": dbus.Double, "b": dbus.Boolean, "s": dbus.String, "o": dbus.ObjectPath, "g": dbus.Signature}


def deep(depth):
    return dbus.String("x", variant_level=depth)


def variants():
    yield from (dbus.String(s, variant_level=1) for s in STRINGS)
    for code, (low, high) in RANGES.items():
        yield from (WRAP[code](n, variant_level=1) for n in BIG if low <= n < high)
    yield from (dbus.Double(d, variant_level=1) for d in (0.0, -0.0, 1e308, -1e308, float("inf"), float("nan")))
    yield from (deep(n) for n in (2, 8, 30, 60))
    yield dbus.Boolean(True, variant_level=1)
    yield dbus.ObjectPath("/", variant_level=1)
    yield dbus.Signature("a{sv}", variant_level=1)
    yield dbus.Array([], signature="s", variant_level=1)
    yield dbus.Array(["x"] * 200, signature="s", variant_level=1)
    yield dbus.Dictionary({"x": deep(20)}, signature="sv", variant_level=1)
    yield dbus.Struct((1, "x"), signature="is", variant_level=1)
    yield dbus.types.UnixFd(0, variant_level=1)


def big_variants():
    yield dbus.Array([GIANT] * 3, signature="s", variant_level=1)
    yield dbus.Array(range(100000), signature="t", variant_level=1)
    yield dbus.Dictionary({str(i): i for i in range(5000)}, signature="sv", variant_level=1)


OPTIONS = ("limit", "port", "label", "cable", "adapter", "adapter_watts", "battery", "led", "line", "position", "profile")


def dictionaries():
    yield harness.sv()
    yield harness.sv({str(i): i for i in range(1000)})
    yield harness.sv({GIANT: 1})
    yield from (harness.sv({"label": value}) for value in big_variants())
    for key in (*OPTIONS, "", "\n", "no such option"):
        for value in variants():
            yield harness.sv({key: value})


def values(kind):
    """Hostile values of one complete type."""
    if kind in RANGES:
        low, high = RANGES[kind]
        return [WRAP[kind](n) for n in BIG if low <= n < high]
    if kind == "s":
        return list(STRINGS)
    if kind == "v":
        return [*variants(), *big_variants()]
    if kind == "a{sv}":
        return list(dictionaries())
    raise NotImplementedError(f"the interface has an argument of type {kind}: give it values here")


# Signature and arguments. Whatever of these is not a method's own signature is wrong for it.
WRONG = [("", ()), ("s", ("x",)), ("i", (-1,)), ("t", (2**64 - 1,)), ("x", (-2**63,)), ("d", (float("nan"),)), ("b", (True,)),
         ("y", (0,)), ("o", ("/",)), ("g", ("a{sv}",)), ("v", (1,)), ("v", (deep(50),)), ("h", (dbus.types.UnixFd(0),)),
         ("as", (["x"] * 1000,)), ("as", ([],)), ("ay", (b"\0" * 100000,)), ("a{ss}", ({"a": "b"},)), ("a{sv}", (harness.sv(a=1),)),
         ("a{tv}", (dbus.Dictionary({1: 2}, signature="tv"),)), ("(sv)", (("a", 1),)), ("aaaas", ([[[["x"]]]],)),
         ("ss", ("x", GIANT)), ("sss", ("x", "y", "z")), ("ssv", ("x", "y", 1)), ("tt", (1, 2)), ("ta{sv}", (1, harness.sv(a=1))),
         ("a{sv}s", (harness.sv(), "x")), ("sa{ss}", ("meter0", {"a": "b"})), ("s" * 60, ("x",) * 60)]
CONTAINERS = {"a": "[", "(": ")", "{": "}"}


def complete_types(signature):
    return [str(t) for t in dbus.Signature(signature)]


class Fuzz(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.daemon = self.play(harness.recording(*harness.meter_session()))
        self.other = self.bus.connect()
        self.addCleanup(self.other.close)
        self.answers = collections.Counter()
        self.calls = 0

    def walk(self, path="/"):
        """path -> its element, for all objects."""
        text = self.object(path).Introspect(dbus_interface=INTROSPECTABLE)
        node = ElementTree.fromstring(text)
        yield path, node
        for child in node.findall("node"):
            yield from self.walk(path.rstrip("/") + "/" + child.get("name"))

    def call(self, path, interface, member, signature, arguments, wrong=False):
        what = f"{path[:100]} {interface}.{member}({signature}) of {str(arguments)[:100]}"
        message = dbus.lowlevel.MethodCallMessage(harness.NAME, path, interface, member)
        message.append(*arguments, signature=signature)
        self.calls += 1
        try:
            self.client.send_message_with_reply_and_block(message, harness.TIMEOUT)
            name = "answered"
            # libsystemd answers a ping whatever comes with it.
            self.assertFalse(wrong and interface != DBUS + "Peer", "was answered: " + what)
        except dbus.DBusException as error:
            name = error.get_dbus_name()
            self.assertIn(name, NAMED, f"{error.get_dbus_message()}: {what}")
            self.assertTrue(error.get_dbus_message().strip(), "says nothing: " + what)
            if interface.startswith(harness.NAME):  # libsystemd's own repeat what they were asked for
                self.assertLess(len(error.get_dbus_message()), 1000 + len(path), "echoes all of it: " + what)
        self.answers[name.rpartition(".")[2]] += 1
        if self.calls % 500 == 0:
            self.alive()

    def alive(self):
        version = self.manager(self.other).Get(harness.MANAGER, "Version", dbus_interface=harness.PROPERTIES)
        self.assertRegex(str(version), r"^\d")

    def fuzz_method(self, path, interface, method):
        signature = "".join(a.get("type") for a in method.findall("arg") if a.get("direction", "in") == "in")
        name = method.get("name")
        for wrong, arguments in WRONG:
            if wrong != signature:
                self.call(path, interface, name, wrong, arguments, wrong=True)
        kinds = complete_types(signature)
        lists = [values(kind) for kind in kinds]
        tame = ["meter0" if kind == "s" else candidates[0] for kind, candidates in zip(kinds, lists)]
        for i, candidates in enumerate(lists):
            for value in candidates:
                self.call(path, interface, name, signature, [*tame[:i], value, *tame[i + 1:]])

    def fuzz_property(self, path, interface, entry):
        self.call(path, harness.PROPERTIES, "Get", "ss", (interface, entry.get("name")))
        fixed = entry.get("access") == "read"  # refused before the value is looked at: a few show it
        for value in itertools.islice(variants(), 5 if fixed else None):
            self.call(path, harness.PROPERTIES, "Set", "ssv", (interface, entry.get("name"), value), wrong=fixed)

    def fuzz_object(self, path, node):
        for interface in node.findall("interface"):
            for method in interface.findall("method"):
                self.fuzz_method(path, interface.get("name"), method)
            for entry in interface.findall("property"):
                self.fuzz_property(path, interface.get("name"), entry)
            for signal in interface.findall("signal"):
                self.call(path, interface.get("name"), signal.get("name"), "", (), wrong=True)

    def test_every_member(self):
        objects = list(self.walk())
        members = [member.get("name") for _, node in objects for interface in node.findall("interface")
                   for member in interface if member.tag in ("method", "property", "signal")]
        for needed in ("OpenStream", "SetNote", "GetAnalysis", "ListSessions", "LogLevel", "Readings", "TimeToFull"):
            self.assertIn(needed, members)
        before = self.daemon.memory_kb()
        for path, node in objects:
            self.fuzz_object(path, node)
        self.assertGrewLess(self.daemon, before, GROWTH_KB)
        self.alive()
        print(f"\n{len(objects)} objects, {len(members)} members, {self.calls} calls: {dict(self.answers)}; memory before "
              f"{before} kB, after {self.daemon.memory_kb()} kB", flush=True)

    def test_what_is_not_there(self):
        paths = ["/no", "/org", "/org/chargediag1/port", "/org/chargediag1/port/nope", "/org/chargediag1/session/999",
                 "/org/chargediag1/session/01", "/org/chargediag1/session/18446744073709551617", "/org/chargediag1/session/_2d1",
                 "/org/chargediag1/port/" + "x" * 5000, "/" + "/".join("a" * 100), "/org/chargediag1/port/_00"]
        for path in paths:
            for interface in (harness.MANAGER, harness.PORT, harness.SESSION, "no.such", "a." + "b" * 250):
                for member in ("GetAnalysis", "OpenStream", "NoSuch", "x" * 255):
                    self.call(path, interface, member, "", (), wrong=True)
                self.call(path, harness.PROPERTIES, "GetAll", "s", (interface,), wrong=True)
                self.call(path, harness.PROPERTIES, "Get", "ss", (interface, "Version"), wrong=True)
                self.call(path, harness.PROPERTIES, "Set", "ssv", (interface, "Version", deep(40)), wrong=True)
        self.alive()
        print(f"\n{self.calls} calls of what is not there: {dict(self.answers)}", flush=True)

    def test_dfuzzer(self):
        """Another's idea of what can go wrong, where a machine has it."""
        program = os.environ.get("DFUZZER")
        if not program:
            self.skipTest("dfuzzer is missing here: https://github.com/dbus-fuzzer/dfuzzer, in no package of Debian")
        before = self.daemon.memory_kb()
        # It looks at both buses: only ours is to be found. Its list of known faults of others is left out (-s).
        done = subprocess.run([program, "-v", "-s", "-n", harness.NAME, "-x", "200"], capture_output=True, text=True,
                              env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus.address,
                                   "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.directory}/none"})
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, 0, said)
        passed = re.findall(r"PASS\S* \[[MP]\] (\w+)", said)
        for needed in ("OpenStream", "SetNote", "GetAnalysis", "ListSessions", "LogLevel", "Readings", "TimeToFull"):
            self.assertIn(needed, passed, said)
        self.alive()
        self.assertGrewLess(self.daemon, before, GROWTH_KB)
        print(f"\ndfuzzer: {len(passed)} members passed; memory before {before} kB, after {self.daemon.memory_kb()} kB", flush=True)


harness.main()
