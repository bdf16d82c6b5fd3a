# SPDX-License-Identifier: LGPL-2.1-or-later
# Earbuds in their case. They take little: 2.5 W is a full charge rate for them, and no sign of a weak adapter. That 5 V
# are all a case may get holds for nearly all of them; a profile of the very model may say so, this one must not.

[profile]
Title=Earbuds
Category=earbuds
Source=nothing is claimed
