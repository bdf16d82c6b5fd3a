/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The words behind ids that are not causes. Remedies say what to do and what to expect; none advises to open a pack,
 * to bypass a protection or to jump-start a cell.
 */

#include "feature.h"
#include "string-table.h"

static const struct cd_words remedies[] = {
	{ "unplug-now", "Unplug it now. If the device is hot, let it cool before anything else." },
	{ "reseat", "Push both plugs home, and try another wall socket." },
	{ "other-cable", "Try another cable, short and thick, and look whether it charges better." },
	{ "try-cable-elsewhere", "Try this cable on another device: a bad one is slow there too." },
	{ "other-outlet", "Try another wall socket or power strip." },
	{ "other-adapter", "Try another adapter with the same cable." },
	{ "plain-adapter", "Use a plain 5 V adapter of the rated current (5-10 W), not a fast charger." },
	{ "stronger-adapter", "Use a stronger adapter, at least of the power the device is rated for." },
	{ "lower-load",
		"Or lower the load: with the device idle the same charger may still fill the battery." },
	{ "other-port", "Try another port, at best one marked for charging." },
	{ "second-device",
		"Charge a second device from this adapter: if it trips there too, it is the adapter." },
	{ "computer-port", "A computer's USB port works too, slowly: at 500 mA a speaker takes 9-10 h." },
	{ "clean-port",
		"Switch the device off and clean its port with a wooden pick and a dry brush; the pins are "
		"delicate, use no metal." },
	{ "leave-charging",
		"Leave it on a plain 5 V charger for 30-60 minutes: the current should step up." },
	{ "reset-device", "Reset the device (its profile has the steps) and plug it in again." },
	{ "restart-and-compare", "Restart the machine and look again: drivers have reported this wrongly." },
	{ "battery-service",
		"Have the battery checked or replaced: warranty or a repair shop. Do not open the pack." },
	{ "service", "Stop using it and have it checked: warranty or a repair shop." },
	{ "charge-limit-setting",
		"Nothing is wrong. To fill it, raise the charge limit in the system's settings." },
	{ "unplug-when-full", "Nothing is wrong. Unplug it: standing at full for days ages a battery." },
	{ "unplug-devices",
		"Unplug what hangs on this port and on its hub, then plug devices back one at a time." },
	{ "powered-hub", "Use a hub with its own power supply." },
	{ "low-current-mode",
		"Switch on the power bank's mode for small devices, if it has one (often two presses of its button)." },
	{ "replug", "Unplug it for ten seconds and plug it in again." },
	{ "flip-plug", "Turn the USB-C plug over and plug it in again." },
	{ "a-to-c-cable", "Use a cable with a USB-A plug at the charger's end: it needs no CC resistors in the device." },
	{ "firmware-update", "Look for a firmware update of the device: agreements are its firmware's work." },
	{ "let-temperature", "Let the battery come to 10-40 degrees Celsius: charging goes on by itself." },
	{ "remove-case", "Take it out of its case and out of the sun; lower its load while it charges." },
	{ "repeat-warm", "Charge it once more from empty at room temperature: a cold battery looks worn." },
	{ "wall-adapter", "Charge from a wall adapter instead of the computer's port." },
};

