# SPDX-License-Identifier: LGPL-2.1-or-later
# A small computer: what it takes while charging depends on what it runs.

[profile]
Title=Valve Steam Deck OLED
Category=console
RatedPower=45W
FastCharge=yes
Battery=50Wh
Source=Valve, Steam Deck technical specifications: 50 Wh; 45 W USB Type-C PD 3.0 supply
