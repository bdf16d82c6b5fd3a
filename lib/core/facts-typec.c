/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A Type-C port: who is at its other end, what both sides can give and take, and what the cable says of itself.
 */

#include "facts-internal.h"

#include <stdio.h>

#include "parameter.h"
#include "parameters/facts.def"

/* "…-partner/usb_power_delivery/source-capabilities/4:fixed_supply/voltage" are the partner's offers,
 * "usb_power_delivery/sink-capabilities/2:fixed_supply/voltage" what the port itself can take. */
struct pdo {
	int64_t uv, ua, uw;
};

/* A source tells a maximum, a sink what it operates with (drivers/usb/typec/pd.c). */
static bool read_pdo(const struct cd_attributes *a, const char *key, struct pdo *ret)
{
	static const char *const amperes[] = { "maximum_current", "operational_current" };
	const char *leaf = strrchr(key, '/');
	char other[CD_ATTRIBUTE_KEY_MAX + 32];
	int64_t v = cd_attributes_int(a, key);

	*ret = (struct pdo){ .uv = CD_UNKNOWN, .ua = CD_UNKNOWN, .uw = CD_UNKNOWN };
	if (strcmp(leaf, "/maximum_power") == 0 || strcmp(leaf, "/operational_power") == 0) {
		ret->uw = v;
		return cd_facts_in_range(v, 1, PDO_MAX_UW);
	}
	if (strcmp(leaf, "/voltage") != 0 && strcmp(leaf, "/maximum_voltage") != 0)
		return false;
	ret->uv = v;
	for (size_t k = 0; k < CD_ELEMENTSOF(amperes) && !cd_known(ret->ua); k++) {
		(void)snprintf(other, sizeof(other), "%.*s/%s", (int)(leaf - key), key, amperes[k]);
		ret->ua = cd_attributes_int(a, other);
	}
	ret->uw = cd_facts_watts(ret->uv, ret->ua);
	return cd_facts_in_range(ret->uv, PDO_MIN_UV, VOLTS_MAX_UV) &&
	       cd_facts_in_range(ret->ua, 1, PDO_MAX_UA);
}

static int64_t larger(int64_t a, int64_t b)
{
	return !cd_known(a) || (cd_known(b) && b > a) ? b : a;
}

/* A PPS that says that its power is limited says not to what: to that of the fixed supplies, which tell it (USB PD 3.1
 * §6.4.1.2.4.1). pd-pdo.c does the same. */
static bool is_power_limited(const struct cd_attributes *a, const char *key)
{
	char other[CD_ATTRIBUTE_KEY_MAX + 32];

	(void)snprintf(other, sizeof(other), "%.*s/pps_power_limited", (int)(strrchr(key, '/') - key), key);
	return cd_attributes_int(a, other) == 1;
}

static void gather_pdo(struct cd_facts *f, const struct cd_input *in, const char *key)
{
	bool partner = strstr(key, "-partner/"), source = strstr(key, "/source-capabilities/");
	bool sink = strstr(key, "/sink-capabilities/");
	struct pdo pdo;

	if ((!source && !sink) || !read_pdo(&in->attributes, key, &pdo))
		return;
	if (partner && source) {
		if (!is_power_limited(&in->attributes, key))
			cd_facts_offer(f, in->name, pdo.uw);
		f->offer_ua = larger(f->offer_ua, pdo.ua);
		f->high_voltage |= cd_known(pdo.uv) && pdo.uv > OFFERS_HIGH_UV;
	} else if (!partner && sink) {
		f->sink_uw = larger(f->sink_uw, pdo.uw);
	}
}

/* Cable VDO 1, bits 6:5: 01 3 A, 10 5 A (USB PD 3.1 table 6-41); ID header bits 29:27: 3 passive, 4 active cable
 * (table 6-33). The kernel shows the cable only where it answered on SOP'. */
