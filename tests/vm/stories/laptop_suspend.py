# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop sleeps while it charges, and its clock is set: the session goes on, and the time asleep is told as missing."""

from steps import *

CHARGER = contract((5, 3), (20, 3.25), takes=2)

ASLEEP = {"reason": "suspend", "duration_us": at_least(14_000_000)}


def twice(wanted):
    return lambda got: differs([wanted], got) if len(got) == 2 else f"{got} are not two"


STORY = [
    config("SessionClose=10s\n"),
    laptop(mains=1, battery=charging(2100), port1=CHARGER),
    bus_signal("SessionStarted", matches("/port0$"), at_least(1)),
    status({"port": "port0", "verdict": {"cause": "charging"}}),
    suspended(15),
    laptop(battery=charging(2000)),
    explain("port0", {"gaps": [ASLEEP]}),
    status({"port": "port0", "verdict": {"cause": "charging"}, "symptoms": empty}),
    # Unplugged, and asleep before the session could end: nobody saw that nothing came back.
    laptop(mains=0, battery=discharging(800), port1=None),
    status({"port": "port0", "states": {"partner": "no"}}),
    suspended(15),
    laptop(mains=1, battery=charging(2100), port1=CHARGER),
    status({"port": "port0", "states": {"partner": "yes"}, "verdict": {"cause": "charging"}}),
    explain("port0", {"gaps": twice(ASLEEP)}),
    never("SessionEnded", matches("/port0$"), at_least(0)),
    # The clock on the wall is no matter.
    shell("date --set='+1 day'"), laptop(battery=charging(2000)),
    status({"port": "port0", "readings": {"battery-current": measured(2_000_000, "uA", "BAT0")}}),
    shell("date --set='-2 days'"), laptop(battery=charging(1900)),
    status({"port": "port0", "readings": {"battery-current": measured(1_900_000, "uA", "BAT0")},
            "session": {"duration_us": near(1_800_000_000, 1_800_000_000)}, "verdict": {"cause": "charging"}}),
    shell("date --set='+1 day'"),
    never("SessionEnded", matches("/port0$"), at_least(0)),
    laptop(mains=0, battery=discharging(800), port1=None),
    bus_signal("SessionEnded", matches("/port0$"), at_least(1)),
]
