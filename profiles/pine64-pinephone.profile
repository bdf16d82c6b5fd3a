# SPDX-License-Identifier: LGPL-2.1-or-later
# Its battery is the owner's to change: one made for the Samsung Galaxy J7 (2015), 2750 to 3000 mAh.

[profile]
Title=PINE64 PinePhone
Category=phone
RatedVoltage=5.0V
RatedCurrent=3A
Battery=11.4Wh
Cells=1
Charger=switching
Source=PINE64 wiki, PinePhone: USB-C, 15 W, 5 V 3 A

[sources]
Battery=PINE64 wiki, PinePhone: 3000 mAh at 3.8 V, a nominal value
Cells=PINE64 wiki, PinePhone: 3.8 V
Charger=X-Powers AXP803 data sheet: PWM charger
