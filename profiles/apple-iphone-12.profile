# SPDX-License-Identifier: LGPL-2.1-or-later
# A Lightning device: more than 5 V come only over a Type-C to Lightning cable.

[profile]
Title=Apple iPhone 12
Category=phone
FastCharge=yes
Battery=10.78Wh
Cells=1
Enumerates=yes

[sources]
FastCharge=Apple, technical specifications: fast-charge capable with a 20 W adapter
Battery=teardown: label on the battery, 3.83 V 2815 mAh 10.78 Wh
Cells=teardown: label on the battery, 3.83 V
Enumerates=libimobiledevice, which talks to all of them through usbmux
