# SPDX-License-Identifier: LGPL-2.1-or-later
"""Ends the machine, whatever became of the stories: qemu's debug port takes the exit code."""

import os

code = os.environ.get("EXIT_STATUS", "1")
os.pwrite(os.open("/dev/port", os.O_WRONLY), bytes([int(code) if code.isdigit() else 1]), 0xF4)
