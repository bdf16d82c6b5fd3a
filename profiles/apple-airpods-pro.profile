# SPDX-License-Identifier: LGPL-2.1-or-later
# The battery is the case's alone; the two earbuds in it add a sixth.

[profile]
Title=Apple AirPods Pro (1st generation)
Category=earbuds
Battery=1.98Wh
Cells=1

[sources]
Battery=teardown: label on the battery of the case, 3.81 V 519 mAh 1.98 Wh
Cells=teardown: label on the battery of the case, 3.81 V
