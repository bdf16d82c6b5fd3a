# SPDX-License-Identifier: LGPL-2.1-or-later
# How much power a laptop needs is its own: its contract and its battery tell, no rating here can. A few charge at 5 V
# (see pine64-pinebook-pro): for those take their own profile, this one would not warn of 20 V.

[profile]
Title=Laptop
Category=laptop
FastCharge=yes
Source=At 5 V a Type-C port gives at most 15 W (3 A). Laptops ask for more, so for a higher voltage
	(USB PD 3.1 chapter 10)
