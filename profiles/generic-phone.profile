# SPDX-License-Identifier: LGPL-2.1-or-later
# Phones differ in everything that can be judged: rated current from 1 A to 6 A, voltage from 5 V to 20 V. So this says
# only what it is; a profile of the very model says more.

[profile]
Title=Phone
Category=phone
Source=nothing is claimed
