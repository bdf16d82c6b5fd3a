/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Features by group, from states made by hand: what they are at their limits, and the reason where they
 * cannot be. Those of the V-I points are in test-cloud.c.
 */

#include "case-by-hand.h"

static void of_nothing_all_is_unknown(void **state)
{
	cd_features_compute(&c, &f);
	for (int k = 0; k < _CD_FEATURE_MAX; k++)
		assert_false(f.item[k].known);
	assert_false(f.shape.known);
}

/* The reasons are for people: each fits, and none is cut. */
static void reasons_fit(void **state)
{
	cd_features_compute(&c, &f);
	for (int k = 0; k < _CD_FEATURE_MAX; k++)
		assert_true(strlen(f.item[k].reason) < sizeof(f.item[k].reason) - 1);
}

static void a_session_too_short_shows_nothing(void **state)
{
	static const struct cd_settings set = CD_SETTINGS_DEFAULT;

	cd_session_init(&session);
	for (int64_t t = 0; t <= 4900 * MS; t += 100 * MS)
		(void)cd_session_sample(&session, &set, CD_UNKNOWN, t, 5 * V, 900 * MA);
	cd_features_compute(&c, &f);
	assert_unknown(CD_FEATURE_TOP_CURRENT, "under 5 s or 10 samples");
	assert_false(f.shape.known);
	for (int64_t t = 5 * S; t < 6 * S; t += 100 * MS)
		(void)cd_session_sample(&session, &set, CD_UNKNOWN, t, 5 * V, 900 * MA);
	cd_features_compute(&c, &f);
	assert_is(CD_FEATURE_TOP_CURRENT, 900e3);
	assert_is(CD_FEATURE_LOADED_VOLTAGE, 5e6);
	assert_is(CD_FEATURE_CHARGE_POWER, 4.5e6);
	assert_unknown(CD_FEATURE_TAPER, "the session is shorter than 20 s");
}

static void half_a_minute_of(int64_t i_ua)
{
	static const struct cd_settings set = CD_SETTINGS_DEFAULT;

	cd_session_init(&session);
	for (int64_t t = 0; t <= 30 * S; t += 100 * MS)
		(void)cd_session_sample(&session, &set, CD_UNKNOWN, t, 5 * V, i_ua);
	cd_features_compute(&c, &f);
	cd_session_done(&session);
}

static void a_zero_below_nothing_is_none(void **state)
{
	half_a_minute_of(-3 * MA);
	assert_is(CD_FEATURE_TOP_CURRENT, 0);
	assert_is(CD_FEATURE_LOADED_VOLTAGE, 5e6);
	assert_is(CD_FEATURE_UNRATED_POWER, 0);
	assert_is(CD_FEATURE_NO_LOAD_VOLTAGE, 5e6);
}

static void what_flows_away_is_no_charge(void **state)
{
	half_a_minute_of(-49 * MA);
	assert_false(f.shape.away);
	half_a_minute_of(-50 * MA);
	assert_true(f.shape.away);
	assert_unknown(CD_FEATURE_TOP_CURRENT, "the current flows away from the device");
	assert_unknown(CD_FEATURE_NO_LOAD_VOLTAGE, "");
	half_a_minute_of(500 * MA);
	assert_false(f.shape.away);
}

/* Ten minutes of charge, a taper of τ = 5 min to a quarter, a rest, and nothing on the line any more. */
static void a_charge_that_rests_for(int64_t rest_us)
{
	static const struct cd_settings set = CD_SETTINGS_DEFAULT;
	int64_t t = 0;

	cd_session_init(&session);
	for (; t < 600 * S; t += S)
		(void)cd_session_sample(&session, &set, CD_UNKNOWN, t, 5 * V, A);
	for (int64_t from = t; t - from < 400 * S; t += S)
		(void)cd_session_sample(&session, &set, CD_UNKNOWN, t, 5 * V, llround((double)A * exp(-(double)(t - from) / (300e6))));
	for (int64_t from = t; t - from < rest_us; t += S)
		(void)cd_session_sample(&session, &set, CD_UNKNOWN, t, 5 * V, 2 * MA);
	for (int64_t from = t; t - from < 55 * S; t += S)
		(void)cd_session_sample(&session, &set, CD_UNKNOWN, t, 0, 0);
	cd_features_compute(&c, &f);
	cd_session_done(&session);
}

static void a_rest_was_one_when_somebody_ended_it(void **state)
{
	a_charge_that_rests_for(20 * S);
	assert_true(f.shape.tapered);
	assert_true(f.shape.done);
	assert_true(f.shape.end_ua == 2 * MA);
}

