# SPDX-License-Identifier: LGPL-2.1-or-later
# Earbuds in their case. They take little: 2.5 W is a full charge rate for them, and no sign of a weak adapter.

[profile]
Title=Earbuds
Category=earbuds
RatedVoltage=5.0V
FastCharge=no
Source=a case draws far less than the 7.5 W that 5 V can give (USB BC 1.2), so it never asks for more than 5 V,
	and what asks for nothing is promised nothing above it
