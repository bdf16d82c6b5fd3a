#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Start, reload, end; what the service manager is told; what is said when something is wrong from the beginning."""

import os
import signal
import subprocess

import dbus
import harness


class Life(harness.DaemonTest):
    def test_sigterm(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            daemon = self.start("--no-hardware")
            daemon.process.send_signal(number)
            self.assertEqual(daemon.notification().get("STOPPING"), "1")
            self.assertEqual(daemon.wait(), 0)

    def test_bus_dies(self):
        daemon = self.start("--no-hardware")
        self.bus.process.kill()
        self.assertNotEqual(daemon.wait(), 0)
        self.assertIn("The message bus went away\n", daemon.log())

    def test_no_bus(self):
        environment = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS="unix:path=" + self.directory + "/none")
        run = subprocess.run([harness.DAEMON, "--no-hardware"], env=environment, capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn("Failed to connect to the system bus: No such file or directory", run.stderr)

    def test_second_daemon(self):
        self.start("--no-hardware")
        second = self.start("--no-hardware", ready=False)
        self.assertEqual(second.wait(), 1)
        self.assertIn("org.chargediag1 is owned by another chargediagd", second.log())
        other = self.start("--no-hardware", "--name=org.chargediag1.Test")
        self.assertEqual(other.stop(), 0)

    def test_reload(self):
        daemon = self.start("--no-hardware", config="[Daemon]\nLogLevel=info\nColour=red\n")
        log_control = dbus.Interface(self.object("/org/freedesktop/LogControl1"), harness.PROPERTIES)
        level = lambda: str(log_control.Get("org.freedesktop.LogControl1", "LogLevel"))
        self.assertEqual(level(), "info")
        self.assertIn(f"{daemon.config}:3: unknown key Colour in section [Daemon] is ignored\n", daemon.log())
        daemon.config.write_text("[Daemon]\nLogLevel=debug\n")
        daemon.process.send_signal(signal.SIGHUP)
        said = daemon.notification()
        self.assertEqual(said["RELOADING"], "1")
        self.assertGreater(int(said["MONOTONIC_USEC"]), 0)
        daemon.wait_ready()
        self.assertEqual(level(), "debug")

    def test_config_from_environment(self):
        config = self.file("other.conf", "[Daemon]\nLogLevel=warning\n")
        environment = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=self.bus.address, CHARGEDIAG_CONFIG=str(config))
        daemon = subprocess.Popen([harness.DAEMON, "--no-hardware"], env=environment)
        harness.wait_until(lambda: self.client.name_has_owner(harness.NAME) or
                           harness.GLib.MainContext.default().wakeup(), "the name")
        level = self.object("/org/freedesktop/LogControl1").Get(
            "org.freedesktop.LogControl1", "LogLevel", dbus_interface=harness.PROPERTIES)
        daemon.terminate()
        self.assertEqual(daemon.wait(), 0)
        self.assertEqual(level, "warning")

    def test_watchdog(self):
        daemon = self.start("--no-hardware", env={"WATCHDOG_USEC": "400000"})
        self.assertEqual(daemon.notification().get("WATCHDOG"), "1")

    JOURNAL = """
import os, socket, subprocess, sys
os.makedirs("/run/systemd/journal", exist_ok=True)
journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
journal.bind("/run/systemd/journal/socket")
stderr = open(sys.argv[1], "w")
stat = os.fstat(stderr.fileno())
os.environ["JOURNAL_STREAM"] = f"{stat.st_dev}:{stat.st_ino}"
daemon = subprocess.Popen(sys.argv[2:], stderr=stderr)
while True:
    entry = journal.recv(65536).decode()
    print(entry, end="---\\n", flush=True)
    if "MESSAGE=meter0: session 1 started" in entry:
        break
daemon.terminate()
sys.exit(daemon.wait())
"""

    def test_journal(self):
        """With the journal behind standard error, messages carry fields and nothing is written there."""
        if os.geteuid() != 0:
            self.skipTest("needs root for a /run of its own")
        path = self.file("p.ndjson", harness.recording(*harness.meter_session()))
        stderr = self.file("stderr", "")
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "sh",
             harness.sys.executable, "-c", self.JOURNAL, str(stderr), harness.DAEMON, "--no-hardware",
             f"--play={path},speed=0"],
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus.address}, capture_output=True, text=True)
        if "unshare" in done.stderr or "mount:" in done.stderr:
            self.skipTest(done.stderr.strip())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(stderr.read_text(), "")
        entries = [dict(line.partition("=")[::2] for line in e.splitlines()) for e in done.stdout.split("---\n")]
        started = next(e for e in entries if e.get("MESSAGE") == "meter0: session 1 started")
        self.assertEqual(started["CHARGEDIAG_PORT"], "meter0")
        self.assertEqual(started["CHARGEDIAG_SESSION"], "1")
        self.assertEqual(started["SYSLOG_IDENTIFIER"], "chargediagd")
        self.assertEqual(started["PRIORITY"], "6")
        self.assertRegex(started["MESSAGE_ID"], "^[0-9a-f]{32}$")

    def test_arguments(self):
        def run(*arguments):
            return subprocess.run([harness.DAEMON, *arguments], capture_output=True, text=True)

        self.assertEqual(run("--version").returncode, 0)
        self.assertRegex(run("--version").stdout, r"^chargediagd \d+\.\d+\.\d+\n$")
        self.assertIn("--play=FILE", run("--help").stdout)
        for bad in (["--colour"], ["extra"], ["--play=,speed=2"], ["--play=f,speed=fast"], ["--play=f,speed=0.5"],
                    ["--play=f,name=a/b"], ["--config"]):
            done = run(*bad)
            self.assertEqual((done.returncode, done.stdout), (1, ""), bad)
            self.assertTrue(done.stderr, bad)
        done = run("--play=/nowhere/x.ndjson,speed=2", "--no-hardware", "--name=org.chargediag1")
        self.assertEqual(done.returncode, 1)

    def test_unplayable(self):
        daemon = self.start("--no-hardware", "--play=/nowhere/x.ndjson", ready=False)
        self.assertEqual(daemon.wait(), 1)
        self.assertIn("Failed to play /nowhere/x.ndjson: No such file or directory", daemon.log())

    def test_broken_recording(self):
        """Said with its line; what came before it stays, and the daemon goes on."""
        good = harness.recording(*harness.meter_session())
        path = self.file("b.ndjson", good[: len(good) // 2].rpartition("\n")[0] + "\n{nonsense\n")
        daemon = self.start("--no-hardware", f"--play={path},speed=0")
        self.wait_played(daemon)
        self.assertRegex(daemon.log(), r"b\.ndjson:\d+: ")
        self.assertIn("meter0", self.ports())

    def test_recording_without_a_good_line(self):
        path = self.file("b.ndjson", "\x00\x01\x02 nonsense\n")
        daemon = self.start("--no-hardware", f"--play={path}", ready=False)
        self.assertEqual(daemon.wait(), 1)
        self.assertIn("b.ndjson", daemon.log())


harness.main()
