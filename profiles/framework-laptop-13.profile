# SPDX-License-Identifier: LGPL-2.1-or-later
# The battery is the one of the first models; a 61 Wh one exists, see framework-laptop-13-61wh.

[profile]
Title=Framework Laptop 13, 55 Wh battery
Category=laptop
RatedVoltage=20V
RatedPower=60W
FastCharge=yes
Battery=55Wh
Source=Framework, specifications: battery, power adapter

[sources]
RatedVoltage=label on the adapter: 20 V 3 A
