# SPDX-License-Identifier: LGPL-2.1-or-later
# It has no dock and no video output over its connector.

[profile]
Title=Nintendo Switch Lite
Category=console
RatedVoltage=15V
FastCharge=yes
Battery=13.6Wh
Cells=1
ChargeTime=3h

[sources]
RatedVoltage=label on the AC adapter HAC-002: 15 V 2.6 A, 5 V 1.5 A
FastCharge=label on the AC adapter HAC-002 it is made for: 15 V beside 5 V
Battery=label on the battery HDH-003: 3.8 V 3570 mAh 13.6 Wh
Cells=label on the battery HDH-003: 3.8 V
ChargeTime=Nintendo, technical specifications of this model: about 3 h in sleep mode
