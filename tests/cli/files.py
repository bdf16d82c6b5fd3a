#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""analyze: what it makes of files, good and bad, and the exit codes that scripts rely on.

Recordings come from the simulator, SIMULATE. Whether its verdicts are right is for the golden tests; here it matters
that code, text and document agree.
"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from ctl import Case, chargectl

HEADER = '{"chargediag":"recording","version":1,"started":"2026-11-22T10:00:00Z"}\n'
METER = '{"t":0,"input":"meter0","event":"added","kind":"meter","serial":"21A0XY","sign_known":true}\n'

PROFILE = """# SPDX-License-Identifier: LGPL-2.1-or-later
[profile]
Title=A speaker
RatedVoltage=5.0V
RatedCurrent=1.5A
"""


def sample(t, uv, ua):
    return json.dumps({"t": t, "input": "meter0", "event": "sample", "vbus_uv": uv, "ibus_ua": ua}) + "\n"


def charge(seconds=120):
    """A good charge: nothing, then 1 A of 5 V."""
    start = "".join(sample(t, 5100000, 0) for t in range(0, 2000000, 100000))
    return HEADER + METER + start + "".join(sample(t, 5050000, 1000000) for t in range(2000000, seconds * 1000000, 100000))


class FileCase(Case):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="chargectl-test-")
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        (self.directory / "profiles").mkdir()
        (self.directory / "profiles/a-speaker.profile").write_text(PROFILE)
        self.profiles = {"CHARGEDIAG_PROFILES": str(self.directory / "profiles")}

    def file(self, name, content):
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def analyze(self, *words, code=0, **more):
        done = chargectl("analyze", *words, **{**self.profiles, **more})
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        self.said = done.stderr
        return done.stdout

    def sessions(self, *words, **more):
        return json.loads(self.analyze("--json", *words, **more))["sessions"]

    def refuses(self, expected, *words, code=5, **more):
        said = self.fails(code, "analyze", *words, **{**self.profiles, **more})
        self.assertIn(expected, said)


class Bad(FileCase):
    def test_cannot_be_read(self):
        self.refuses("Failed to read /nonexistent: No such file or directory", "/nonexistent")
        self.refuses(f"Failed to read {self.directory}: Is a directory", str(self.directory))

    def test_malformed(self):
        for name, content, where in (
            ("binary", bytes(range(256)) * 100, ""),
            ("binary-json", b"{" + bytes(range(256)) * 100, ":1: "),
            ("not-json", HEADER + METER + "{nonsense}\n", ":3: "),
            ("huge-line", HEADER + '{"t":0,"x":"' + 70000 * "x" + '"}\n', ":2: "),
            ("backwards", HEADER + METER + sample(5, 1, 1) + sample(4, 1, 1), ":4: "),
            ("another-version", '{"chargediag":"recording","version":2}\n' + METER, ":1: "),
            ("another-thing", '{"chargediag":"analysis","version":1}\n', ":1: "),
            ("words", "this is no table\nat all\n", ""),
        ):
            with self.subTest(name=name):
                path = self.file(name, content)
                self.refuses(path + where, path)

    def test_no_terminal_is_steered(self):
        path = self.file("\x1b[2Jname", HEADER + "\x1b[31m\n")
        said = self.fails(5, "analyze", path)
        self.assertNotIn("\x1b", said)

    def test_empty(self):
        path = self.file("empty", "")
        done = chargectl("analyze", path)
        self.assertIn(done.returncode, (4, 5))

    def test_truncated_is_a_warning(self):
        path = self.file("truncated", charge() + '{"t":130000000,"inp')
        self.analyze(path)
        self.assertEqual(self.said, f"chargectl: {path}: the last line has no end and was left out\n")

    def test_unknown_profile_is_told(self):
        note = '{"t":0,"input":"meter0","event":"note","profile":"%s"}\n'
        for name, known in (("a-speaker", True), ("no-such-speaker", False)):
            path = self.file(name, HEADER + METER + note % name + charge().removeprefix(HEADER + METER))
            header = self.analyze(path).splitlines()[0]
            self.assertEqual(header.endswith(f"profile {name}"), known, header)
            self.assertEqual(header.endswith(f"profile {name} (not installed)"), not known, header)
            self.assertEqual(f"no profile “{name}” is installed" in self.said, not known, self.said)
            self.assertIs(self.sessions(path)[0]["profile_known"], known)

    def test_skipped_is_counted(self):
        path = self.file(
            "skipped",
            HEADER
            + METER
            + '{"t":1,"event":"of-tomorrow"}\n{"t":2,"input":"nobody","event":"sample","vbus_uv":1}\n'
            + charge().removeprefix(HEADER + METER).replace('{"t": 0, ', '{"t": 3, ', 1),
        )
        self.analyze(path)
        self.assertIn("1 events, keys or values were skipped", self.said)
        self.assertIn("1 events of inputs that were never added", self.said)

    def test_one_bad_file_of_several(self):
        good = self.file("good", charge())
        done = chargectl("analyze", "--json", good, "/nonexistent", good, **self.profiles)
        self.assertEqual(done.returncode, 5)
        self.assertEqual(len(done.stdout.splitlines()), 2)
        self.assertIn("/nonexistent", done.stderr)

    def test_wrong_words(self):
        path = self.file("good", charge())
        self.refuses("--at is source or device, not “left”", "--at=left", path, code=1)
        self.refuses("no profile “x”: there are a-speaker", "--profile=x", path, code=1)
        self.refuses("no profile “x”: there are a-speaker", "--note=profile=x", path, code=1)
        self.refuses("no key “colour”", "--note=colour=red", path, code=1)
        lit = self.file("lit.profile", PROFILE + "[leds]\nsolid-red=low\n")
        self.refuses("led=blue is none of the profile “lit”: it has solid-red", "--profile", lit, "--note=led=blue", path, code=1)
        self.refuses("“red” is not KEY=VALUE", "--note=red", path, code=1)
        self.refuses("Failed to read the profile /nonexistent/x.profile", "--profile=/nonexistent/x.profile", path)
        self.refuses("analyze needs FILE", code=1)
        nowhere = {"CHARGEDIAG_PROFILES": "/nonexistent"}
        self.refuses("no profile “x”: none is installed in /nonexistent", "--profile=x", path, code=1, **nowhere)


