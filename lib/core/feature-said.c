/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "feature-groups.h"

static const char no_status[] = "the driver does not say if the battery charges";

/* The battery charges (1), rests (0) or drains (-1). */
static void direction(const struct cd_facts *x, struct cd_features *f)
{
	static const double ways[] = {
		[CD_STATUS_CHARGING] = 1,
		[CD_STATUS_DISCHARGING] = -1,
		[CD_STATUS_NOT_CHARGING] = 0,
		[CD_STATUS_FULL] = 0,
	};

	if (x->sign_contradicts && cd_known(x->flow_uw))
		cd_feature_set(f, CD_FEATURE_BATTERY_DIRECTION, -1, 0);
	else if (x->sign_contradicts)
		cd_feature_why(f, CD_FEATURE_BATTERY_DIRECTION,
			"the driver's status and current contradict each other");
	else if (x->status == CD_STATUS_UNKNOWN)
		cd_feature_why(f, CD_FEATURE_BATTERY_DIRECTION, no_status);
	else
		cd_feature_set(f, CD_FEATURE_BATTERY_DIRECTION, ways[x->status], 0);
	if (cd_known(x->flow_uw))
		cd_feature_set(f, CD_FEATURE_BATTERY_FLOW, (double)x->flow_uw, 0);
}

/* Drivers that rest a full battery say "Not charging" at 98 % and up. */
#define FULL_PERCENT 98
/* Firmware holds a battery within two percent of its threshold. */
#define HOLD_PERCENT 2

static void rest(const struct cd_facts *x, struct cd_features *f)
{
	bool at_threshold = cd_known(x->end_threshold) && cd_known(x->capacity) &&
			    x->capacity >= x->end_threshold - HOLD_PERCENT;
	bool rests_full =
		x->status == CD_STATUS_NOT_CHARGING && cd_known(x->capacity) && x->capacity >= FULL_PERCENT;
	bool held = at_threshold || x->inhibited;

	/* Unknown is not "no": what does not report full may be full. Held is what the threshold says, then. */
	if (x->status == CD_STATUS_UNKNOWN)
		cd_feature_why(f, CD_FEATURE_BATTERY_FULL, no_status);
	else
		cd_feature_flag(f, CD_FEATURE_BATTERY_FULL, x->status == CD_STATUS_FULL || rests_full);
	if (x->status == CD_STATUS_UNKNOWN && !held)
		cd_feature_why(f, CD_FEATURE_CHARGE_HELD, no_status);
	else
		cd_feature_flag(f, CD_FEATURE_CHARGE_HELD, held && x->status != CD_STATUS_CHARGING);
}

static void battery_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_facts *x = c->facts;
	bool stale = cd_known(x->battery_us) && x->battery_us < c->session->start_us &&
		     c->now_us < c->session->start_us + CD_BATTERY_SETTLE_US;

	if (!x->has_battery || stale) {
		cd_feature_why(f, CD_FEATURE_BATTERY_DIRECTION,
			stale ? "the battery has not reported since the plug" : "no battery reports here");
		return;
	}
	direction(x, f);
	rest(x, f);
	if (cd_known(x->battery_uv) && cd_known(x->design_uv))
		cd_feature_set(f, CD_FEATURE_CELL_VOLTAGE, (double)x->battery_uv / (double)x->design_uv, 0);
	else
		cd_feature_why(
			f, CD_FEATURE_CELL_VOLTAGE, "the driver does not say voltage and design voltage");
	if (x->health_known)
		cd_feature_flag(f, CD_FEATURE_HEALTH_BAD, x->health_bad);
	else
		cd_feature_why(f, CD_FEATURE_HEALTH_BAD, "the driver does not report health");
}

static void contract_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_facts *x = c->facts;

	if (cd_known(x->contract_uv) && cd_known(x->contract_ua))
		cd_feature_set(f, CD_FEATURE_CONTRACT_POWER,
			(double)x->contract_uv / 1e6 * (double)x->contract_ua, 0);
	else
		cd_feature_why(f, CD_FEATURE_CONTRACT_POWER, "no contract is exposed here");
	if (cd_known(x->offer_uw))
		cd_feature_set(f, CD_FEATURE_OFFER_POWER, (double)x->offer_uw, 0);
	else if (cd_known(x->note.adapter_uw))
		cd_feature_set(f, CD_FEATURE_OFFER_POWER, (double)x->note.adapter_uw, 0);
	else
		cd_feature_why(f, CD_FEATURE_OFFER_POWER, "the source's offer is not exposed here");
	if (x->slow != CD_MAYBE)
		cd_feature_flag(f, CD_FEATURE_SLOW_BIT, x->slow == CD_YES);
	else
		cd_feature_why(f, CD_FEATURE_SLOW_BIT, "the firmware says nothing of it here");
}

static void port_features(const struct cd_case *c, struct cd_features *f)
{
	if (!c->facts->has_usb_port) {
		cd_feature_why(f, CD_FEATURE_PORT_TRIPS, "no host port belongs to this port");
		return;
	}
	if (c->session->spurious_n > 0 && c->session->over_current_n == 0)
		cd_feature_why(f, CD_FEATURE_PORT_TRIPS,
			"over-current was reported with nothing attached: taken as spurious");
	else
		cd_feature_set(f, CD_FEATURE_PORT_TRIPS, (double)c->session->over_current_n, 0);
}

static void person_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_event_note *n = &c->facts->note;
	enum cd_led_meaning led = c->lamps && n->led ? cd_profile_led(c->lamps, n->led) : CD_LED_UNKNOWN;
	bool low = n->battery == CD_BATTERY_EMPTY || n->battery == CD_BATTERY_LOW || led == CD_LED_LOW;
	bool full = n->battery == CD_BATTERY_FULL || led == CD_LED_FULL;

	if (!low && !full) {
		const char *why = !n->led     ? "nobody said: chargectl note PORT battery=low|full led=COLOUR"
				  : !c->lamps ? "no profile says what the lamp means"
					      : "the profile does not take this lamp for low or full";

		cd_feature_why(f, CD_FEATURE_SAID_LOW, why);
		cd_feature_why(f, CD_FEATURE_SAID_FULL, why);
		return;
	}
	cd_feature_flag(f, CD_FEATURE_SAID_LOW, low);
	cd_feature_flag(f, CD_FEATURE_SAID_FULL, full);
}

void cd_said_features(const struct cd_case *c, struct cd_features *f)
{
	battery_features(c, f);
	contract_features(c, f);
	port_features(c, f);
	person_features(c, f);
}
