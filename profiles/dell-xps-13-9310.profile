# SPDX-License-Identifier: LGPL-2.1-or-later
# The clamshell, not the 2-in-1.

[profile]
Title=Dell XPS 13 9310
Category=laptop
RatedVoltage=20V
RatedPower=45W
FastCharge=yes
Battery=52Wh
Source=Dell, XPS 13 9310 setup and specifications: battery, power adapter

[sources]
RatedVoltage=label on the adapter: 20 V 2.25 A
