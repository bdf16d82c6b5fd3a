# SPDX-License-Identifier: LGPL-2.1-or-later
# A speaker with a micro-USB input. The device decides how much current flows: a stronger 5 V adapter cannot push.
# At 5 V 1.5 A a charge takes about 3 h and its taper, at 1 A 4.5 h, at 500 mA (a computer's port) 9 to 10 h.

[profile]
Title=Anker Soundcore 2
Category=speaker
RatedVoltage=5.0V
RatedCurrent=1.5A
# Two cells of 2600 mAh in series hold 19.24 Wh; that takes 22 to 24 Wh at the plug.
Battery=19.24Wh
Cells=2
Charger=boost
Energy=23Wh
ChargeTime=3h-4h
Enumerates=no
FastCharge=no
Source=notcharging.com on this speaker: 5 V 1.5 A, 3 to 4 h, lamp, reset

[sources]
Battery=teardown: owners who opened theirs report two 2600 mAh cells, 7.4 V
Cells=teardown: owners who opened theirs report 7.4 V
Charger=follows from 7.4 V charged out of 5 V
Energy=computed: that pack, charged at 80 to 87 %
Enumerates=it plays over Bluetooth and a cable with a plug for sound: there is nothing to enumerate
FastCharge=notcharging.com: rated for 5 V, over micro-USB

[leds]
blinking-red=low
solid-red=charging
solid-white=full

[reset]
Step1=Unplug the charging cable.
Step2=Hold the power button for 8 seconds.
Step3=Hold the Bluetooth button for 10 seconds, until the lamp turns blue.
Step4=Hold volume-up and play/pause together for 8 seconds, until the voice says that it powers off.
Step5=Plug the charging cable in again.
Loses=all Bluetooth pairings and settings