static void gather_cable(struct cd_facts *f, const struct cd_input *in)
{
	static const int64_t amperes[] = { CD_UNKNOWN, CABLE_3A_UA, CABLE_5A_UA, CD_UNKNOWN };
	char key[CD_INPUT_NAME_MAX + 64];
	const char *word;
	unsigned long vdo;

	(void)snprintf(key, sizeof(key), "%s-cable/identity/product_type_vdo1", in->name);
	word = cd_attributes_get(&in->attributes, key);
	vdo = word && strncmp(word, "0x", 2) == 0 ? strtoul(word, NULL, 16) : 0;
	if (vdo != 0 && vdo <= UINT32_MAX)
		f->cable_ua = amperes[vdo >> 5 & 3];
}

static bool has_partner(const struct cd_attributes *a, const char *name)
{
	char prefix[CD_INPUT_NAME_MAX + 16];
	size_t n = (size_t)snprintf(prefix, sizeof(prefix), "%s-partner", name);

	for (size_t k = 0; k < a->n; k++)
		if (strncmp(a->items[k].key, prefix, n) == 0)
			return true;
	return false;
}

/* USB Type-C 2.0 §4.5.1: what Rp alone promises, at 5 V. */
static const struct {
	const char *mode;
	int64_t offer_uw;
} modes[] = {
	{ "1.5A", RP_1A5_UW },
	{ "3.0A", RP_3A0_UW },
};

void cd_facts_typec(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_attributes *a = &in->attributes;
	char role[CD_WORD_MAX], mode[CD_WORD_MAX];

	f->has_typec = true;
	f->partner = has_partner(a, in->name) ? CD_YES : CD_NO;
	cd_facts_word(f, CD_STATE_PARTNER, f->partner == CD_YES ? "yes" : "no");
	if (f->partner != CD_YES)
		return;
	if (cd_attributes_active(a, "power_role", role, sizeof(role))) {
		f->sink = cd_streq(role, "sink") ? CD_YES : CD_NO;
		cd_facts_word(f, CD_STATE_POWER_ROLE, role);
	}
	if (cd_attributes_active(a, "power_operation_mode", mode, sizeof(mode))) {
		cd_facts_word(f, CD_STATE_OPERATION_MODE, mode);
		for (size_t k = 0; k < CD_ELEMENTSOF(modes); k++)
			if (strcmp(mode, modes[k].mode) == 0) {
				f->rp_uw = modes[k].offer_uw;
				cd_facts_offer(f, in->name, modes[k].offer_uw);
			}
	}
	for (size_t k = 0; k < a->n; k++)
		if (strchr(a->items[k].key, '/'))
			gather_pdo(f, in, a->items[k].key);
	gather_cable(f, in);
}

/* A cable that answers nothing carries 3 A. */
static void hear_cable(struct cd_facts *f, const struct cd_pd *pd)
{
	enum cd_pd_cable_state state = cd_pd_cable_state(pd);

	if (cd_known(f->cable_ua))
		return;
	if (state == CD_PD_CABLE_ANSWERED)
		f->cable_ua = pd->cable.current_ua;
	else if (state == CD_PD_CABLE_SILENT)
		f->cable_ua = CABLE_3A_UA;
}

void cd_facts_pd(struct cd_facts *f, const struct cd_pd *pd)
{
	const char *heard = f->meter ? f->meter->name : NULL;

	if (!heard)
		return; /* who listened is gone */
	cd_facts_offer(f, heard, pd->source.power_uw);
	f->offer_ua = larger(f->offer_ua, pd->source.fixed_ua);
	f->sink_uw = larger(f->sink_uw, pd->sink.power_uw);
	f->high_voltage |= cd_known(pd->source.t_us) && pd->source.above_5v;
	if (!cd_known(f->contract_uv) && pd->contract.position > 0) {
		f->contract_uv = pd->contract.voltage_uv;
		f->contract_ua = pd->contract.current_ua;
		f->contract_by = heard;
	}
	hear_cable(f, pd);
}
