# SPDX-License-Identifier: LGPL-2.1-or-later
# The current is what its supply is rated for; the board alone takes a fraction of it.

[profile]
Title=Raspberry Pi Zero 2 W
Category=board
RatedVoltage=5.0V
RatedCurrent=2.5A
FastCharge=no
Battery=none
Source=Raspberry Pi documentation, power supply: recommended supply of this model

[sources]
FastCharge=Raspberry Pi schematics: VBUS feeds the 5 V rail as it comes, no part asks for more
Battery=the board has none
