# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lines of a story. Each is (words, function of the world); one that expects something waits for it."""

import json
import os
import pathlib
import time

import laptop as laptop_firmware
from expect import absent, at_least, differs, empty, is_not, matches, near, without  # noqa: F401 (for the stories)
from world import RUNTIME_CONFIG, SERVICE, Failed, must, run

# --- what is done -----------------------------------------------------------------------------------------------------

def usb(line):
    """A command of usb/usb-world.c."""
    return f"usb {line}", lambda world: world.tell_usb(line)


def config(text):
    def write(world):
        os.makedirs(os.path.dirname(RUNTIME_CONFIG), exist_ok=True)
        pathlib.Path(RUNTIME_CONFIG).write_text("[Daemon]\n" + text)
        must("systemctl", "try-reload-or-restart", SERVICE)
    return f"configured: {text.strip()}", write


def shell(command, code=0):
    """Done, and its exit code is that."""
    def call(world):
        got, out, err = run("bash", "-c", command)
        if got != code:
            raise Failed(f"exit code {got}: {out}{err}")
    return command, call


def as_user(name, command):
    """Of a shell: by that user, with its groups, in no session of a person."""
    return f"setpriv --reuid={name} --regid={name} --init-groups {command}"


def in_session(name, command, seat):
    """Of a shell: in a session that logind knows, made by pam_systemd. With a seat it is at the machine's first console,
    else as from elsewhere."""
    tty = " -p TTYPath=/dev/tty1" if seat else ""
    return f"systemd-run --quiet --collect --wait --pipe -p PAMName=person -p User={name}{tty} {command}"


def session(name, seat):
    """One that lasts."""
    return f"{name} {'sits at the machine' if seat else 'is logged in'}", lambda world: world.open_session(
        name, in_session(name, "sh -c 'echo here; exec sleep infinity'", seat))


def left(name):
    return f"{name} leaves", lambda world: world.close_session(name)


def asleep():
    """Seconds that the machine has slept since it was booted."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.monotonic()


SLEEPS = []  # of this story, in seconds


def suspended():
    """Suspend to RAM, until run.py wakes the machine."""
    def sleep(world):
        before = asleep()
        must("sh", "-c", "echo mem >/sys/power/state")
        SLEEPS.append(asleep() - before)
        if SLEEPS[-1] < 15:
            raise Failed(f"slept for {SLEEPS[-1]} s")
    return "the machine sleeps", sleep


def gap_of_sleep(number):
    """What is told of the story's so-manieth sleep, from 0."""
    return {"reason": "suspend", "duration_us": lambda got: near(1e6 * SLEEPS[number], 10_000)(got)}


CONNECTED = laptop_firmware.CONNECT_CHANGED | laptop_firmware.POWER_MODE_CHANGED
PD = CONNECTED | laptop_firmware.PROVIDER_CHANGED


def laptop(**changes):
    """Mains, battery, battery_there, port1, port2: what the laptop's firmware says from now on, see inside/laptop.py."""
    return f"the laptop has {changes}", lambda world: world.tell_laptop(**changes)


def charging(milliampere, left_mah=2600, millivolt=12100):
    return laptop_firmware.CHARGING, milliampere, left_mah, millivolt


def discharging(milliampere, left_mah=2600, millivolt=11700):
    return laptop_firmware.DISCHARGING, milliampere, left_mah, millivolt


def resting(left_mah, millivolt):
    """Plugged in and neither charging nor discharging: full, or held."""
    return 0, 0, left_mah, millivolt


def contract(*offers, takes, charge="nominal", changed=PD):
    """A charger with USB PD: offers of (volts, amperes), and which of them is in use."""
    return {"mode": "pd", "offers": [laptop_firmware.fixed(*o) for o in offers], "takes": takes, "charge": charge,
            "changed": changed}


def charger(mode, charge="nominal", changed=CONNECTED):
    """A charger without USB PD: default, 1.5A, 3.0A, bc."""
    return {"mode": mode, "charge": charge, "changed": changed}


def gadget(mode="3.0A", changed=CONNECTED | laptop_firmware.DIRECTION_CHANGED):
    """A phone that the laptop supplies."""
    return {"mode": mode, "provides": True, "changed": changed}


# --- what is expected -------------------------------------------------------------------------------------------------

def document(*command):
    """Standard output as JSON; the words of its failure else."""
    code, out, err = run("chargectl", *command, "--json")
    return json.loads(out) if out else {"failed": code, "said": err}