static const struct cd_words next_tests[] = {
	{ "swap-cable",
		"Charge the same device from the same adapter with another cable. If the current rises by a "
		"fifth or the resistance falls by 0.15 ohm, it was the cable; else swap the adapter next." },
	{ "swap-adapter",
		"Charge the same device with the same cable from another adapter. If it gets better, it "
		"was the adapter." },
	{ "wiggle", "Move the plugs gently while it charges. If it breaks off as you move them, it is the "
		    "cable or a "
		    "contact; if it goes on in its own rhythm, it is the adapter." },
	{ "run-and-replug",
		"Run the device on battery for 15 minutes and plug it in again. A full one draws current "
		"again; a dead or hung one does not." },
	{ "wait", "Wait until the current has fallen to nothing, then look again." },
	{ "wait-for-step",
		"Leave it plugged in for 35 minutes in all. If the current steps up, the battery has been "
		"revived; if it stops, the battery or the board is at fault." },
	{ "say-battery", "Say what the device shows: chargectl note PORT battery=low (or full), led=COLOUR. "
			 "A full and "
			 "a dead battery look the same from outside." },
	{ "empty-port",
		"Unplug everything from this port, cables and adapters, too. If over-current is still reported, the "
		"port's own sensing is at fault; if not, it was what was plugged in." },
	{ "record-longer",
		"Record at least 60 seconds, beginning 2 seconds before the device is plugged in." },
};

static const struct cd_words symptoms[_CD_SYMPTOM_MAX] = {
	[CD_SYMPTOM_DRAINING] = { "draining", "The battery discharges although a charger is plugged in." },
	[CD_SYMPTOM_CONTRADICTION] = { "contradiction",
		"Readings contradict each other: they cannot all be true." },
	[CD_SYMPTOM_OVER_CURRENT_EVENT] = { "over-current-event", "The port reported over-current." },
	[CD_SYMPTOM_UNDER_VOLTAGE] = { "under-voltage",
		"The voltage fell below what a device needs to work." },
	[CD_SYMPTOM_OVER_VOLTAGE] = { "over-voltage", "The voltage rose above what a 5 V port may give." },
	[CD_SYMPTOM_SLOW_BY_FIRMWARE] = { "slow-by-firmware", "The machine's firmware says: slow charging." },
	[CD_SYMPTOM_FULL_AND_PLUGGED] = { "full-and-plugged", "The battery is full and still plugged in." },
	[CD_SYMPTOM_METER_STALLED] = { "meter-stalled", "The meter stopped answering for a while." },
};

