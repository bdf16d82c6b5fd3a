# SPDX-License-Identifier: LGPL-2.1-or-later
# A1263, micro-USB, the model without Quick Charge. At its output it gives far less than its battery holds.

[profile]
Title=Anker PowerCore 10000
Category=power-bank
RatedVoltage=5.0V
RatedCurrent=2A
FastCharge=no
Battery=36Wh
Source=label on the device: input 5 V 2 A; 3.6 V 10000 mAh, 36 Wh
