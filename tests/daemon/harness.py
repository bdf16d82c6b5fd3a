# SPDX-License-Identifier: LGPL-2.1-or-later
"""The real daemon on a bus of its own: what the tests of this folder share.

Nothing here sleeps: the daemon says READY=1 through NOTIFY_SOCKET, signals come through a main loop, pipes are read with
poll(). TIMEOUT only bounds a test that has already failed.
"""

import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

try:
    import dbus
    import dbus.mainloop.glib
    from gi.repository import GLib
except ImportError as error:
    print(f"SKIP: {error}; the modules are in Debian's python3-dbus and python3-gi")
    sys.exit(77)

NAME = "org.chargediag1"
ROOT = "/org/chargediag1"
MANAGER, PORT, SESSION = NAME + ".Manager", NAME + ".Port", NAME + ".Session"
PROPERTIES = "org.freedesktop.DBus.Properties"
ERROR = NAME + ".Error."
INVALID = "org.freedesktop.DBus.Error.InvalidArgs"
TIMEOUT = 60  # seconds; the machine may be loaded

DAEMON = os.environ.get("CHARGEDIAGD") or sys.exit("CHARGEDIAGD must name the daemon to test")
SOURCE = pathlib.Path(__file__).resolve().parents[2]

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  {limits}
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
"""

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)


def wait_until(condition, what="the condition"):
    """Runs the main loop until condition() is true; what it returned then."""
    context = GLib.MainContext.default()
    timer = GLib.timeout_add(TIMEOUT * 1000, lambda: True)  # wakes the loop when all else is silent
    limit = time.monotonic() + TIMEOUT
    try:
        while not (value := condition()):
            if time.monotonic() > limit:
                raise AssertionError(f"waited {TIMEOUT} s in vain for {what}")
            context.iteration(True)
        return value
    finally:
        GLib.source_remove(timer)


class Bus:
    """A private bus daemon, of type `system`. `limits`: which shall be others than those of Debian's."""

    def __init__(self, directory, limits=None):
        config = pathlib.Path(directory, "bus.conf")
        lines = [f'<limit name="{name}">{value}</limit>' for name, value in (limits or {}).items()]
        config.write_text(BUS_CONFIG.format(socket=pathlib.Path(directory, "bus"), limits="".join(lines)))
        self.process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--nosyslog", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()

    def connect(self):
        connection = dbus.bus.BusConnection(self.address)
        connection.set_exit_on_disconnect(False)
        return connection

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Daemon:
    """chargediagd as a child, optionally inside a fake world."""

    def __init__(self, bus, directory, *arguments, wrapper=(), config="", env=None, ready=True):
        self.directory = pathlib.Path(directory)
        self.wrapped = bool(wrapper)
        self.config = self.directory / "chargediagd.conf"
        self.config.write_text(config)
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify_path = self.directory / "notify"
        notify_path.unlink(missing_ok=True)
        self.notify.bind(str(notify_path))
        self.log_file = open(self.directory / "log", "w+")
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address, "NOTIFY_SOCKET": str(notify_path),
                       "CHARGEDIAG_PROFILES": str(SOURCE / "profiles"), **(env or {})}
        environment.pop("JOURNAL_STREAM", None)
        self.process = subprocess.Popen([*wrapper, DAEMON, f"--config={self.config}", *arguments], env=environment,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log_file, text=True)
        if ready and not wrapper:
            self.wait_ready()

    def notification(self):
        """The next message to the service manager, as a dictionary."""
        limit = time.monotonic() + TIMEOUT
        while time.monotonic() < limit:
            if select.select([self.notify], [], [], 0.1)[0]:
                text = self.notify.recv(4096).decode()
                return dict(line.partition("=")[::2] for line in text.splitlines())
            if self.process.poll() is not None:
                break
        raise AssertionError(f"no notification; the daemon said: {self.log()}")

    def wait_ready(self):
        while self.notification().get("READY") != "1":
            pass

    def log(self):
        return (self.directory / "log").read_text()

    def wait(self):
        code = self.process.wait(TIMEOUT)
        self.close()
        return code

    def stop(self):
        """SIGTERM, through the fake world if it is in there; the exit code."""
        if self.process.poll() is None:
            if self.wrapped:
                self.process.stdin.write("quit\n")
                self.process.stdin.flush()
            else:
                self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def close(self):
        self.notify.close()
        self.log_file.close()
        self.process.stdin.close()
        self.process.stdout.close()

    def memory_kb(self, field="Private_Dirty"):
        text = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(next(line.split()[1] for line in text.splitlines() if line.startswith(field + ":")))


