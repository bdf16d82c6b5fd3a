# SPDX-License-Identifier: LGPL-2.1-or-later
# Micro-USB.

[profile]
Title=Ultimate Ears BOOM 2
Category=speaker
ChargeTime=2.9h

[sources]
ChargeTime=Ultimate Ears, BOOM 2 specifications: 2.9 h
