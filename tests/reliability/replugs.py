#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A USB meter is plugged and unplugged a thousand times, each time read until it measures: nothing of that may stay."""

import argparse
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import harness  # noqa: E402
import machine  # noqa: E402

NAME, PLACE = "fnb58-21A0", "1-3"
WARM_UP, GROWTH_KB, LOOKS = 50, 128, 10
ARGS = argparse.Namespace(cycles=1000)


class Replugs(machine.MachineTest):
    def row(self):
        return self.inputs().get(NAME, (None, None, ""))[1]

    @staticmethod
    def volts(number):
        return 4500000 + 100 * number  # what the meter can tell apart is 10 µV

    def cycle(self, daemon, number):
        """Unplugged: by the book, or in the middle of its transfers. Plugged: until a value of this cycle arrives."""
        self.tell(daemon, f"meter-unplug {PLACE}" if number % 2 else f"meter-vanish {PLACE}")
        if not number % 2:
            self.tell(daemon, f"meter-unplug {PLACE}")
        self.until("its end", lambda ports: self.row() is None)
        self.tell(daemon, f"measure {PLACE} {self.volts(number)} 480000", f"meter-replug {PLACE}")
        self.until("its values", lambda ports: NAME in ports and
                   ports[NAME]["Readings"].get("vbus", (None,))[0] == self.volts(number))

    def descriptors(self, pid):
        """The least of some looks, each after an answer: a file of sysfs is open for a moment, what leaks is open for good."""
        return min(len(os.listdir(f"/proc/{pid}/fd")) for _ in range(LOOKS) if self.inputs())

    def take(self, pid):
        memory = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        kb = next(int(line.split()[1]) for line in memory.splitlines() if line.startswith("Private_Dirty:"))
        return self.descriptors(pid), kb

    def test_replugs(self):
        daemon = self.world(f"meter {PLACE} fnb58 21A0", f"measure {PLACE} 5100000 480000")
        pid = self.daemon_pid()
        for number in range(WARM_UP):
            self.cycle(daemon, number)
        fds, kb = self.take(pid)
        half = None
        for number in range(ARGS.cycles):
            self.cycle(daemon, WARM_UP + number)
            if number == ARGS.cycles // 2:
                half = self.take(pid)[1]
        fds_after, kb_after = self.take(pid)
        print(f"\n{ARGS.cycles} unplugs and plugs: descriptors {fds}, then {fds_after}; memory {kb} kB, after half of them "
              f"{half} kB, then {kb_after} kB", flush=True)
        self.assertEqual(fds_after, fds)
        if os.environ.get("SANITIZERS", "none") == "none":
            self.assertLess(kb_after - kb, GROWTH_KB)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cycles", type=int, default=1000)
    parser.parse_known_args(namespace=ARGS)
    harness.unittest.main(argv=sys.argv[:1], verbosity=2)
