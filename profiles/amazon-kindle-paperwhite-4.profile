# SPDX-License-Identifier: LGPL-2.1-or-later
# Micro-USB. It takes little: no sign of a weak adapter.

[profile]
Title=Amazon Kindle Paperwhite (10th generation)
Category=reader
Enumerates=yes
Usb=1949:0004

[sources]
Enumerates=usb.ids: Amazon Kindle
Usb=usb.ids: Amazon Kindle