static const struct cd_feature_words features[_CD_FEATURE_MAX] = {
	[CD_FEATURE_NO_LOAD_VOLTAGE] = { "no-load-voltage", "uV", "voltage without load" },
	[CD_FEATURE_LOCKOUT_MARGIN] = { "lockout-margin", "uV",
		"voltage at the top current above the 3.6 V under which chargers let go" },
	[CD_FEATURE_LOADED_VOLTAGE] = { "loaded-voltage", "uV", "voltage at the top current" },
	[CD_FEATURE_VOLTAGE_SAG] = { "voltage-sag", "uV", "voltage lost from no load to the top current" },
	[CD_FEATURE_DEEPEST_SAG] = { "deepest-sag", "uV",
		"voltage lost from no load to the lowest that current was drawn at, beyond what 80 mohm lose" },
	[CD_FEATURE_PATH_RESISTANCE] = { "path-resistance", "mohm",
		"voltage lost over the current, where it was worst for a tenth of the time: all ohms before the meter, if they are ohms" },
	[CD_FEATURE_ASSUMED_SAG] = { "assumed-sag", "uV",
		"volts below 5.0 V at the top current (no-load volts not seen)" },
	[CD_FEATURE_SOURCE_IMPEDANCE] = { "source-impedance", "mohm",
		"ohms seen from the meter: slope of V on I" },
	[CD_FEATURE_KNEE] = { "knee", "1",
		"bend of V over I: 0 straight (resistance), 1 sudden (current limit)" },
	[CD_FEATURE_CABLE_IMPEDANCE] = { "cable-impedance", "mohm",
		"ohms of the cable and its contacts: measured at both ends" },
	[CD_FEATURE_ADAPTER_IMPEDANCE] = { "adapter-impedance", "mohm",
		"ohms of the adapter: slope of V on I at its own end" },
	[CD_FEATURE_ADAPTER_SAG] = { "adapter-sag", "uV",
		"voltage lost from no load to the top current at the adapter's end" },
	[CD_FEATURE_CABLE_SHARE] = { "cable-share", "1",
		"share of the voltage lost that the cable takes (1 all, 0 none)" },
	[CD_FEATURE_TOP_CURRENT] = { "top-current", "uA", "current of the main phase (95th percentile)" },
	[CD_FEATURE_PEAK_VOLTAGE] = { "peak-voltage", "uV", "highest voltage that held for half a second" },
	[CD_FEATURE_EXCESS_VOLTAGE] = { "excess-voltage", "uV",
		"peak voltage above 5.5 V that nobody asked for" },
	[CD_FEATURE_OVER_CURRENT_RATIO] = { "over-current-ratio", "1",
		"current held for 3 s over the rated current" },
	[CD_FEATURE_OVER_VOLTAGE] = { "over-voltage", "uV",
		"peak voltage above what the device is made for" },
	[CD_FEATURE_INPUT_OVER_VOLTAGE] = { "input-over-voltage", "1",
		"the device's charger reports over-voltage at its input" },
	[CD_FEATURE_CURRENT_RATIO] = { "current-ratio", "1", "top current over the rated current" },
	[CD_FEATURE_STRAINED_RATIO] = { "strained-ratio", "1",
		"current over the rated current while the voltage was lost most, ohm by ohm" },
	[CD_FEATURE_CHARGE_POWER] = { "charge-power", "uW", "power at the top current" },
	[CD_FEATURE_UNRATED_POWER] = { "unrated-power", "uW", "the same of a device whose rating is unknown" },
	[CD_FEATURE_LOW_PLATEAU] = { "low-plateau", "1", "steady low current over the rated current" },
	[CD_FEATURE_PLATEAU] = { "plateau", "1", "the current stands at 100, 500 or 900 mA" },
	[CD_FEATURE_DROP_OUTS] = { "drop-outs", "1", "times the voltage collapsed and came back" },
	[CD_FEATURE_DROP_OUT_PERIODICITY] = { "drop-out-periodicity", "1",
		"spread of their distance, or that of detachments (0 regular)" },
	[CD_FEATURE_DROP_OUT_CURRENT] = { "drop-out-current", "1",
		"share of them that began at a high current" },
	[CD_FEATURE_INTERRUPTIONS] = { "interruptions", "1",
		"times the current was gone while the voltage stayed" },
	[CD_FEATURE_CONTACT_BREAKS] = { "contact-breaks", "1",
		"breaks in two minutes, as an open contact shows them here" },
	[CD_FEATURE_CONTACT_PERIODICITY] = { "contact-periodicity", "1",
		"spread of their distance, or that of detachments (0 regular)" },
	[CD_FEATURE_SUPPLY_ALARMS] = { "supply-alarms", "1",
		"times in an hour that the machine's own chip called its supply too low" },
	[CD_FEATURE_DETACHMENTS] = { "detachments", "1",
		"times in ten minutes that the kernel lost the charger and had it back" },
	[CD_FEATURE_TAPER] = { "taper", "1", "share of the current that went away gradually" },
	[CD_FEATURE_END_CURRENT] = { "end-current", "uA", "current at the end" },
	[CD_FEATURE_END_RATIO] = { "end-ratio", "1", "current at the end over the top current" },
	[CD_FEATURE_PRE_CHARGE_STEP] = { "pre-charge-step", "1",
		"times the current grew after a low plateau" },
	[CD_FEATURE_PRE_CHARGE_TIME] = { "pre-charge-time", "s", "how long the low plateau lasted" },
	[CD_FEATURE_PRE_CHARGE_OVERRUN] = { "pre-charge-overrun", "1",
		"time at one low level over what a pre-charge may take" },
	[CD_FEATURE_DRAWS] = { "draws", "1", "the device draws something, be it little" },
	[CD_FEATURE_LEAK_CURRENT] = { "leak-current", "uA", "current with nothing attached" },
	[CD_FEATURE_LEAK_NOISE] = { "leak-noise", "1", "its spread over its mean" },
	[CD_FEATURE_INRUSH_RATIO] = { "in-rush-ratio", "1",
		"highest current of the first half second over the rated current" },
	[CD_FEATURE_ON_TIME] = { "on-time", "s", "typical time from one drop-out to the next" },
	[CD_FEATURE_PAUSES] = { "pauses", "1",
		"times the current fell at once, stayed low for 20 s or more and came back" },
	[CD_FEATURE_STOPPED_TIME] = { "stopped-time", "s",
		"how long ago the current stopped at once, with the voltage there" },
	[CD_FEATURE_HOLD] = { "hold", "1", "the current paused, or stopped at once, while the voltage stayed" },
	[CD_FEATURE_HOLD_HEAT] = { "hold-heat", "mC",
		"how far the temperature was outside what batteries are charged at when it did" },
	[CD_FEATURE_AUTO_OFF_TIME] = { "auto-off-time", "s",
		"how long the current had been low when the voltage went" },
	[CD_FEATURE_LINES_SHARE] = { "lines-share", "1",
		"current that the adapter's D+ and D- permit over the rated current" },
	[CD_FEATURE_LINES_USE] = { "lines-use", "1", "top current over what D+ and D- permit" },
	[CD_FEATURE_LABEL_SHARE] = { "label-share", "1", "watts on the adapter's label over what D+ and D- permit at 5 V" },
	[CD_FEATURE_PROBE] = { "probe", "1", "the device was seen to look for a charger on D+ (0.6 V)" },
	[CD_FEATURE_IDLE_LINES] = { "idle-lines", "1",
		"with nothing attached D+ and D- stand where no port holds them" },
	[CD_FEATURE_CC_TERMINATED] = { "cc-terminated", "1", "a resistor of a device is seen on a CC line" },
	[CD_FEATURE_FLOWING_TIME] = { "flowing-time", "s", "how long the session was observed" },
	[CD_FEATURE_BATTERY_DIRECTION] = { "battery-direction", "1",
		"the battery charges (1), rests (0), drains (-1)" },
	[CD_FEATURE_BATTERY_FLOW] = { "battery-flow", "uW", "power into the battery" },
	[CD_FEATURE_BATTERY_FULL] = { "battery-full", "1", "the battery reports full" },
	[CD_FEATURE_CHARGE_HELD] = { "charge-held", "1", "charging is held at a set limit" },
	[CD_FEATURE_CELL_VOLTAGE] = { "cell-voltage", "1", "pack voltage over its design voltage" },
	[CD_FEATURE_LOWEST_CELL] = { "lowest-cell", "uV", "lowest voltage of a cell by the battery's driver" },
	[CD_FEATURE_LOWEST_CAPACITY] = { "lowest-capacity", "%", "lowest state of charge by the driver" },
	[CD_FEATURE_REVIVAL_TIME] = { "revival-time", "s",
		"how long a small current flowed into cells under 2.9 V" },
	[CD_FEATURE_REST_TIME] = { "rest-time", "s",
		"how long the battery has got nothing, though neither full nor held" },
	[CD_FEATURE_STOP_CAPACITY] = { "stop-capacity", "%",
		"state of charge at which charging stopped at once, without a taper" },
	[CD_FEATURE_VAIN_TIME] = { "vain-time", "s",
		"how long the battery said Charging and got nothing while current flowed into the device" },
	[CD_FEATURE_HEALTH_BAD] = { "health-bad", "1", "the battery reports a fault" },
	[CD_FEATURE_TIMER_EXPIRED] = { "timer-expired", "1", "the charger's safety timer ran out" },
	[CD_FEATURE_TOO_WARM_OR_COLD] = { "too-warm-or-cold", "1",
		"the battery's driver names a temperature as its state" },
	[CD_FEATURE_CAPACITY] = { "capacity", "%", "state of charge by the driver" },
	[CD_FEATURE_CAPACITY_LEFT] = { "capacity-left", "%", "what a full battery holds over what it was made for" },
	[CD_FEATURE_ENERGY_SHARE] = { "energy-share", "1",
		"energy of a whole charge over what the profile names" },
	[CD_FEATURE_CONTRACT_POWER] = { "contract-power", "uW", "power that was agreed" },
	[CD_FEATURE_CONTRACT_CURRENT] = { "contract-current", "uA", "current that was agreed" },
	[CD_FEATURE_OFFER_POWER] = { "offer-power", "uW", "the most that the source offers, by its own word or by its label" },
	[CD_FEATURE_SLOW_BIT] = { "slow-bit", "1", "the firmware says: slow charger" },
	[CD_FEATURE_NEGOTIATED_SHARE] = { "negotiated-share", "1",
		"power that was agreed over what source and device both can" },
	[CD_FEATURE_CABLE_RATING] = { "cable-rating", "1",
		"current that the cable is marked for over what the source could give" },
	[CD_FEATURE_INPUT_LIMIT] = { "input-limit", "uA", "limit that the device's charger has set itself" },
	[CD_FEATURE_INPUT_SDP] = { "input-sdp", "1", "the device takes its source for a computer's port" },
	[CD_FEATURE_INPUT_MISTAKEN] = { "input-mistaken", "1",
		"it does, and the data lines or the label are a charger's" },
	[CD_FEATURE_ENUMERATION] = { "enumeration", "1",
		"what the host saw of a device that should enumerate: it (1), a failure (0), nothing (-1)" },
	[CD_FEATURE_PORT_TRIPS] = { "port-trips", "1", "over-current reports of the port" },
	[CD_FEATURE_EMPTY_TRIPS] = { "empty-trips", "1",
		"over-current reports of this port alone while nothing was seen on it" },
	[CD_FEATURE_SAID_LOW] = { "said-low", "1", "a person says the battery is low" },
	[CD_FEATURE_SAID_FULL] = { "said-full", "1", "a person says the battery is full" },
	[CD_FEATURE_STILL_LOW] = { "still-low", "s",
		"how long it had been charging when a person still called the battery low" },
};

