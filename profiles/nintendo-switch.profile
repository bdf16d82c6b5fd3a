# SPDX-License-Identifier: LGPL-2.1-or-later
# Outside its dock it takes at most about 18 W; the adapter's power is for dock, console and what is plugged into the
# dock. No current is given: it differs with voltage and use.

[profile]
Title=Nintendo Switch
Category=console
RatedVoltage=15V
RatedPower=39W
FastCharge=yes
Battery=16Wh
Cells=1
ChargeTime=3h

[sources]
RatedVoltage=label on the AC adapter HAC-002: 15 V 2.6 A, 5 V 1.5 A
RatedPower=label on the AC adapter HAC-002: 15 V 2.6 A
FastCharge=label on the AC adapter HAC-002: 15 V beside 5 V
Battery=label on the battery HAC-003: 3.7 V 4310 mAh 16 Wh
Cells=label on the battery HAC-003: 3.7 V
ChargeTime=Nintendo, technical specifications of this model: about 3 h in sleep mode
