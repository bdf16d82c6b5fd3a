# SPDX-License-Identifier: LGPL-2.1-or-later
# Single-board computers: some take 5 V only, some ask for up to 20 V; 0.5 A is enough for one and 5 A not for another.

[profile]
Title=Single-board computer
Category=board
Source=nothing is claimed
