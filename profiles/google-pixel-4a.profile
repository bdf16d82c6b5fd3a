# SPDX-License-Identifier: LGPL-2.1-or-later
# The 4G model. Its battery is given in milliampere-hours only, so it is left out.

[profile]
Title=Google Pixel 4a
Category=phone
RatedPower=18W
FastCharge=yes
Source=Google, Pixel 4a specifications: 18 W USB-C adapter with USB PD 2.0
