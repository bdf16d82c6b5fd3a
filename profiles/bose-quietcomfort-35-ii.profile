# SPDX-License-Identifier: LGPL-2.1-or-later
# Micro-USB.

[profile]
Title=Bose QuietComfort 35 II
Category=headphones
ChargeTime=2.25h

[sources]
ChargeTime=Bose, QC35 II specifications: up to 2.25 h
