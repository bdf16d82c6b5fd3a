/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Message ids of the journal. Each has an entry in systemd/chargediag.catalog that says what happened, why,
 * and what to do; tests/lint compares the two.
 */

#define CD_MESSAGE_STARTED "f54d062e245c457c986597a4d983cc3f"
#define CD_MESSAGE_VERDICT "ee2cefe737c9476a9db8d9d0d2ee78a0"
#define CD_MESSAGE_SESSION_STARTED "4f8adcbaf9394bd5b231dfe0a4e025c1"
#define CD_MESSAGE_SESSION_ENDED "8e3a253f013f4d989fb6498157b46af2"
#define CD_MESSAGE_INPUT_FAILED "3508687a808b4bc3a6f74decb5d84b78"
#define CD_MESSAGE_OVER_CURRENT "a2fe1e34740347a8b211811396478cfc"
#define CD_MESSAGE_CONFIG_PROBLEM "cfb94f9a4b914f44bc308abd1eefbb73"
#define CD_MESSAGE_BUS_LOST "af8013dba5f04ff89cc040d7ef8e0bd4"
