/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Cable and adapter apart: by a measurement at each end; the adapter alone also by a meter at its own.
 */

#include "feature-groups.h"

static void take(struct cd_features *f, enum cd_feature id, const struct cd_pair_value *v, double unit)
{
	if (v->known)
		cd_feature_set(f, id, v->value * unit, v->error * unit);
	else
		cd_feature_why(f, id, v->reason);
}

/* What a meter at the adapter sees is the adapter. */
static void copy(struct cd_features *f, enum cd_feature to, enum cd_feature from)
{
	f->item[to] = f->item[from];
}

/* Either end may have been there earlier than the other: without load both must have been. */
static void take_sags(struct cd_features *f, const struct cd_pair_result *r)
{
	if (!f->item[CD_FEATURE_NO_LOAD_VOLTAGE].known) {
		copy(f, CD_FEATURE_ADAPTER_SAG, CD_FEATURE_NO_LOAD_VOLTAGE);
		copy(f, CD_FEATURE_CABLE_SHARE, CD_FEATURE_NO_LOAD_VOLTAGE);
		return;
	}
	take(f, CD_FEATURE_ADAPTER_SAG, &r->sag, 1e6);
	take(f, CD_FEATURE_CABLE_SHARE, &r->share, 1);
}

static const char *why_no_pair(const struct cd_case *c)
{
	if (c->present->n_meters > 1)
		return "two meters, and nobody said that one is at the source and one at the device";
	if (c->position == CD_POSITION_SOURCE && cd_known(c->facts->bus_uv) && !cd_known(c->facts->bus_ua))
		return "the device's own charger says its volts, and not its amperes (current_now)";
	return "it takes a meter at each end, or two runs: one with the meter at each end";
}

void cd_pair_features(const struct cd_case *c, const struct cd_pair *p, struct cd_features *f)
{
	struct cd_pair_result r;

	if (cd_pair_exists(p)) {
		cd_pair_read(p, &r);
		take(f, CD_FEATURE_CABLE_IMPEDANCE, &r.cable, 1e3);
		take(f, CD_FEATURE_ADAPTER_IMPEDANCE, &r.adapter, 1e3);
		take_sags(f, &r);
		return;
	}
	cd_feature_why(f, CD_FEATURE_CABLE_IMPEDANCE, why_no_pair(c));
	if (c->position == CD_POSITION_SOURCE) {
		copy(f, CD_FEATURE_ADAPTER_IMPEDANCE, CD_FEATURE_SOURCE_IMPEDANCE);
		copy(f, CD_FEATURE_ADAPTER_SAG, CD_FEATURE_VOLTAGE_SAG);
		return;
	}
	cd_feature_why(
		f, CD_FEATURE_ADAPTER_IMPEDANCE, "only a meter at the adapter sees it apart from the cable");
	cd_feature_why(f, CD_FEATURE_ADAPTER_SAG, "only a meter at the adapter sees it apart from the cable");
}
