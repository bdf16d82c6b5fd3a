# SPDX-License-Identifier: LGPL-2.1-or-later
"""A charge is recorded while it happens: without a daemon the file says the same as the daemon did."""

from steps import *

METER = "fnb48-21A0"
FILE = "/run/story.ndjson"

STORY = [
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=900000"),
    status({"port": METER, "verdict": {"class": "ok", "cause": "charging"}}),
    shell(f"chargectl record {METER} --for=8s -o {FILE}"),
    shell(f"grep -q '\"model\":\"FNIRSI FNB48\"' {FILE} && test $(grep -c '\"event\":\"sample\"' {FILE}) -ge 700"),
    shell(f"chargectl analyze --json {FILE} | grep -q '\"cause\":\"charging\",\"part\":\"none\"'"),
    shell(f"chargectl record {METER} --for=1s -o {FILE}", code=5),  # it is there already
    shell(f"rm {FILE}"),
    untroubled("m"),
]