static void shape_of(int64_t top_ua, double flowing_s, double flat_s)
{
	f.shape = (struct cd_shape){ .known = true,
		.top_ua = top_ua,
		.top_uv = 5 * V,
		.mean_power_uw = 5 * top_ua,
		.flowing_s = flowing_s,
		.flat_s = flat_s,
		.held_ua = top_ua };
}

static void a_plateau_is_a_known_level_that_stands(void **state)
{
	static const struct {
		int64_t top_ua;
		double flowing_s, flat_s;
		bool known, plateau;
	} rows[] = {
		{ 500 * MA, 60, 60, true, true },
		{ 474 * MA, 60, 60, true, false },
		{ 476 * MA, 60, 60, true, true },
		{ 524 * MA, 60, 60, true, true },
		{ 526 * MA, 60, 60, true, false },
		{ 100 * MA, 60, 60, true, true },
		{ 900 * MA, 60, 60, true, true },
		{ 700 * MA, 60, 60, true, false },
		{ 500 * MA, 60, 29, true, false },
		{ 500 * MA, 19, 19, false, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		shape_of(rows[k].top_ua, rows[k].flowing_s, rows[k].flat_s);
		cd_level_features(&c, &sketch, &f);
		if (f.item[CD_FEATURE_PLATEAU].known != rows[k].known ||
			(rows[k].known && f.item[CD_FEATURE_PLATEAU].value != rows[k].plateau))
			fail_msg("row %zu", k);
	}
}

static void ratios_need_a_rating(void **state)
{
	shape_of(1500 * MA, 60, 60);
	sketch.i_sustained_ua = 1600 * MA;
	cd_level_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_CURRENT_RATIO, "no profile");
	assert_unknown(CD_FEATURE_OVER_CURRENT_RATIO, "no profile");
	c.profile = profile;
	cd_level_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_LOW_PLATEAU, "the profile does not say");

	profile->rated_ua = 2 * A;
	cd_level_features(&c, &sketch, &f);
	assert_is(CD_FEATURE_CURRENT_RATIO, 0.75);
	assert_is(CD_FEATURE_OVER_CURRENT_RATIO, 0.8);
	assert_is(CD_FEATURE_LOW_PLATEAU, 0.75);

	fresh(state);
	c.profile = profile;
	profile->rated_ua = 2 * A;
	shape_of(1500 * MA, 60, 60);
	f.shape.tapered = true;
	cd_level_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_OVER_CURRENT_RATIO, "no current held for 3 s");
	assert_unknown(CD_FEATURE_LOW_PLATEAU, "the current did not stay");
}

/* What is held is the plateau, and a device's own draw is none, whatever its top; a charger that pulses into a battery that
 * somebody calls low holds nothing either. */
static void a_low_plateau_is_held(void **state)
{
	c.profile = profile;
	profile->rated_ua = 2 * A;
	shape_of(240 * MA, 60, 60);
	f.shape.held_ua = 20 * MA;
	cd_level_features(&c, &sketch, &f);
	assert_is(CD_FEATURE_LOW_PLATEAU, 0.01);

	fresh(state);
	c.profile = profile;
	profile->rated_ua = 2 * A;
	shape_of(240 * MA, 60, 60);
	f.shape.held_ua = CD_UNKNOWN;
	cd_level_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_LOW_PLATEAU, "the current comes and goes");
}

/* A board rated for 3 A that idles at 0.6 A is no slow charge; one that draws 4 A is too much all the same. */
static void a_low_current_says_nothing_of_a_device_without_a_battery(void **state)
{
	c.profile = profile;
	profile->rated_ua = 3 * A;
	profile->battery_uwh = 0;
	shape_of(600 * MA, 60, 60);
	sketch.i_sustained_ua = 4 * A;
	cd_level_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_CURRENT_RATIO, "a device without a battery");
	assert_unknown(CD_FEATURE_LOW_PLATEAU, "a device without a battery");
	assert_is(CD_FEATURE_OVER_CURRENT_RATIO, 4.0 / 3);
}

/* Where the rating tells whether it is little, little is not held against a charge. */
static void little_is_little_for_want_of_a_rating(void **state)
{
	shape_of(75 * MA, 60, 60);
	cd_level_features(&c, &sketch, &f);
	assert_is(CD_FEATURE_UNRATED_POWER, 375e3);
	assert_is(CD_FEATURE_CHARGE_POWER, 375e3);

	fresh(state);
	c.profile = profile;
	profile->rated_ua = 100 * MA;
	shape_of(75 * MA, 60, 60);
	cd_level_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_UNRATED_POWER, "its rated current tells");
	assert_is(CD_FEATURE_CHARGE_POWER, 375e3);
}

