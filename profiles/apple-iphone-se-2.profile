# SPDX-License-Identifier: LGPL-2.1-or-later
# A Lightning device: more than 5 V come only over a Type-C to Lightning cable.

[profile]
Title=Apple iPhone SE (2nd generation)
Category=phone
FastCharge=yes
Battery=6.96Wh
Cells=1
Enumerates=yes

[sources]
FastCharge=Apple, technical specifications: fast-charge capable with an 18 W adapter
Battery=teardown: label on the battery, 3.82 V 1821 mAh 6.96 Wh
Cells=teardown: label on the battery, 3.82 V
Enumerates=libimobiledevice, which talks to all of them through usbmux
