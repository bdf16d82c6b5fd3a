# SPDX-License-Identifier: LGPL-2.1-or-later
# Type-C; its other socket gives power to phones.

[profile]
Title=JBL Charge 5
Category=speaker
RatedVoltage=5.0V
RatedCurrent=3A
Battery=27Wh
ChargeTime=4h
Source=JBL, specification sheet of this model: 4 h at 5 V 3 A

[sources]
Battery=JBL, specification sheet of this model: 27 Wh, 3.6 V 7500 mAh
