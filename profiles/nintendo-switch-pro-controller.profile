# SPDX-License-Identifier: LGPL-2.1-or-later
# Its time is long because it takes little: no sign of a weak adapter.

[profile]
Title=Nintendo Switch Pro Controller
Category=controller
Battery=5Wh
Cells=1
ChargeTime=6h
Enumerates=yes
Usb=057e:2009

[sources]
Battery=label on the battery CTR-003: 3.7 V 1300 mAh 5 Wh
Cells=label on the battery CTR-003: 3.7 V
ChargeTime=Nintendo, technical specifications of this model: about 6 h
Enumerates=Linux, drivers/hid/hid-ids.h and hid-nintendo.c
Usb=Linux, drivers/hid/hid-ids.h
