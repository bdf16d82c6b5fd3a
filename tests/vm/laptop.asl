/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The power side of a laptop, as its firmware would describe it: mains, a battery, two USB-C ports behind UCSI. Debian's
 * own drivers (ac, battery, ucsi_acpi) bind to it. All it says stands in a page of reserved memory that
 * inside/laptop.py writes; then a "fan" is set to a speed, and firmware tells the drivers what changed:
 *
 *     0x10000000  mailbox between ucsi_acpi and EXEC()    UCSI 1.2 §3
 *     0x10001000  the state                                the fields below, and inside/laptop.py
 *
 * ACPI 6.5: battery §10.2, AC adapter §10.3, fan §11.3. UCSI 1.2: data structures §3, commands §4.5.
 */
DefinitionBlock ("", "SSDT", 2, "CHRGDG", "LAPTOP", 1)
{
	Scope (\_SB)
	{
		OperationRegion (STAT, SystemMemory, 0x10001000, 0x400)
		Field (STAT, AnyAcc, NoLock, Preserve)
		{
			TOLD, 32,                                       /* bits: what to notify, see _FSL */
			MAIN, 32,                                       /* mains: 1 online */
			BSTA, 32, BRAT, 32, BREM, 32, BVOL, 32,         /* _BST */
			BDES, 32, BFUL, 32, BDVO, 32, BCYC, 32,         /* _BIX */
			BOUT, 32,                                       /* battery: 1 taken out */
			Offset (0x100), C1ST, 72, Offset (0x110), C1NP, 32, Offset (0x120), C1PD, 224,
			Offset (0x200), C2ST, 72, Offset (0x210), C2NP, 32, Offset (0x220), C2PD, 224
		}
		Field (STAT, AnyAcc, NoLock, Preserve)
		{
			Offset (0x100), C1CH, 16, Offset (0x200), C2CH, 16      /* what changed, until acknowledged */
		}

		Device (AC)
		{
			Name (_HID, "ACPI0003")
			Name (_PCL, Package () { \_SB })
			Method (_STA) { Return (0x0F) }
			Method (_PSR) { Return (MAIN) }
		}

		Device (BAT0)
		{
			Name (_HID, EisaId ("PNP0C0A"))
			Name (_UID, 1)
			Name (_PCL, Package () { \_SB })
			Method (_INI)
			{
				BSTA = 1 BRAT = 800 BREM = 2500 BVOL = 11800
				BDES = 5000 BFUL = 4800 BDVO = 11400 BCYC = 17
				BOUT = 0 MAIN = 0 TOLD = 0 C1NP = 0 C2NP = 0
				C1ST = Buffer (9) {} C2ST = Buffer (9) {}
			}
			/* The bay is always there, a battery in it (bit 4) not. */
			Method (_STA)
			{
				If (BOUT == 1) { Return (0x0F) }
				Return (0x1F)
			}
			/* revision 0, unit mA, …, rechargeable; warning and low marks, accuracy, times, steps; names */
			Name (INFO, Package () { 0, 1, 0, 0, 1, 0, 500, 250, 0, 95000, 1000, 1000, 500, 500, 10, 10,
				"DC-4800", "1", "LION", "chargediag" })
			Method (_BIX)
			{
				INFO [2] = BDES INFO [3] = BFUL INFO [5] = BDVO INFO [8] = BCYC
				Return (INFO)
			}
			Name (NOW, Package () { 0, 0, 0, 0 })
			Method (_BST)
			{
				NOW [0] = BSTA NOW [1] = BRAT NOW [2] = BREM NOW [3] = BVOL
				Return (NOW)
			}
		}

		Device (UBTC)
		{
			Name (_HID, "USBC000")
			Name (_CID, EisaId ("PNP0CA0"))
			Name (_UID, 0)
			Name (_CRS, ResourceTemplate () { Memory32Fixed (ReadWrite, 0x10000000, 0x1000) })
			OperationRegion (MBOX, SystemMemory, 0x10000000, 0x30)
			Field (MBOX, AnyAcc, NoLock, Preserve)
			{
				VERS, 16, Offset (0x04), CCI, 32, Offset (0x10), MSGI, 128
			}
			/* CONTROL by its bytes; the arguments of a command begin at the third. */
			Field (MBOX, ByteAcc, NoLock, Preserve)
			{
				Offset (0x08), CMD, 8, DLEN, 8, PAR1, 8, PAR2, 8, PAR3, 8
			}
			Method (_INI) { VERS = 0x0120 CCI = 0 }
			Method (_STA) { Return (0x0F) }

			/* Command completed, with so many bytes in MSGI. */
			Method (DONE, 1) { CCI = 0x80000000 | (Arg0 << 8) }

			/* GET_PDOS of a partner: of Arg1 objects in Arg0 those from PAR2 on, (PAR3 & 3) + 1 at most. */
			Method (PDOS, 2)
			{
				Local0 = Buffer (16) {}
				Local1 = 0
				While ((Local1 <= (PAR3 & 3)) && ((PAR2 + Local1) < Arg1))
				{
					Local2 = 0
					While (Local2 < 4)
					{
						Local0 [(Local1 * 4) + Local2] = DerefOf (Arg0 [((PAR2 + Local1) * 4) + Local2])
						Local2++
					}
					Local1++
				}
				MSGI = Local0
				DONE (Local1 * 4)
			}

			Method (EXEC)
			{
				Local0 = (PAR1 & 0x7F) /* the connector */
				Switch (ToInteger (CMD))
				{
					Case (0x01) /* PPM_RESET: its end is polled for, not notified */
					{
						VERS = 0x0120
						CCI = 0x08000000
						Return
					}
					Case (0x04) /* ACK_CC_CI */
					{
						If (PAR1 & 1) { C1CH = 0 C2CH = 0 }
						CCI = 0x20000000
					}
					Case (0x05) { DONE (0) } /* SET_NOTIFICATION_ENABLE */
					Case (0x06) /* GET_CAPABILITY: PD and Type-C, 2 connectors, PDO details; PD 3.0, Type-C 1.0 */
					{
						MSGI = Buffer (16) { 0x44, 0x41, 0, 0, 2, 0x10, 0, 0, 0, 0, 0x20, 0x01, 0x00, 0x03, 0x00, 0x01 }
						DONE (16)
					}
					Case (0x07) { MSGI = Buffer (16) { 0x64, 0x03 } DONE (2) } /* either role, USB 2 and 3 */
					Case (0x10)
					{
						If ((PAR1 & 0x80) == 0) { MSGI = Buffer (16) { 0x2C, 0x91, 0x01, 0x0A } DONE (4) } /* our 5 V 3 A */
						ElseIf (Local0 == 1) { PDOS (C1PD, C1NP) }
						Else { PDOS (C2PD, C2NP) }
					}
					Case (0x11) { MSGI = Buffer (16) { 0x0A, 0x05, 0x3C, 0x14, 0x00 } DONE (5) } /* cable: 3 A */
					Case (0x12)
					{
						If (Local0 == 1) { MSGI = C1ST } Else { MSGI = C2ST }
						DONE (9)
					}
					Case (0x13) { MSGI = Buffer (16) {} DONE (16) } /* GET_ERROR_STATUS: none */
					Default { CCI = 0x82000000 } /* not supported */
				}
				Notify (UBTC, 0x80)
			}

			Method (_DSM, 4, Serialized)
			{
				If (Arg0 == ToUUID ("6f8398c2-7ca4-11e4-ad36-631042b5008f"))
				{
					If (ToInteger (Arg2) == 0) { Return (Buffer () { 0x07 }) }
					If (ToInteger (Arg2) == 1) { EXEC () }
				}
				Return (Buffer () { 0 })
			}

			Method (CHNG, 1) /* a connector has news */
			{
				CCI = (CCI & 0xFFFFFF00) | (Arg0 << 1)
				Notify (UBTC, 0x80)
			}
		}

		Device (TELL)
		{
			Name (_HID, EisaId ("PNP0C0B"))
			Name (_UID, 0x43)
			Method (_FIF) { Return (Package () { 0, 0, 0, 0 }) }
			Method (_FPS)
			{
				Return (Package () { 0, Package () { 0, 0, 0, 0, 0 }, Package () { 100, 0, 1000, 0, 0 } })
			}
			Method (_FST) { Return (Package () { 0, 0, 0 }) }
			Method (_FSL, 1, Serialized)
			{
				Local0 = TOLD
				TOLD = 0
				If (Local0 & 1) { Notify (AC, 0x80) }
				If (Local0 & 2) { Notify (BAT0, 0x80) }
				If (Local0 & 4) { Notify (BAT0, 0x81) }
				If (Local0 & 8) { \_SB.UBTC.CHNG (1) }
				If (Local0 & 16) { \_SB.UBTC.CHNG (2) }
			}
		}
	}
}
