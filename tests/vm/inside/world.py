# SPDX-License-Identifier: LGPL-2.1-or-later
"""The machine of the stories: its devices, its service, and what it says. Nothing here sleeps: one waits for lines, and
looks again after each."""

import glob
import json
import os
import pathlib
import selectors
import subprocess
import time

import laptop

SERVICE = "chargediagd.service"
# Seconds of the guest's clock, which no load of the machine outside makes pass faster.
DEADLINE = 120
RUNTIME_CONFIG = "/etc/chargediag/chargediagd.conf.d/story.conf"


class Failed(Exception):
    pass


def run(*command):
    """Exit code, standard output, standard error."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


def must(*command):
    code, out, err = run(*command)
    if code != 0:
        raise Failed(f"{' '.join(command)}: {code} {out}{err}")
    return out


class Stream:
    """What a program says while a story lasts, a JSON object a line. What was looked for and found is passed over: the
    next one is looked for behind it."""

    def __init__(self, selector, command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE)
        if command[0] == "busctl":
            self.process.stderr.readline()  # it monitors from now on
        self.rest, self.lines, self.at = b"", [], 0
        os.set_blocking(self.process.stdout.fileno(), False)
        selector.register(self.process.stdout, selectors.EVENT_READ, self)

    def read(self):
        """False at its end."""
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.lines += [json.loads(line) for line in lines if line]
        return bool(data)

    def find(self, differs):
        """None, or why no line further on is the one."""
        bad = "nothing was said"
        for i in range(self.at, len(self.lines)):
            bad = differs(self.lines[i])
            if bad is None:
                self.at = i + 1
                return None
        return bad

    def end(self, selector):
        if self.process.stdout.fileno() in selector.get_map():
            selector.unregister(self.process.stdout)
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


STREAMS = {
    "bus": ["busctl", "--json=short", "--match=type='signal',path_namespace='/org/chargediag1'",
            "--match=type='error',sender='org.chargediag1'", "monitor"],
    "monitor": ["chargectl", "monitor", "--json"],
    "journal": ["journalctl", "--follow", "--output=json", "--unit=" + SERVICE],
}


class World:
    """As long as the machine runs. A story begins with nothing plugged in and the service stopped, but
    for the first one, to which udev has started it."""

    def __init__(self):
        self.usb = subprocess.Popen(["/vm/usb-world"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.plugged, self.streams, self.sessions, self.at_rest = set(), {}, {}, True
        self.selector = selectors.DefaultSelector()

    def begin(self):
        """All but `chargectl monitor`, whose question would start the service."""
        cursor = must("journalctl", "--lines=0", "--show-cursor").split()[-1]
        self.streams = {"bus": Stream(self.selector, STREAMS["bus"]),
                        "journal": Stream(self.selector, [*STREAMS["journal"], f"--after-cursor={cursor}"])}

    def listen_to_monitor(self):
        self.streams["monitor"] = stream = Stream(self.selector, STREAMS["monitor"])
        self.until("chargectl monitor runs", lambda: stream.find(lambda line: None))

    def end(self):
        for name in sorted(self.plugged):
            self.tell_usb(f"unplug {name}")
        for name in sorted(self.sessions):
            self.close_session(name)
        if not self.at_rest:
            laptop.reset()
            self.at_rest = True
        for stream in self.streams.values():
            stream.end(self.selector)
        must("udevadm", "settle")
        must("systemctl", "stop", SERVICE)
        run("systemctl", "reset-failed", SERVICE)  # its starts are counted, and in a minute of this clock are many
        for leftover in (RUNTIME_CONFIG, *glob.glob("/run/chargediag/*")):
            pathlib.Path(leftover).unlink(missing_ok=True)

    def tell_usb(self, line):
        verb, name = line.split()[:2]
        self.usb.stdin.write(line + "\n")
        self.usb.stdin.flush()
        said = self.usb.stdout.readline().strip()
        if said != "ok":
            raise Failed(f"usb {line}: {said or 'the emulator ended'}")
        if verb in ("plug", "unplug"):
            (self.plugged.add if verb == "plug" else self.plugged.discard)(name)

    def tell_laptop(self, **changes):
        self.at_rest = False
        laptop.apply(**changes)

    def open_session(self, name, command):
        """It is there when its program says so."""
        self.sessions[name] = process = subprocess.Popen(["sh", "-c", "exec " + command], stdin=subprocess.DEVNULL,
                                                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = process.stdout.readline()
        if said != "here\n":
            raise Failed(said + process.stdout.read())

    def close_session(self, name):
        """Its program is ended, and the rest of it: the question behind that is answered when logind has done with it."""
        must("loginctl", "kill-user", name)
        process = self.sessions.pop(name)
        process.wait()
        process.stdout.close()
        must("loginctl", "list-sessions")

    def listen(self, seconds):
        """Reads what there is to read, after waiting for it at most that long. False: nothing came."""
        ready = self.selector.select(max(0, seconds))
        for key, _ in ready:
            if not key.data.read():
                raise Failed(f"{key.data.process.args[0]} ended")
        return bool(ready)

    def until(self, what, differs, seconds=DEADLINE):
        limit = time.monotonic() + seconds
        while True:
            bad = differs()
            if bad is None:
                return
            if not self.listen(limit - time.monotonic()):
                raise Failed(f"{what}: {bad}" if differs() else f"{what}: came true, but nothing was said of it")

    def said(self):
        """For who must find out why."""
        _, journal, _ = run("journalctl", "--no-pager", "--output=short-monotonic", "--lines=30", "--unit=" + SERVICE)
        _, status, _ = run("chargectl", "status", "--json")
        return journal + status