static const struct cd_words *find(const struct cd_words *table, size_t n, const char *id)
{
	for (size_t k = 0; k < n; k++)
		if (cd_streq(table[k].id, id))
			return &table[k];
	return NULL;
}

const struct cd_words *cd_remedy_words(const char *id)
{
	return find(remedies, CD_ELEMENTSOF(remedies), id);
}

const struct cd_words *cd_remedy_words_at(size_t i)
{
	return i < CD_ELEMENTSOF(remedies) ? &remedies[i] : NULL;
}

const struct cd_words *cd_next_test_words(const char *id)
{
	return find(next_tests, CD_ELEMENTSOF(next_tests), id);
}

const struct cd_words *cd_next_test_words_at(size_t i)
{
	return i < CD_ELEMENTSOF(next_tests) ? &next_tests[i] : NULL;
}

const struct cd_words *cd_symptom_words(const char *id)
{
	return find(symptoms, CD_ELEMENTSOF(symptoms), id);
}

const struct cd_words *cd_symptom_words_at(size_t i)
{
	return i < CD_ELEMENTSOF(symptoms) ? &symptoms[i] : NULL;
}

const char *cd_symptom_to_string(enum cd_symptom v)
{
	return (int)v >= 0 && v < _CD_SYMPTOM_MAX ? symptoms[v].id : NULL;
}

const struct cd_feature_words *cd_feature_words(const char *id)
{
	for (size_t k = 0; k < _CD_FEATURE_MAX; k++)
		if (cd_streq(features[k].id, id))
			return &features[k];
	return NULL;
}

const struct cd_feature_words *cd_feature_words_at(size_t i)
{
	return i < _CD_FEATURE_MAX ? &features[i] : NULL;
}
