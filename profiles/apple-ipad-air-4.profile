# SPDX-License-Identifier: LGPL-2.1-or-later
# Type-C.

[profile]
Title=Apple iPad Air (4th generation)
Category=tablet
RatedPower=20W
FastCharge=yes
Battery=28.6Wh
Enumerates=yes
Source=Apple, technical specifications: 28.6 Wh battery, 20 W USB-C adapter

[sources]
Enumerates=libimobiledevice, which talks to all of them through usbmux
