# SPDX-License-Identifier: LGPL-2.1-or-later
# The wireless controller, not the DualSense Edge.

[profile]
Title=Sony DualSense
Category=controller
RatedVoltage=5.0V
RatedCurrent=1.5A
FastCharge=no
Battery=5.69Wh
Cells=1
Enumerates=yes
Usb=054c:0ce6
Source=instruction manual of CFI-ZCT1: input power rating 5 V 1500 mA

[sources]
Battery=instruction manual of CFI-ZCT1: 3.65 V 1560 mAh, a nominal value
Cells=instruction manual of CFI-ZCT1: 3.65 V
Enumerates=Linux, drivers/hid/hid-ids.h and hid-playstation.c
Usb=Linux, drivers/hid/hid-ids.h
