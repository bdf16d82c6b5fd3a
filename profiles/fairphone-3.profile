# SPDX-License-Identifier: LGPL-2.1-or-later
# Also Fairphone 3+. The battery can be changed without tools; its label counts.

[profile]
Title=Fairphone 3
Category=phone
FastCharge=yes
Battery=11.7Wh
Cells=1

[sources]
FastCharge=Fairphone 3 specifications: Qualcomm Quick Charge 3.0
Battery=label on the battery: 3.85 V 3040 mAh 11.7 Wh
Cells=label on the battery: 3.85 V