class Good(FileCase):
    def test_document(self):
        path = self.file("good", charge())
        text = self.analyze("--json", path)
        self.assertEqual(text, self.analyze("--json", path))
        self.assertEqual(text.count("\n"), 1)
        doc = json.loads(text)
        self.assertEqual((doc["chargediag"], doc["version"], doc["file"]), ("analysis", 1, path))
        self.assertEqual(len(doc["sessions"]), 1)
        session = doc["sessions"][0]
        self.assertEqual((session["port"], session["position"], session["profile"]), ("meter0", "unknown", None))
        self.assertEqual(session["verdict"]["class"], "ok")
        self.assertEqual(self.said, "")

    def test_text(self):
        text = self.analyze(self.file("good", charge()))
        self.assertTrue(text.startswith("meter0, "), text)
        self.assertIn("\nOK (0.", text)
        self.assertIn("\nPhases\n", text)

    def test_standard_input(self):
        self.assertEqual(self.sessions("-", input=charge()), self.sessions(self.file("good", charge())))

    def test_table(self):
        lines = "".join(f"{t / 10},{5.1 if t < 20 else 5.05},{0 if t < 20 else 1}\n" for t in range(1200))
        session = self.sessions(self.file("table.csv", "time_s,vbus_v,ibus_a\n" + lines), "--at=source")[0]
        self.assertEqual((session["position"], session["verdict"]["class"]), ("source", "ok"))

    def test_what_is_said_is_heard(self):
        path = self.file("good", charge())
        session = self.sessions("--at=device", "--profile=a-speaker", path)[0]
        self.assertEqual((session["position"], session["profile"]), ("device", "a-speaker"))
        session = self.sessions("--note=position=source", "--note", "profile=a-speaker", path)[0]
        self.assertEqual((session["position"], session["profile"]), ("source", "a-speaker"))
        other = self.directory / "my.profile"
        other.write_text(PROFILE)
        self.assertEqual(self.sessions(f"--profile={other}", path)[0]["profile"], "my")

    def test_the_command_line_overrides_the_recording(self):
        said = '{"t":0,"input":"meter0","event":"note","position":"device","profile":"a-speaker"}\n'
        path = self.file("noted", charge().replace(METER, METER + said))
        self.assertEqual(self.sessions(path)[0]["position"], "device")
        session = self.sessions("--at=source", path)[0]
        self.assertEqual((session["position"], session["profile"]), ("source", "a-speaker"))

    def test_asleep(self):
        """An hour asleep in the middle of a charge: one session, as the daemon has it, and nothing of that hour in it."""
        hour = 3600 * 10**6
        before, after = charge(60), "".join(sample(t, 5050000, 1000000) for t in range(60000000 + hour, 120000000 + hour, 100000))
        gap = json.dumps({"t": 60000000 + hour, "input": "meter0", "event": "gap", "reason": "suspend", "duration_us": hour}) + "\n"
        session, = self.sessions(self.file("asleep", before + gap + after))
        self.assertEqual(session["gaps"], [{"start_us": 60000000, "duration_us": hour, "reason": "suspend", "count": 1}])
        awake, = self.sessions(self.file("awake", charge()))
        self.assertAlmostEqual(session["energy_uwh"], awake["energy_uwh"], delta=1000)

    def test_sessions_in_order(self):
        """Two sessions at one meter: unplugged for two minutes, then 2 s without load."""
        first, gap = charge(60), "".join(sample(t, 0, 0) for t in range(60000000, 198000000, 1000000))
        gap += "".join(sample(t, 5100000, 0) for t in range(198000000, 200000000, 100000))
        second = "".join(sample(t, 5050000, 900000) for t in range(200000000, 300000000, 100000))
        sessions = self.sessions(self.file("two", first + gap + second))
        self.assertEqual([s["port"] for s in sessions], ["meter0", "meter0"])
        starts = [s["start_us"] for s in sessions]
        self.assertEqual(starts, sorted(starts))

    def test_no_session(self):
        path = self.file("nothing", HEADER + METER + "".join(sample(t, 5100000, 0) for t in range(0, 30000000, 100000)))
        sessions = self.sessions(path, code=4)
        self.assertEqual([s["verdict"]["cause"] for s in sessions], ["inconclusive"])
        self.assertIsNotNone(sessions[0]["verdict"]["reason"])
        nothing = self.sessions(self.file("header", HEADER), code=4)
        self.assertEqual([(s["port"], s["verdict"]["cause"]) for s in nothing], [(None, "inconclusive")])
        self.assertIsNotNone(nothing[0]["verdict"]["reason"])

    def test_mask(self):
        path = self.file("good", charge().replace('"meter0"', '"fnb58-21A0XY"'))
        self.assertIn("21A0XY", self.analyze("--json", path))
        masked = self.analyze("--json", "--mask", path)
        self.assertNotIn("21A0XY", masked)
        self.assertIn('"port":"fnb58-serial1"', masked)

    def test_several_files(self):
        path = self.file("good", charge())
        text = self.analyze(path, path)
        self.assertEqual(text.count(f"== {path}\n"), 2)


