# SPDX-License-Identifier: LGPL-2.1-or-later
# A laptop that charges at 5 V, through Type-C or a 5 V barrel connector. Its battery is given in milliampere-hours
# only (9800 in the kernel's device tree), so it is left out.

[profile]
Title=PINE64 Pinebook Pro
Category=laptop
RatedVoltage=5.0V
RatedCurrent=3A
FastCharge=no
Source=PINE64 wiki, Pinebook Pro: power input 5 V 3 A

[sources]
FastCharge=Linux, rk3399-pinebook-pro.dts: the only sink PDO is 5 V
