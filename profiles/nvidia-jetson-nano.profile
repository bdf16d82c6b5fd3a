# SPDX-License-Identifier: LGPL-2.1-or-later
# For its micro-USB socket. Its other input, a 5 V barrel connector, is rated for 4 A.

[profile]
Title=NVIDIA Jetson Nano Developer Kit
Category=board
RatedVoltage=5.0V
RatedCurrent=2A
FastCharge=no
Battery=none
Source=NVIDIA Jetson Nano Developer Kit user guide: micro-USB, 5 V 2 A, and no battery