class Codes(FileCase):
    """The exit code follows from the document, by the rule of chargectl(1)."""

    def expected(self, sessions):
        codes = set()
        for s in sessions:
            verdict = s["verdict"]
            if verdict["class"] == "ok":
                codes.add(3 if "draining" in s["symptoms"] else 0)
            elif verdict["class"] == "undecided" and verdict["cause"] != "cable-or-adapter":
                codes.add(4)
            else:
                codes.add(3)
        return next(c for c in (3, 4, 0) if c in codes)

    def test_simulated(self):
        seen = set()
        for scenario in ("healthy-phone", "overvoltage", "nothing-plugged", "laptop-weak-adapter", "speaker-thin-cable"):
            with self.subTest(scenario=scenario):
                command = [os.environ["SIMULATE"], scenario]
                recording = subprocess.run(command, capture_output=True, check=True).stdout
                done = chargectl("analyze", "--json", self.file(scenario, recording), **self.profiles)
                self.assertEqual(done.returncode, self.expected(json.loads(done.stdout)["sessions"]))
                seen.add(done.returncode)
        self.assertLessEqual({0, 3, 4}, seen)

    def test_worst_of_several(self):
        good = self.file("good", charge())
        nothing = self.file("nothing", HEADER)
        self.analyze(good, nothing, code=4)
        self.analyze(nothing, good, code=4)


if __name__ == "__main__":
    unittest.main()
