# SPDX-License-Identifier: LGPL-2.1-or-later
# The current is what its supply is rated for, ports and accessories included. Its micro-USB socket carries power
# only.

[profile]
Title=Raspberry Pi 3 Model B+
Category=board
RatedVoltage=5.1V
RatedCurrent=2.5A
FastCharge=no
Battery=none
Enumerates=no
Source=Raspberry Pi documentation, power supply: recommended supply of this model

[sources]
FastCharge=Raspberry Pi schematics: VBUS feeds the 5 V rail as it comes, no part asks for more
Battery=the board has none
Enumerates=Raspberry Pi schematics: D+ and D- of the power socket are not connected
