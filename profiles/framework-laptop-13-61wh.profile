# SPDX-License-Identifier: LGPL-2.1-or-later
# The same laptop with the larger battery.

[profile]
Title=Framework Laptop 13, 61 Wh battery
Category=laptop
RatedVoltage=20V
RatedPower=60W
FastCharge=yes
Battery=61Wh
Source=Framework, specifications: battery, power adapter

[sources]
RatedVoltage=label on the adapter: 20 V 3 A