def status(*ports, inputs=()):
    """`chargectl status --json` comes to show this."""
    wanted = {"ports": list(ports), "inputs": list(inputs)}
    return f"status shows {names(ports) or names(inputs)}", lambda world: world.until(
        "status", lambda: differs(wanted, document("status")))


def names(items):
    return ", ".join(str(i.get("port") or i.get("name")) for i in items if isinstance(i, dict))


def list_of(*names_of_ports):
    """These ports there are, and no others."""
    return f"the ports are {', '.join(names_of_ports) or 'none'}", lambda world: world.until("list", lambda: differs(
        sorted(names_of_ports), sorted(p["port"] for p in document("list")["ports"])) if names_of_ports else
        empty(document("list")["ports"]))


def explain(port, wanted):
    """`chargectl explain --json PORT` comes to hold this of its one session."""
    return f"explain {port}", lambda world: world.until(f"explain {port}", lambda: differs(
        {"sessions": [wanted]}, document("explain", port)))


def explains(port, *patterns):
    """The words of `chargectl explain PORT`."""
    def check():
        _, out, err = run("chargectl", "explain", port)
        return next(filter(None, (matches(p)(out or err) for p in patterns)), None)
    return f"explain {port} says {', '.join(patterns)}", lambda world: world.until(f"explain {port}", check)


def says(command, *patterns, code=0):
    """Exit code and words of a shell's command, now."""
    def call(world):
        got, out, err = run("bash", "-c", command)
        bad = next(filter(None, (matches(p)(out + err) for p in patterns)), None)
        if got != code or bad:
            raise Failed(f"exit code {got}: {bad or out + err}")
    return f"{command} says {', '.join(patterns)}", call


def in_stream(name, wanted):
    return lambda world: world.until(
        f"{name} {wanted}", lambda: world.streams[name].find(lambda line: differs(wanted, line)))


def monitor(**wanted):
    """The next such line of `chargectl monitor --json`."""
    return f"monitor says {wanted}", in_stream("monitor", wanted)


def arguments_differ(wanted, got):
    """One by one, each in its place."""
    return next(filter(None, (differs(w, g) for w, g in zip(wanted, got))),
                None if len(got) >= len(wanted) else f"{len(got)} arguments")


def bus_signal(member, *arguments):
    """The next such signal on the bus, with these arguments."""
    return f"signal {member}", in_stream("bus", {
        "type": "signal", "member": member, "payload": lambda got: arguments_differ(arguments, got.get("data", []))})


def bus_error(name):
    """The next error that the service answers with."""
    return f"error {name}", in_stream("bus", {"type": "error", "error_name": name})


def never(member, *arguments):
    """No such signal was on the bus since the story began."""
    def check(world):
        said = [line["payload"]["data"] for line in world.streams["bus"].lines if line.get("member") == member]
        bad = next((data for data in said if arguments_differ(arguments, data) is None), None)
        if bad:
            raise Failed(f"{member} {bad}")
    return f"no signal {member} {arguments}", check


def journal(**fields):
    """The next entry with these fields."""
    return f"journal has {fields}", in_stream("journal", fields)


def service(**wanted):
    """Properties of the unit, now."""
    def check(world):
        said = must("systemctl", "show", SERVICE, *(f"-p{name}" for name in wanted))
        got = dict(line.split("=", 1) for line in said.splitlines())
        bad = differs(wanted, got)
        if bad:
            raise Failed(bad)
    return f"the service has {wanted}", check


def untroubled(*devices):
    """The host did nothing wrong to them."""
    return f"{', '.join(devices)}: nothing wrong was done to it", lambda world: [
        world.tell_usb(f"trouble {d}") for d in devices]


def file(path, wanted):
    """What a link points to, or a file holds, now."""
    def check(world):
        p = pathlib.Path(path)
        got = os.path.basename(os.readlink(p)) if p.is_symlink() else p.read_text().strip() if p.exists() else None
        bad = differs(wanted, got)
        if bad:
            raise Failed(bad)
    return f"{path} is {wanted}", check


# --- parts of what is expected ---------------------------------------------------------------------------------------

def reading(kind, value, unit, of=None):
    return {"value": value, "unit": unit, "kind": kind, **({"input": of} if of else {})}


def measured(value, unit, of=None):
    return reading("measured", value, unit, of)


def row(name, presence, detail=None):
    """Of `inputs`."""
    return {"name": name, "presence": presence, **({"detail": matches(detail)} if detail else {})}


def reload():
    return "the service is reloaded", lambda world: must("systemctl", "reload", SERVICE)
