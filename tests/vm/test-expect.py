#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the stories expect with: that it sees what differs, and no more."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent / "inside"))

from expect import absent, at_least, differs, empty, is_not, matches, near, without  # noqa: E402

PORTS = [{"port": "a", "readings": {"vbus": 5}}, {"port": "b", "readings": {}}]

# wanted, got
SAME = (
    (1, 1), (None, None), ("x", "x"), ({}, {"more": 1}), ({"a": 1}, {"a": 1, "b": 2}), ([], [1]), ([2, 1], [1, 2, 3]),
    ([{"port": "b"}], PORTS), ([{"port": "a", "readings": {"vbus": near(5.1, 0.2)}}], PORTS),
    ([{"port": "b", "readings": {"vbus": absent}}], PORTS), ({"a": empty}, {"a": []}), ({"a": at_least(3)}, {"a": 3}),
    ({"a": matches("^x")}, {"a": "xy"}), ({"a": is_not("x")}, {"a": "y"}), (without({"port": "c"}), PORTS),
)
DIFFERENT = (
    (1, 2), (1, True), (0, None), (None, 0), ("1", 1), ({"a": 1}, {}), ({"a": 1}, None), ([1], []), ([1], None),
    ([{"port": "a", "readings": {"vbus": 6}}], PORTS), ([{"port": "c"}], PORTS),
    ([{"port": "a", "readings": {"vbus": absent}}], PORTS), ({"a": empty}, {"a": [1]}), ({"a": empty}, {}),
    ({"a": at_least(3)}, {"a": 2}), ({"a": at_least(3)}, {"a": None}), ({"a": near(5, 1)}, {"a": 7}),
    ({"a": near(5, 1)}, {}), ({"a": matches("^x")}, {"a": "y"}), ({"a": matches("x")}, {"a": None}),
    ({"a": is_not("x")}, {"a": "x"}), (without({"port": "a"}), PORTS),
)


class Expect(unittest.TestCase):
    def test_same(self):
        for wanted, got in SAME:
            self.assertIsNone(differs(wanted, got), (wanted, got))

    def test_different(self):
        for wanted, got in DIFFERENT:
            self.assertIsNotNone(differs(wanted, got), (wanted, got))

    def test_says_where(self):
        self.assertIn("[a] readings: vbus: 5 is not 6",
                      differs({"ports": [{"port": "a", "readings": {"vbus": 6}}]}, {"ports": PORTS}))


unittest.main()
