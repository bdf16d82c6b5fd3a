# SPDX-License-Identifier: LGPL-2.1-or-later
# It takes more from a stronger adapter: the power is of the smallest one it came with.

[profile]
Title=Apple MacBook Air (M2, 2022)
Category=laptop
RatedPower=30W
FastCharge=yes
Battery=52.6Wh
Source=Apple, technical specifications of this model: battery, USB-C power adapter it came with
