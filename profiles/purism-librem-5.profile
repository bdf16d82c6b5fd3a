# SPDX-License-Identifier: LGPL-2.1-or-later
# Its battery is given in milliampere-hours only, so it is left out.

[profile]
Title=Purism Librem 5
Category=phone
Charger=switching
Regulation=3.9V

[sources]
Charger=Linux, imx8mq-librem5.dtsi: BQ25895; its data sheet: switch-mode
Regulation=Linux, imx8mq-librem5.dtsi: ti,vinmin-threshold
