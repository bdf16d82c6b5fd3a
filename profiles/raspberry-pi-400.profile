# SPDX-License-Identifier: LGPL-2.1-or-later
# The current is what its supply is rated for, ports and accessories included.

[profile]
Title=Raspberry Pi 400
Category=board
RatedVoltage=5.1V
RatedCurrent=3A
FastCharge=no
Battery=none
Source=Raspberry Pi documentation, power supply: recommended supply of this model

[sources]
FastCharge=Raspberry Pi schematics: VBUS feeds the 5 V rail as it comes, no part asks for more
Battery=the board has none