static void too_much_is_what_nobody_asked_for(void **state)
{
	enum { NOBODY, CONTRACT, PD, LINES, PROFILE };
	static const struct {
		int64_t peak_uv;
		int asked;
		bool lines_seen, only_5v;
		double excess; /* NAN: cannot be known */
	} rows[] = {
		{ 5000 * MV, NOBODY, false, false, 0 },
		{ 5500 * MV, NOBODY, false, false, 0 },
		{ 5900 * MV, NOBODY, false, false, 400e3 },
		{ 7000 * MV, NOBODY, false, false, 1500e3 },
		{ 9000 * MV, NOBODY, false, false, NAN },
		{ 9500 * MV, NOBODY, false, false, NAN }, /* 9 V + 6 % */
		{ 9600 * MV, NOBODY, false, false, 4100e3 },
		{ 9000 * MV, NOBODY, true, false, NAN }, /* USB PD does not show there */
		{ 9600 * MV, NOBODY, true, false, 4100e3 },
		{ 9000 * MV, NOBODY, false, true, 3500e3 },
		{ 9000 * MV, CONTRACT, false, true, 0 },
		{ 9000 * MV, PD, true, false, 0 },
		{ 9000 * MV, LINES, true, false, 0 },
		{ 9000 * MV, LINES, true, true, 3500e3 }, /* a device for 5 V only asks for nothing */
		{ 20000 * MV, PROFILE, false, false, 0 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		sketch.v_sustained_uv = rows[k].peak_uv;
		facts.high_voltage = rows[k].asked == CONTRACT;
		session.pd_seen = rows[k].asked == PD;
		c.profile = rows[k].only_5v || rows[k].asked == PROFILE ? profile : NULL;
		profile->fast_charge = rows[k].only_5v ? CD_NO : CD_YES;
		if (rows[k].lines_seen)
			see_lines(600, 0);
		session.open = true;
		if (rows[k].lines_seen)
			see_lines(600, rows[k].asked == LINES ? 600 : 0);
		cd_voltage_features(&c, &sketch, &f);
		assert_is(CD_FEATURE_PEAK_VOLTAGE, (double)rows[k].peak_uv);
		if (isnan(rows[k].excess))
			assert_unknown(CD_FEATURE_EXCESS_VOLTAGE, "at a fast-charge level");
		else
			assert_is(CD_FEATURE_EXCESS_VOLTAGE, rows[k].excess);
	}
}

/* USB PD begins at 5 V and speaks on CC. */
static void nobody_was_there_to_ask(void **state)
{
	enum { NO_CC = -1, OPEN_CC, DEVICE_CC };
	static const struct {
		int v0_mv; /* 0: not seen */
		bool fresh;
		int cc;
		bool excess;
	} rows[] = {
		{ 0, true, NO_CC, false },
		{ 5000, true, NO_CC, false },
		{ 9000, true, NO_CC, true },
		{ 9000, false, NO_CC, false }, /* left by a session before */
		{ 5000, true, OPEN_CC, true },
		{ 5000, true, DEVICE_CC, false },
		{ 9000, true, DEVICE_CC, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_electrical el = { 0 };
		struct cd_window w = { .n = 5,
			.end_us = S / 2,
			.v_uv = rows[k].v0_mv * MV,
			.v_min = rows[k].v0_mv * MV,
			.v_max = rows[k].v0_mv * MV };

		fresh(state);
		cd_sketch_reset(&sketch, CD_UNKNOWN, 10 * MA);
		sketch.v_sustained_uv = 9 * V;
		cd_data_lines_reset(&el.lines);
		el.lines.cc_first_us = rows[k].cc == NO_CC ? CD_UNKNOWN : 0;
		el.lines.cc_terminated = rows[k].cc == DEVICE_CC;
		session.electrical = &el;
		session.fresh_vbus = rows[k].fresh;
		session.dp_uv = session.dm_uv = 0;
		for (int i = 0; rows[k].v0_mv && i < 8; i++)
			cd_sketch_no_load(&sketch, &w);
		cd_voltage_features(&c, &sketch, &f);
		session.electrical = NULL;
		if (rows[k].excess)
			assert_is(CD_FEATURE_EXCESS_VOLTAGE, 3.5e6);
		else
			assert_unknown(CD_FEATURE_EXCESS_VOLTAGE, "at a fast-charge level, and whether USB PD");
	}
}

static void over_its_rating_only_where_5_volts_are_all(void **state)
{
	sketch.v_sustained_uv = 9 * V;
	cd_voltage_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_OVER_VOLTAGE, "no profile");
	c.profile = profile;
	cd_voltage_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_OVER_VOLTAGE, "the profile does not say");
	profile->rated_uv = 9 * V;
	cd_voltage_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_OVER_VOLTAGE, "the profile does not say");
	profile->rated_uv = 5 * V;
	profile->fast_charge = CD_NO;
	cd_voltage_features(&c, &sketch, &f);
	assert_is(CD_FEATURE_OVER_VOLTAGE, 4e6);
}

