# SPDX-License-Identifier: LGPL-2.1-or-later
# 5 A need a supply that offers them by USB PD at 5 V and an e-marked cable; with less it limits its own ports to 600
# mA.

[profile]
Title=Raspberry Pi 5
Category=board
RatedVoltage=5.1V
RatedCurrent=5A
RatedPower=27W
FastCharge=no
Battery=none
Source=Raspberry Pi documentation, power supply: recommended supply of this model

[sources]
FastCharge=Raspberry Pi documentation: it negotiates 5 A at 5 V and takes no higher voltage
Battery=the board has none
