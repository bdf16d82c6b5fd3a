#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The message bus dies: the daemon lets go of its meter as the meter wants it and leaves with a failure, so that a service
manager starts it again; on the new bus all is as before."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import harness  # noqa: E402
import machine  # noqa: E402

TIMES = 20
NAME, PLACE = "fnb58-21A0", "1-3"
# The world ends with its command: so it stays until the test has looked at what was left.
AFTERWARDS = '"$0" "$@"; echo $? >"$END"; read line <"$END"; exit 0'


class BusRestart(machine.MachineTest):
    def another_bus(self):
        self.bus.stop()
        self.client.close()
        self.bus = harness.Bus(self.directory)
        self.addCleanup(self.bus.stop)
        self.client = self.bus.connect()
        self.addCleanup(self.client.close)

    def test_restarts(self):
        for _ in range(TIMES):
            daemon = self.start("--no-hardware")
            self.bus.process.kill()
            self.assertEqual(daemon.wait(), 1)
            self.assertIn("The message bus went away", daemon.log())
            self.another_bus()
        daemon = self.start("--no-hardware")
        self.assertTrue(self.manager().Get(harness.MANAGER, "Version", dbus_interface=harness.PROPERTIES))
        print(f"\nthe bus died {TIMES} times: left with 1 each time, on the new bus again", flush=True)

    def test_meter_is_let_go(self):
        end = os.path.join(self.directory, "end")
        os.mkfifo(end)
        daemon = self.start(wrapper=[machine.FAKE_WORLD, "-b", "sh", "-c", AFTERWARDS], env={"END": end})
        self.tell(daemon, f"meter {PLACE} fnb58 21A0", f"measure {PLACE} 5100000 480000", "start")
        daemon.wait_ready()
        self.until("its values", lambda ports: NAME in ports and ports[NAME]["Readings"].get("vbus"))
        self.bus.process.kill()
        with open(end) as file:
            code = int(file.read())
        daemon.process.stdin.write(f"meter? {PLACE}\n")
        daemon.process.stdin.flush()
        said = dict(word.split("=") for word in daemon.process.stdout.readline().split())
        with open(end, "w") as file:
            file.write("\n")
        print(f"\nthe bus died below an open meter: left with {code}, the meter {said}", flush=True)
        self.assertEqual(code, 1)
        self.assertEqual((said["streaming"], said["hung"], said["driver"]), ("0", "0", "usbhid"))
        self.assertEqual(daemon.wait(), 0)  # that of the shell


harness.main()
