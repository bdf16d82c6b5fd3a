# SPDX-License-Identifier: LGPL-2.1-or-later
# A Lightning device; the 7th and 8th generation have the same battery.

[profile]
Title=Apple iPad (9th generation)
Category=tablet
RatedPower=20W
FastCharge=yes
Battery=32.4Wh
Enumerates=yes
Source=Apple, technical specifications: 32.4 Wh battery, 20 W USB-C adapter

[sources]
Enumerates=libimobiledevice, which talks to all of them through usbmux
