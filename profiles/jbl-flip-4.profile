# SPDX-License-Identifier: LGPL-2.1-or-later
# Micro-USB.

[profile]
Title=JBL Flip 4
Category=speaker
RatedVoltage=5.0V
RatedCurrent=1A
Battery=11.1Wh
ChargeTime=3.5h
Source=JBL, specification sheet of this model: 3.5 h at 5 V 1 A

[sources]
Battery=JBL, specification sheet of this model: 3.7 V 3000 mAh, a nominal value