class DaemonTest(unittest.TestCase):
    """One bus and scratch directory per test; daemons are stopped at its end and must then exit with 0."""

    BUS_LIMITS = None

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="cd-", dir="/tmp")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.bus = Bus(self.directory, self.BUS_LIMITS)
        self.addCleanup(self.bus.stop)
        self.client = self.bus.connect()
        self.addCleanup(self.client.close)

    def start(self, *arguments, **options):
        directory = tempfile.mkdtemp(prefix="d-", dir=self.directory)
        daemon = Daemon(self.bus, directory, *arguments, **options)
        self.addCleanup(self.stopped_well, daemon)
        return daemon

    def stopped_well(self, daemon):
        if daemon.process.returncode is None:
            self.assertEqual(daemon.stop(), 0, daemon.log())

    def play(self, text, **options):
        """Plays a recording as fast as possible, until it has come to its end."""
        daemon = self.start("--no-hardware", f"--play={self.file('played.ndjson', text)},speed=0", **options)
        self.wait_played(daemon)
        return daemon

    def wait_played(self, daemon, times=1):
        limit = time.monotonic() + TIMEOUT
        while daemon.log().count("played to its end") < times:
            self.assertIsNone(daemon.process.poll(), daemon.log())
            self.assertLess(time.monotonic(), limit, "the recording does not end: " + daemon.log())
            self.manager().Get(MANAGER, "Version", dbus_interface=PROPERTIES)

    def file(self, name, text):
        path = pathlib.Path(self.directory, name)
        path.write_text(text)
        return path

    def object(self, path=ROOT, client=None):
        return (client or self.client).get_object(NAME, path, introspect=False)

    def manager(self, client=None):
        return dbus.Interface(self.object(client=client), MANAGER)

    def ports(self):
        """name -> properties"""
        objects = self.object().GetManagedObjects(dbus_interface="org.freedesktop.DBus.ObjectManager")
        return {str(o[PORT]["Name"]): dict(o[PORT], path=p) for p, o in objects.items() if PORT in o}

    def port(self, name):
        return dbus.Interface(self.object(self.ports()[name]["path"]), PORT)

    def signals(self, member, interface=MANAGER):
        """A list that fills with the arguments of a signal; the sender's path is first."""
        heard = []
        match = self.client.add_signal_receiver(lambda *a, path: heard.append((path, *a)), member, interface,
                                                path_keyword="path")
        self.addCleanup(match.remove)
        self.client.get_name_owner("org.freedesktop.DBus")  # a round trip: the match is in effect
        return heard

    def assertGrewLess(self, daemon, before, kb):
        """Private memory against a figure taken before. With sanitizers, what was freed stays away for a while."""
        if os.environ.get("SANITIZERS", "none") == "none":
            self.assertLess(daemon.memory_kb() - before, kb)

    def assertFails(self, name, call, *arguments, **options):
        """Calls and wants the D-Bus error `name`; its text."""
        with self.assertRaises(dbus.DBusException) as caught:
            call(*arguments, **options)
        self.assertEqual(caught.exception.get_dbus_name(), name, caught.exception.get_dbus_message())
        return caught.exception.get_dbus_message()


def sv(mapping=None, **items):
    """An a{sv}; dbus-python guesses a{ss} from a dictionary of strings, and nothing from an empty one."""
    return dbus.Dictionary({**(mapping or {}), **items}, signature="sv")


def shifted(value, by, key=""):
    """An analysis as it would be had everything happened later: all points in time, no durations."""
    if isinstance(value, dict):
        return {k: shifted(v, by, k) for k, v in value.items()}
    if isinstance(value, list):
        return [shifted(v, by) for v in value]
    return value + by if key in ("start_us", "end_us") and value is not None else value


def sample(t_ms, volts, amperes, name="meter0"):
    return {"t": int(t_ms * 1000), "input": name, "event": "sample", "vbus_uv": int(volts * 1e6),
            "ibus_ua": int(amperes * 1e6)}


def recording(*events, started="2026-11-22T10:00:00Z"):
    lines = [{"chargediag": "recording", "version": 1, "started": started}, *events]
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def meter_session(name="meter0", seconds=30, amperes=0.9, t0=0):
    """A meter is plugged in, rests, charges something for a while, rests."""
    yield {"t": t0 * 1000, "input": name, "event": "added", "kind": "meter", "model": "FNIRSI FNB58", "position": "device",
           "sign_known": False}
    for tick in range(50):
        yield sample(t0 + 100 * tick, 5.1, 0.0, name)
    for tick in range(seconds * 10):
        yield sample(t0 + 5000 + 100 * tick, 5.1 - 0.05 * amperes, amperes, name)


def main():
    unittest.main(verbosity=2)
