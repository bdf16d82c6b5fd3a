# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of chargectl share: a private bus, the stub daemon on it, and the program itself.

The programs are named by the environment: CHARGECTL, STUB_DAEMON.
"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

CHARGECTL = os.environ["CHARGECTL"]
PATIENCE = 60  # seconds until a test that hangs has failed; nothing waits for it otherwise

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:tmpdir={directory}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
    <allow send_type="method_return"/><allow send_type="error"/><allow receive_type="method_call"/>
    <allow receive_type="signal"/><allow receive_type="method_return"/><allow receive_type="error"/>
  </policy>
</busconfig>
"""

LAPTOP = {
    "version": "0.1.0",
    "inputs": [
        ["power_supply", "interface", "present", ""],
        ["usb", "interface", "absent", "no /dev/bus/usb: this machine has no USB"],
    ],
    "ports": [
        {
            "Name": "port1",
            "Kind": "typec",
            "Inputs": ["BAT0", "port1"],
            "Position": "unknown",
            "Profile": "",
            "Readings": {
                "battery-capacity": [63, "advertised", 2000000, "BAT0"],
                "battery-power": [-8400000, "measured", 2000000, "BAT0"],
                "contract-voltage": [20000000, "contract", 6000000, "port1"],
                "contract-current": [1500000, "contract", 6000000, "port1"],
                "contract-power": [30000000, "contract", 6000000, "port1"],
                "offer-power": [30000000, "advertised", 6000000, "port1"],
                "draw": [38400000, "estimated", 2000000, "port1"],
            },
            "States": {
                "power-role": "sink",
                "operation-mode": "usb_power_delivery",
                "partner": "yes",
                "battery-status": "Discharging",
                "charge-type": "Trickle",
            },
            "Class": "weak-adapter",
            "Cause": "adapter-underpowered",
            "Part": "adapter",
            "Confidence": 0.92,
            "Severity": "medium",
            "Symptoms": ["draining", "slow-by-firmware"],
            "NextTest": "",
            "Remedies": ["stronger-adapter", "lower-load"],
            "Session": "/org/chargediag1/session/1",
        },
        {
            "Name": "port0",
            "Kind": "typec",
            "Inputs": ["port0"],
            "Position": "unknown",
            "Profile": "",
            "Readings": {},
            "States": {"partner": "no"},
            "Class": "",
            "Cause": "",
            "Part": "",
            "Confidence": 0.0,
            "Severity": "",
            "Symptoms": [],
            "NextTest": "",
            "Remedies": [],
            "Session": "/",
        },
    ],
    "sessions": [
        {
            "Id": 7,
            "Port": "/org/chargediag1/port/port1",
            "Phase": "constant-current",
            "Age": 12000000,
            "Totals": {"energy_uwh": -870000},
        }
    ],
    "analysis": "{}",
}


def copy(world):
    return json.loads(json.dumps(world))


class Bus:
    """A bus of its own for one test."""

    def __init__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="chargectl-test-")
        config = pathlib.Path(self.directory.name) / "bus.conf"
        config.write_text(BUS_CONFIG.format(directory=self.directory.name))
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def stop(self):
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()
        self.directory.cleanup()


class Stub:
    """The daemon that says what it is told."""

    def __init__(self, bus, world):
        self.process = subprocess.Popen(
            [os.environ["STUB_DAEMON"]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address},
        )
        self.show(world)

    def send(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def show(self, world):
        """Replaces the world; returns what had been asked until then."""
        self.send(json.dumps(world))
        asked = []
        while (line := self.process.stdout.readline().strip()) != "ready":
            assert line, "the stub ended"
            asked.append(line)
        return asked

    def wait_for(self, wanted):
        """Until it is asked this."""
        while (line := self.process.stdout.readline().strip()) != wanted:
            assert line, "the stub ended"

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(PATIENCE)


def environment(bus=None, **more):
    """Nothing of the machine: a bus that is not there unless the test has one."""
    address = bus.address if bus else "unix:path=/nonexistent/bus"
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("CHARGEDIAG_", "DBUS_"))}
    return {**keep, "DBUS_SYSTEM_BUS_ADDRESS": address, "TZ": "UTC", **more}


def chargectl(*words, bus=None, input=None, **more):
    return subprocess.run(
        [CHARGECTL, *words], capture_output=True, text=True, timeout=PATIENCE, input=input, env=environment(bus, **more)
    )


class Case(unittest.TestCase):
    maxDiff = None

    def succeeds(self, *words, **more):
        done = chargectl(*words, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def fails(self, code, *words, **more):
        """Nothing on standard output; one message that begins with the program's name."""
        done = chargectl(*words, **more)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith("chargectl: "), done.stderr)
        return done.stderr


class LiveCase(Case):
    """A bus and a stub that shows a world."""

    world = LAPTOP

    def setUp(self):
        self.bus = Bus()
        self.addCleanup(self.bus.stop)
        self.stub = Stub(self.bus, self.world)
        self.addCleanup(self.stub.stop)

    def run_verb(self, *words, **more):
        return self.succeeds(*words, bus=self.bus, **more)

    def refused(self, *words, **more):
        return self.fails(2, *words, bus=self.bus, **more)
