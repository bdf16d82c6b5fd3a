# SPDX-License-Identifier: LGPL-2.1-or-later
# Micro-USB, 5 V 2 A or 9 V 1.67 A.

[profile]
Title=Samsung Galaxy S7
Category=phone
RatedVoltage=9V
RatedCurrent=2A
RatedPower=15W
FastCharge=yes
Battery=11.55Wh
Cells=1
Enumerates=yes
Usb=04e8:6860
Source=label on the adapter EP-TA20 it came with: 9 V 1.67 A, 5 V 2 A

[sources]
RatedCurrent=label on the adapter EP-TA20: 5 V 2 A
Battery=label on the battery EB-BG930ABE: 3.85 V 3000 mAh 11.55 Wh
Cells=label on the battery EB-BG930ABE: 3.85 V
Enumerates=usb.ids: Samsung, Galaxy series, MTP mode
Usb=usb.ids: Samsung, Galaxy series, MTP mode
