# SPDX-License-Identifier: LGPL-2.1-or-later
# The current is what its supply is rated for, ports and accessories included. Early boards do not take power from a
# Type-C cable with an e-marker.

[profile]
Title=Raspberry Pi 4 Model B
Category=board
RatedVoltage=5.1V
RatedCurrent=3A
FastCharge=no
Battery=none
Source=Raspberry Pi documentation, power supply: recommended supply of this model

[sources]
FastCharge=Raspberry Pi schematics: VBUS feeds the 5 V rail as it comes, no part asks for more
Battery=the board has none
