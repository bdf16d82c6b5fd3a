# SPDX-License-Identifier: LGPL-2.1-or-later
# Both models, with a micro-USB socket.

[profile]
Title=Sony DualShock 4
Category=controller
RatedVoltage=5.0V
RatedCurrent=800mA
FastCharge=no
Battery=3.65Wh
Cells=1
Enumerates=yes
Usb=054c:05c4 054c:09cc
Source=instruction manual: input power rating 5 V 800 mA

[sources]
Battery=instruction manual of CUH-ZCT2: 3.65 V 1000 mAh, a nominal value
Cells=instruction manual of CUH-ZCT2: 3.65 V
Enumerates=Linux, drivers/hid/hid-ids.h and hid-playstation.c
Usb=Linux, drivers/hid/hid-ids.h
