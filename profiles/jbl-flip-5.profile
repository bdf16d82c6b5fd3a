# SPDX-License-Identifier: LGPL-2.1-or-later
# Type-C. Two values are around for its battery, so it is left out.

[profile]
Title=JBL Flip 5
Category=speaker
RatedVoltage=5.0V
RatedCurrent=3A
ChargeTime=2.5h
Source=JBL, specification sheet of this model: 2.5 h at 5 V 3 A
