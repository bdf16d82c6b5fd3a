# SPDX-License-Identifier: LGPL-2.1-or-later
# It does not play while it charges. It takes less than most adapters give: no sign of a weak one.

[profile]
Title=Sony WH-1000XM4
Category=headphones
RatedVoltage=5.0V
ChargeTime=3h

[sources]
RatedVoltage=Sony help guide of this model, specifications: DC 5 V when charged through USB
ChargeTime=Sony help guide of this model, specifications: about 3 h
