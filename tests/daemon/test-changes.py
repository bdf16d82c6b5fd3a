#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""PropertiesChanged: at once, then rarely, always the newest; every change where the interval is 0."""

import harness
from harness import PORT, PROPERTIES


class Changes(harness.DaemonTest):
    def note(self, **note):
        self.manager().SetNote("meter0", harness.sv(note))

    def labels(self, heard):
        """The labels that were announced for the port, in order."""
        return [str(changed["States"]["label"]) for _, interface, changed, _ in heard
                if interface == PORT and "label" in changed.get("States", {})]

    def test_every_change(self):
        self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=0\n")
        heard = self.signals("PropertiesChanged", PROPERTIES)
        for i in range(20):
            self.note(label=str(i))
        harness.wait_until(lambda: self.labels(heard)[-1:] == ["19"], "the last change")
        self.assertEqual(self.labels(heard), [str(i) for i in range(20)])

    def test_folded(self):
        """While the interval lasts changes wait, and are one when it is over: here because it is made shorter."""
        daemon = self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=1h\n")
        heard = self.signals("PropertiesChanged", PROPERTIES)
        for i in range(20):
            self.note(label=str(i))
        daemon.config.write_text("[Daemon]\nChangeInterval=0\n")
        daemon.process.send_signal(harness.signal.SIGHUP)
        harness.wait_until(lambda: self.labels(heard)[-1:] == ["19"], "the folded change")
        # The first may have gone out at once, if the play had nothing left to announce.
        self.assertLessEqual(len(self.labels(heard)), 2)

    def test_interval_ends(self):
        self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=200ms\n")
        heard = self.signals("PropertiesChanged", PROPERTIES)
        self.note(label="first")
        self.note(label="second")
        harness.wait_until(lambda: self.labels(heard)[-1:] == ["second"], "the second change")

    def test_only_what_changed(self):
        self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=0\n")
        heard = self.signals("PropertiesChanged", PROPERTIES)
        self.note(label="x")
        harness.wait_until(lambda: self.labels(heard), "the change")
        _, interface, changed, invalidated = heard[-1]
        self.assertNotIn("Name", changed)
        self.assertEqual(list(invalidated), [])


harness.main()
