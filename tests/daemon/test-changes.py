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

    def test_first_at_once_others_folded(self):
        self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=3s\n")
        heard = self.signals("PropertiesChanged", PROPERTIES)
        # The last readings of the play may have been announced just now: wait for the interval's next announcement.
        self.note(label="zero")
        harness.wait_until(lambda: self.labels(heard), "a first change")
        del heard[:]
        for i in range(20):
            self.note(label=str(i))
        self.assertEqual(self.labels(heard), [])
        harness.wait_until(lambda: self.labels(heard), "the folded change")
        self.assertEqual(self.labels(heard), ["19"])

    def test_interval_after_reload(self):
        daemon = self.play(harness.recording(*harness.meter_session()), config="[Daemon]\nChangeInterval=1h\n")
        heard = self.signals("PropertiesChanged", PROPERTIES)
        self.note(label="first")
        self.note(label="second")
        daemon.config.write_text("[Daemon]\nChangeInterval=0\n")
        daemon.process.send_signal(harness.signal.SIGHUP)
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