static void who_asks_on_the_lines(void **state)
{
	static const struct {
		int dp_mv, dm_mv; /* −1: not seen */
		bool asks;
	} rows[] = {
		{ 0, 0, false },
		{ 600, 0, false }, /* BC1.2 */
		{ 0, 600, false },
		{ 600, 600, true },   /* 12 V */
		{ 3300, 600, true },  /* 9 V */
		{ 600, 3300, true },  /* QC 3.0's steps */
		{ 3300, 3300, true }, /* 20 V */
		{ 3000, 500, true },  /* a low-ish 3.3 V */
		{ 3300, 0, false },
		{ 2700, 2700, false }, /* dividers of adapters: what they can give at 5 V */
		{ 2000, 2700, false },
		{ 2700, 2000, false },
		{ 1200, 1200, false },
		{ -1, 600, false },
		{ 3300, -1, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		session.open = true;
		see_lines(rows[k].dp_mv, rows[k].dm_mv);
		if (cd_session_asked(&session) != rows[k].asks)
			fail_msg("%d and %d mV", rows[k].dp_mv, rows[k].dm_mv);
	}
}

static void add_after(struct cd_drop_ring *r, int64_t plug_us, int64_t i_before_ua)
{
	r->item[r->n++ % CD_DROPS_MAX] =
		(struct cd_drop){ .t_us = cd_case_start_us(&c) + plug_us, .i_before_ua = i_before_ua };
}

/* Long after the plug. */
static void add(struct cd_drop_ring *r, int64_t t_us, int64_t i_before_ua)
{
	add_after(r, 10 * S + t_us, i_before_ua);
}

static void a_plug_that_bounces_is_no_contact(void **state)
{
	c.position = CD_POSITION_DEVICE;
	add_after(&drops.collapses, 300 * MS, A);
	add_after(&drops.collapses, 1999 * MS, A);
	c.now_us = cd_case_start_us(&c) + 9999 * MS; /* more may follow */
	cd_drop_features(&c, &drops, &f);
	assert_is(CD_FEATURE_CONTACT_BREAKS, 2);
	c.now_us = cd_case_start_us(&c) + 10 * S;
	cd_drop_features(&c, &drops, &f);
	assert_is(CD_FEATURE_CONTACT_BREAKS, 0);
	assert_is(CD_FEATURE_DROP_OUTS, 0);
	add_after(&drops.collapses, 2 * S, A);
	cd_drop_features(&c, &drops, &f);
	assert_is(CD_FEATURE_CONTACT_BREAKS, 3);
}

static void drops_have_a_rhythm_or_none(void **state)
{
	static const struct {
		int ms[8];
		double spread; /* NAN: unknown */
		double crowd;
	} rows[] = {
		{ { 0 }, NAN, 0 },
		{ { 1000, 2000 }, NAN, 2 },
		{ { 1000, 2000, 3000 }, 0, 3 },
		{ { 1000, 2000, 3000, 4000, 5000 }, 0, 5 },
		{ { 1000, 2000, 4000 }, 0.4714045, 3 },
		/* Pauses between bursts are no part of the rhythm. */
		{ { 1000, 2000, 3000, 93000, 94000, 95000 }, 0, 6 },
		{ { 1000, 91000, 181000 }, NAN, 2 },
		/* 10, 12 and 14 s; 28 s is one of them, 31 s a pause. */
		{ { 1000, 11000, 23000, 37000, 65000 }, 0.5103104, 5 },
		{ { 1000, 11000, 23000, 37000, 68000 }, 1.0 / 6, 5 },
		{ { 1000, 200000, 400000 }, NAN, 1 },
		{ { 1, 60001, 120001, 120002 }, NAN, 3 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		c.position = CD_POSITION_DEVICE;
		for (size_t i = 0; i < 8 && rows[k].ms[i]; i++)
			add(&drops.collapses, rows[k].ms[i] * MS, 2 * A);
		cd_drop_features(&c, &drops, &f);
		assert_is(CD_FEATURE_CONTACT_BREAKS, rows[k].crowd);
		if (isnan(rows[k].spread))
			assert_unknown(CD_FEATURE_DROP_OUT_PERIODICITY, "fewer than three");
		else
			assert_is(CD_FEATURE_DROP_OUT_PERIODICITY, rows[k].spread);
	}
}

static void tries(int64_t t_us, int n)
{
	for (int k = 0; k < n; k++) {
		add(&drops.collapses, t_us + k * 400 * MS, 2 * A);
		drops.collapses.item[(drops.collapses.n - 1) % CD_DROPS_MAX].duration_us = (k + 1 < n ? 400 : 350) * MS;
	}
}

/* A source that tries again and fails has not been back. */
static void tries_are_one_outage(void **state)
{
	static const struct {
		int n[4]; /* tries, each 8 s after the first of those before */
		double drop_outs, spread, breaks;
	} rows[] = {
		{ { 2, 1, 2, 3 }, 4, 0, 4 },
		{ { 1, 1, 1, 1 }, 4, 0, 4 },
		{ { 2, 2 }, 4, 1.4846150, 2 }, /* two outages have no rhythm, and are no contact */
		{ { 12 }, 12, 0, 1 },          /* into a load that stays, each counts */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		c.position = CD_POSITION_DEVICE;
		for (int i = 0; i < 4; i++)
			tries(i * 8 * S, rows[k].n[i]);
		cd_drop_features(&c, &drops, &f);
		assert_is(CD_FEATURE_DROP_OUTS, rows[k].drop_outs);
		assert_is(CD_FEATURE_DROP_OUT_PERIODICITY, rows[k].spread);
		assert_is(CD_FEATURE_CONTACT_BREAKS, rows[k].breaks);
	}
}

/* Two distances are alike by chance three times of ten. */
static void few_drops_have_no_sure_rhythm(void **state)
{
	static const struct {
		int drops;
		double least, most;
	} rows[] = { { 3, 0.25, 0.4 }, { 5, 0.06, 0.15 }, { 12, 0.02, 0.05 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		double error;

		fresh(state);
		c.position = CD_POSITION_DEVICE;
		for (int i = 1; i <= rows[k].drops; i++)
			add(&drops.collapses, i * 5 * S, 2 * A);
		cd_drop_features(&c, &drops, &f);
		error = f.item[CD_FEATURE_DROP_OUT_PERIODICITY].error;
		assert_true(error >= rows[k].least && error <= rows[k].most);
	}
}

/* Between two samples a source may have come and gone. */
static void on_time_is_as_exact_as_the_samples(void **state)
{
	static const struct {
		int64_t interval_us;
		double error_s;
	} rows[] = { { CD_UNKNOWN, 0.05 }, { 10 * MS, 0.05 }, { 100 * MS, 0.1 }, { 1 * S, 1 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_electrical e = { .sketch.pace_us = rows[k].interval_us };

		fresh(state);
		session.electrical = &e;
		for (int i = 1; i <= 3; i++)
			add(&drops.collapses, i * 5 * S, 2 * A);
		cd_drop_features(&c, &drops, &f);
		session.electrical = NULL;
		assert_true(fabs(f.item[CD_FEATURE_ON_TIME].error - rows[k].error_s) < 1e-9);
	}
}

/* Of drop-outs that are hardly longer than samples are apart some are not seen: what is left of a rhythm looks irregular, and what
 * is regular nevertheless was. */
static void a_slow_meter_knows_no_irregular_rhythm(void **state)
{
	static const struct {
		int64_t pace_us, lasts_us;
		double loose_error, even_error;
	} rows[] = {
		{ CD_UNKNOWN, 200 * MS, 0.62, 0.27 },
		{ 99 * MS, 200 * MS, 0.62, 0.27 },
		{ 100 * MS, 200 * MS, 0.71, 0.27 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_electrical e = { .sketch.pace_us = rows[k].pace_us };

		for (int even = 0; even <= 1; even++) {
			fresh(state);
			c.position = CD_POSITION_DEVICE;
			session.electrical = &e;
			add(&drops.collapses, 1 * S, 2 * A);
			add(&drops.collapses, 3 * S, 2 * A);
			add(&drops.collapses, even ? 5 * S : 9 * S, 2 * A);
			for (size_t i = 0; i < 3; i++)
				drops.collapses.item[i].duration_us = rows[k].lasts_us;
			cd_drop_features(&c, &drops, &f);
			session.electrical = NULL;
			assert_true(fabs(f.item[CD_FEATURE_DROP_OUT_PERIODICITY].error -
					 (even ? rows[k].even_error : rows[k].loose_error)) < 0.01);
		}
	}
}

/* Nor how long a source was on that came and went within two samples. */
static void a_short_on_time_takes_a_fast_meter(void **state)
{
	static const struct {
		int64_t pace_us;
		bool known;
	} rows[] = { { CD_UNKNOWN, true }, { 10 * MS, true }, { 199 * MS, true }, { 200 * MS, false } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_electrical e = { .sketch.pace_us = rows[k].pace_us };

		fresh(state);
		session.electrical = &e;
		for (int i = 1; i <= 3; i++) {
			add(&drops.collapses, i * 1 * S, 2 * A);
			drops.collapses.item[i - 1].duration_us = 600 * MS;
		}
		cd_drop_features(&c, &drops, &f);
		session.electrical = NULL;
		if (rows[k].known)
			assert_is(CD_FEATURE_ON_TIME, 0.4);
		else
			assert_unknown(CD_FEATURE_ON_TIME, "it is hardly longer");
	}
}

static void drops_begin_high_or_not(void **state)
{
	cd_drop_features(&c, &drops, &f);
	assert_unknown(CD_FEATURE_DROP_OUT_CURRENT, "there were no drop-outs");
	add(&drops.collapses, 1 * S, 2 * A);
	add(&drops.collapses, 2 * S, 1600 * MA);
	add(&drops.collapses, 3 * S, 1599 * MA);
	add(&drops.collapses, 4 * S, CD_UNKNOWN);
	cd_drop_features(&c, &drops, &f);
	assert_is(CD_FEATURE_DROP_OUT_CURRENT, 0.5);
}

/* An open contact takes VBUS from the device's end, and only the current from the source's. */
static void a_contact_looks_different_from_both_ends(void **state)
{
	static const struct {
		enum cd_position position;
		double breaks;
	} rows[] = { { CD_POSITION_DEVICE, 1 }, { CD_POSITION_SOURCE, 3 }, { CD_POSITION_UNKNOWN, 3 } };

	add(&drops.collapses, 1 * S, A);
	for (int k = 1; k <= 3; k++)
		add(&drops.interruptions, k * S, A);
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		c.position = rows[k].position;
		cd_drop_features(&c, &drops, &f);
		assert_is(CD_FEATURE_CONTACT_BREAKS, rows[k].breaks);
		assert_is(CD_FEATURE_DROP_OUTS, 1);
		assert_is(CD_FEATURE_INTERRUPTIONS, 3);
	}
}

/* More than the ring holds: the count is of all, the rhythm of those kept. */
static void a_full_ring_is_read_from_its_oldest(void **state)
{
	c.position = CD_POSITION_DEVICE;
	for (int k = 0; k < 3 * CD_DROPS_MAX + 5; k++)
		add(&drops.collapses, k * 2 * S, A);
	cd_drop_features(&c, &drops, &f);
	assert_is(CD_FEATURE_DROP_OUTS, 3 * CD_DROPS_MAX + 5);
	assert_is(CD_FEATURE_DROP_OUT_PERIODICITY, 0);
	assert_is(CD_FEATURE_CONTACT_BREAKS, 61); /* in two minutes, both ends counted */
}

static void a_battery_says_where_it_goes(void **state)
{
	static const struct {
		enum cd_battery_status status;
		int64_t flow_uw;
		bool contradicts;
		double way; /* NAN: unknown */
	} rows[] = {
		{ CD_STATUS_CHARGING, 5000000, false, 1 },
		{ CD_STATUS_DISCHARGING, -5000000, false, -1 },
		{ CD_STATUS_NOT_CHARGING, 0, false, 0 },
		{ CD_STATUS_FULL, 0, false, 0 },
		{ CD_STATUS_UNKNOWN, CD_UNKNOWN, false, NAN },
		{ CD_STATUS_CHARGING, CD_UNKNOWN, true, NAN },
		{ CD_STATUS_CHARGING, -5000000, true, -1 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.has_battery = true;
		facts.status = rows[k].status;
		facts.flow_uw = rows[k].flow_uw;
		facts.sign_contradicts = rows[k].contradicts;
		cd_said_features(&c, &f);
		if (isnan(rows[k].way))
			assert_unknown(CD_FEATURE_BATTERY_DIRECTION, "");
		else
			assert_is(CD_FEATURE_BATTERY_DIRECTION, rows[k].way);
		assert_true(f.item[CD_FEATURE_BATTERY_FLOW].known == cd_known(rows[k].flow_uw));
	}
}

/* One word of a session that gains is no drain. */
static void a_battery_that_helps_out_charges(void **state)
{
	facts.has_battery = true;
	facts.status = CD_STATUS_DISCHARGING;
	facts.flow_uw = -7000000;
	facts.battery_us = session.battery.said_us = session.battery.drain_us = 190 * S;
	cd_said_features(&c, &f);
	assert_is(CD_FEATURE_BATTERY_DIRECTION, -1);
	assert_is(CD_FEATURE_BATTERY_FLOW, -7000000);
	session.battery.charged_us = 60 * S;
	memset(&f, 0, sizeof(f));
	cd_said_features(&c, &f);
	assert_is(CD_FEATURE_BATTERY_DIRECTION, 1);
	assert_unknown(CD_FEATURE_BATTERY_FLOW, "it has helped out for a moment");
}

/* "Charging" with a zero: not measured yet, then nobody knows which of the two holds, then a rest. */
static void a_zero_that_charges_is_none_at_first(void **state)
{
	static const struct {
		int64_t plugged_s, said_s;
		double way; /* NAN: unknown */
		bool flow;
	} rows[] = {
		{ 100, 100, 1, false },
		{ 100, 189, 1, false },
		{ 100, 190, NAN, true },
		{ 100, 699, NAN, true },
		{ 100, 700, 0, true },
		{ 690, 699, 1, false }, /* plugged in again */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.has_battery = true;
		facts.status = CD_STATUS_CHARGING;
		facts.flow_uw = 0;
		session.plugged_us = rows[k].plugged_s * S;
		session.battery.rest_us = 100 * S;
		facts.battery_us = session.battery.said_us = rows[k].said_s * S;
		cd_said_features(&c, &f);
		if (isnan(rows[k].way))
			assert_unknown(CD_FEATURE_BATTERY_DIRECTION, "it says that it charges, and that nothing flows");
		else
			assert_is(CD_FEATURE_BATTERY_DIRECTION, rows[k].way);
		if (rows[k].flow)
			assert_is(CD_FEATURE_BATTERY_FLOW, 0);
		else
			assert_unknown(CD_FEATURE_BATTERY_FLOW, "it charges, and its driver has not measured");
	}
}

/* What a battery said before the plug counts for nothing until its driver has had time to speak. */
static void an_old_word_waits_five_seconds(void **state)
{
	static const struct {
		int64_t said_s, now_s;
		bool counts;
		int64_t back_s; /* it was unplugged, and plugged in then; 0: it was not */
	} rows[] = { { 99, 100, false }, { 99, 104, false }, { 99, 105, true }, { 100, 100, true },
		{ 101, 102, true }, { 149, 151, false, 150 }, { 149, 155, true, 150 }, { 150, 151, true, 150 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.has_battery = true;
		facts.status = CD_STATUS_DISCHARGING;
		facts.battery_us = rows[k].said_s * S;
		c.now_us = rows[k].now_s * S;
		session.plugged_us = rows[k].back_s ? rows[k].back_s * S : CD_UNKNOWN;
		cd_said_features(&c, &f);
		assert_true(f.item[CD_FEATURE_BATTERY_DIRECTION].known == rows[k].counts);
	}
}

static void full_and_held(void **state)
{
	static const struct {
		enum cd_battery_status status;
		int64_t capacity, threshold;
		bool inhibited, full, held;
	} rows[] = {
		{ CD_STATUS_FULL, 100, CD_UNKNOWN, false, true, false },
		{ CD_STATUS_NOT_CHARGING, 98, CD_UNKNOWN, false, true, false },
		{ CD_STATUS_NOT_CHARGING, 95, CD_UNKNOWN, false, true, false },
		{ CD_STATUS_NOT_CHARGING, 94, CD_UNKNOWN, false, false, false },
		{ CD_STATUS_NOT_CHARGING, CD_UNKNOWN, CD_UNKNOWN, false, false, false },
		{ CD_STATUS_NOT_CHARGING, 80, 80, false, false, true },
		{ CD_STATUS_NOT_CHARGING, 78, 80, false, false, true },
		{ CD_STATUS_NOT_CHARGING, 77, 80, false, false, false },
		{ CD_STATUS_CHARGING, 80, 80, false, false, false },
		{ CD_STATUS_NOT_CHARGING, 50, CD_UNKNOWN, true, false, true },
		{ CD_STATUS_CHARGING, 50, CD_UNKNOWN, true, false, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.has_battery = true;
		facts.status = rows[k].status;
		facts.capacity = rows[k].capacity;
		facts.end_threshold = rows[k].threshold;
		facts.inhibited = rows[k].inhibited;
		facts.limit_exposed = true;
		cd_said_features(&c, &f);
		assert_is(CD_FEATURE_BATTERY_FULL, rows[k].full);
		assert_is(CD_FEATURE_CHARGE_HELD, rows[k].held);
	}
	/* Where none can be read, firmware may hold one. */
	fresh(state);
	facts.has_battery = true;
	facts.status = CD_STATUS_NOT_CHARGING;
	facts.capacity = 80;
	cd_said_features(&c, &f);
	assert_unknown(CD_FEATURE_CHARGE_HELD, "no limit can be read here");
}

static void what_the_source_said(void **state)
{
	cd_contract_features(&c, &f);
	assert_unknown(CD_FEATURE_CONTRACT_POWER, "no contract");
	assert_unknown(CD_FEATURE_OFFER_POWER, "the source's offer");
	assert_unknown(CD_FEATURE_SLOW_BIT, "the firmware says nothing");
	facts.note.adapter_uw = 5000000;
	cd_contract_features(&c, &f);
	assert_is(CD_FEATURE_OFFER_POWER, 5e6); /* a person's word, for want of a better */
	facts.offer_uw = 45000000;
	facts.contract_uv = 20 * V;
	facts.contract_ua = 2250 * MA;
	facts.slow = CD_NO;
	cd_contract_features(&c, &f);
	assert_is(CD_FEATURE_OFFER_POWER, 45e6);
	assert_is(CD_FEATURE_CONTRACT_POWER, 45e6);
	assert_is(CD_FEATURE_SLOW_BIT, 0);
}

static void what_a_person_said(void **state)
{
	static const struct {
		enum cd_battery_note battery;
		enum cd_led_meaning lamp;
		int low, full; /* −1: nobody said */
	} rows[] = {
		{ _CD_BATTERY_INVALID, CD_LED_UNKNOWN, -1, -1 },
		{ CD_BATTERY_UNKNOWN, CD_LED_UNKNOWN, -1, -1 },
		{ CD_BATTERY_LOW, CD_LED_UNKNOWN, 1, 0 },
		{ CD_BATTERY_EMPTY, CD_LED_UNKNOWN, 1, 0 },
		{ CD_BATTERY_FULL, CD_LED_UNKNOWN, 0, 1 },
		{ CD_BATTERY_UNKNOWN, CD_LED_LOW, 1, 0 },
		{ CD_BATTERY_UNKNOWN, CD_LED_FULL, 0, 1 },
		{ CD_BATTERY_UNKNOWN, CD_LED_CHARGING, -1, -1 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		profile->leds[0] = (struct cd_profile_led){ .name = strdup("red"), .meaning = rows[k].lamp };
		profile->n_leds = 1;
		c.lamps = profile;
		facts.note.battery = rows[k].battery;
		facts.note.led = "red";
		cd_said_features(&c, &f);
		if (rows[k].low < 0) {
			assert_unknown(CD_FEATURE_SAID_LOW, "");
			assert_unknown(CD_FEATURE_SAID_FULL, "");
		} else {
			assert_is(CD_FEATURE_SAID_LOW, rows[k].low);
			assert_is(CD_FEATURE_SAID_FULL, rows[k].full);
		}
	}
}

/* "It is low" speaks of the beginning of a charge that was then seen to its end. */
static void a_word_before_the_charge_is_over_with_it(void **state)
{
	static const struct {
		int64_t said_s, done_s; /* −1: not done */
		bool holds;
	} rows[] = {
		{ 0, -1, true }, { 0, 1199, true }, { 0, 1200, false }, { 0, 9000, false }, { 8000, 9000, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.note.battery = CD_BATTERY_LOW;
		c.said_us = rows[k].said_s * S;
		f.shape.done = rows[k].done_s >= 0;
		f.shape.done_us = f.shape.done ? rows[k].done_s * S : CD_UNKNOWN;
		cd_said_features(&c, &f);
		if (rows[k].holds)
			assert_is(CD_FEATURE_SAID_LOW, 1);
		else
			assert_unknown(CD_FEATURE_SAID_LOW, "it was said before the charge");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(of_nothing_all_is_unknown),
		T(reasons_fit),
		T(a_session_too_short_shows_nothing),
		T(a_zero_below_nothing_is_none),
		T(what_flows_away_is_no_charge),
		T(a_rest_was_one_when_somebody_ended_it),
		T(a_plateau_is_a_known_level_that_stands),
		T(ratios_need_a_rating),
		T(a_low_plateau_is_held),
		T(a_low_current_says_nothing_of_a_device_without_a_battery),
		T(little_is_little_for_want_of_a_rating),
		T(too_much_is_what_nobody_asked_for),
		T(nobody_was_there_to_ask),
		T(over_its_rating_only_where_5_volts_are_all),
		T(who_asks_on_the_lines),
		T(drops_have_a_rhythm_or_none),
		T(a_plug_that_bounces_is_no_contact),
		T(few_drops_have_no_sure_rhythm),
		T(tries_are_one_outage),
		T(drops_begin_high_or_not),
		T(on_time_is_as_exact_as_the_samples),
		T(a_slow_meter_knows_no_irregular_rhythm),
		T(a_short_on_time_takes_a_fast_meter),
		T(a_contact_looks_different_from_both_ends),
		T(a_full_ring_is_read_from_its_oldest),
		T(a_battery_says_where_it_goes),
		T(a_battery_that_helps_out_charges),
		T(a_zero_that_charges_is_none_at_first),
		T(an_old_word_waits_five_seconds),
		T(full_and_held),
		T(what_the_source_said),
		T(what_a_person_said),
		T(a_word_before_the_charge_is_over_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
