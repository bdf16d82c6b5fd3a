# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop sleeps while it charges, and between unplug and plug: the session goes on, and the time asleep is missing."""

from steps import *

CHARGER = contract((5, 3), (20, 3.25), takes=2)

STORY = [
    config("SessionClose=10s\n"),
    laptop(mains=1, battery=charging(2100), port1=CHARGER),
    bus_signal("SessionStarted", matches("/port0$"), at_least(1)),
    status({"port": "port0", "verdict": {"cause": "charging"}}),
    suspended(),
    laptop(battery=charging(2000)),
    explain("port0", {"gaps": [gap_of_sleep(0)]}),
    status({"port": "port0", "verdict": {"cause": "charging"}, "symptoms": empty}),
    # Unplugged, and asleep before the session could end: nobody saw that nothing came back.
    laptop(mains=0, battery=discharging(800), port1=None),
    status({"port": "port0", "states": {"partner": "no"}}),
    suspended(),
    laptop(mains=1, battery=charging(2100), port1=CHARGER),
    status({"port": "port0", "states": {"partner": "yes"}, "verdict": {"cause": "charging"}}),
    explain("port0", {"gaps": [gap_of_sleep(0), gap_of_sleep(1)]}),
    never("SessionEnded", matches("/port0$"), at_least(0)),
    never("VerdictChanged", matches("/port0$"), is_not("charging"), at_least(0)),
]
