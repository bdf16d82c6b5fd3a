# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop's clock is set while it charges, a day ahead and a day back: the session goes on as if nothing had been."""

from steps import *

CHARGER = contract((5, 3), (20, 3.25), takes=2)

STORY = [
    laptop(mains=1, battery=charging(2100), port1=CHARGER),
    bus_signal("SessionStarted", matches("/port0$"), at_least(1)),
    status({"port": "port0", "verdict": {"cause": "charging"}}),
    shell("date --set='+1 day'"), laptop(battery=charging(2000)),
    status({"port": "port0", "readings": {"battery-current": measured(2_000_000, "uA", "BAT0")}}),
    shell("date --set='-2 days'"), laptop(battery=charging(1900)),
    status({"port": "port0", "readings": {"battery-current": measured(1_900_000, "uA", "BAT0")},
            "session": {"duration_us": near(1_800_000_000, 1_800_000_000)}, "verdict": {"cause": "charging"}}),
    shell("date --set='+1 day'"),
    never("SessionEnded", matches("/port0$"), at_least(0)),
]
