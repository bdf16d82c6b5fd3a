# SPDX-License-Identifier: LGPL-2.1-or-later
# Smaller adapters charge it, too, and more slowly: the power is of the 65 W one.

[profile]
Title=Lenovo ThinkPad X1 Carbon Gen 9
Category=laptop
RatedVoltage=20V
RatedPower=65W
FastCharge=yes
Battery=57Wh
Source=Lenovo PSREF, this model: battery, USB-C power adapter

[sources]
RatedVoltage=label on the adapter: 20 V 3.25 A
