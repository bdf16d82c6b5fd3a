# SPDX-License-Identifier: LGPL-2.1-or-later
# How much power a laptop needs is its own: its contract and its battery tell, no rating here can.

[profile]
Title=Laptop
Category=laptop
FastCharge=yes
Source=At 5 V a Type-C port gives at most 15 W (3 A). Laptops ask for more, so for a higher voltage
	(USB PD 3.1 chapter 10)
