/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Sources with known volts and ohms, loads in steps, and what is read off the
 * points. A source is a straight line until its limit, if it has one, and holds
 * its current from there on at whatever voltage is left.
 */

#include <math.h>

#include "test.h"

#include "feature-groups.h"
#include "sample.h"

#define S CD_US_PER_S
#define MS (CD_US_PER_S / 1000)
#define STEPS_MAX 8

struct source {
  double v0, ohms;
  double limit_a, limit_v; /* 0: none */
};

struct rig {
  struct cd_sketch sketch;
  struct cd_input meter;
  struct cd_facts facts;
  struct cd_features f;
  struct cd_session session;
  struct cd_electrical electrical;
  int64_t t_us, rate_us;
};

static void rig_start(struct rig *r, int64_t rate_us) {
  memset(r, 0, sizeof(*r));
  cd_sketch_reset(&r->sketch, CD_UNKNOWN, 10000);
  cd_facts_gather(NULL, 0, 0, &r->facts);
  r->meter.added.settle_us = CD_UNKNOWN;
  r->rate_us = rate_us;
}

/* Two seconds of it without load, as the session's pre-roll gives them. */
static void rig_no_load(struct rig *r, double v0) {
  struct cd_window w = {
      .n = 50, .v_uv = llround(v0 * 1e6), .v_min = llround(v0 * 1e6)};

  for (int k = 0; k < 4; k++)
    cd_sketch_no_load(&r->sketch, &w);
}

static void rig_load(struct rig *r, const struct source *s, double amperes,
                     int64_t us) {
  bool limited = s->limit_a > 0 && amperes >= s->limit_a;
  double i = limited ? s->limit_a : amperes,
         v = limited ? s->limit_v : s->v0 - s->ohms * i;

  for (int64_t end = r->t_us + us; r->t_us < end; r->t_us += r->rate_us)
    (void)cd_sketch_sample(&r->sketch, r->t_us, llround(v * 1e6),
                           llround(i * 1e6));
}

static void rig_read(struct rig *r) {
  struct cd_case c = {
      .facts = &r->facts, .meter = &r->meter, .session = &r->session};

  r->session.electrical = &r->electrical;
  (void)cd_sketch_flush(&r->sketch);
  cd_shape_read(r->sketch.series, r->sketch.n_series, 0, CD_UNKNOWN,
                &r->f.shape);
  cd_cloud_features(&c, &r->sketch, &r->f);
}

/* A value as an integer, or CD_UNKNOWN. */
static int64_t value(const struct rig *r, enum cd_feature id) {
  return r->f.item[id].known ? llround(r->f.item[id].value) : CD_UNKNOWN;
}

static void near(const struct rig *r, enum cd_feature id, double expected,
                 double within) {
  const struct cd_feature_value *v = &r->f.item[id];

  if (!v->known || fabs(v->value - expected) > within || isnan(v->error) ||
      v->error < 0)
    fail_msg("%s: %f +- %f, \"%s\"; expected %f", cd_feature_words_at(id)->id,
             v->value, v->error, v->reason, expected);
}

static void assert_reason(const struct rig *r, enum cd_feature id,
                          const char *begins) {
  if (r->f.item[id].known)
    fail_msg("%s %f, not \"%s\"", cd_feature_words_at(id)->id,
             r->f.item[id].value, begins);
  if (strncmp(r->f.item[id].reason, begins, strlen(begins)) != 0)
    fail_msg("%s: \"%s\"", cd_feature_words_at(id)->id, r->f.item[id].reason);
}

static void a_straight_line_is_a_resistance(void **state) {
  static const struct source sources[] = {
      {5.1, 0.05, 0, 0},
      {5.0, 0.3, 0, 0},
      {5.2, 0.7, 0, 0},
      {9.0, 0.2, 0, 0},
      {5.0, -0.05, 0, 0} /* cable compensation: it rises */};
  static const double amperes[] = {0.2, 0.5, 0.8, 1.1, 1.5};

  for (size_t k = 0; k < CD_ELEMENTSOF(sources); k++) {
    struct rig r;

    rig_start(&r, 100 * MS);
    rig_no_load(&r, sources[k].v0);
    for (size_t j = 0; j < CD_ELEMENTSOF(amperes); j++)
      rig_load(&r, &sources[k], amperes[j], 10 * S);
    rig_read(&r);
    near(&r, CD_FEATURE_NO_LOAD_VOLTAGE, sources[k].v0 * 1e6, 1);
    near(&r, CD_FEATURE_SOURCE_IMPEDANCE, sources[k].ohms * 1000, 0.5);
    near(&r, CD_FEATURE_VOLTAGE_SAG, sources[k].ohms * 1.5e6, 10);
    if (sources[k].ohms * 1.5 > 0.16)
      near(&r, CD_FEATURE_KNEE, 0, 0.01);
    else
      assert_reason(&r, CD_FEATURE_KNEE, "the voltage does not sag");
    assert_false(r.f.item[CD_FEATURE_ASSUMED_SAG].known);
  }
}

static void a_limit_is_a_knee(void **state) {
  static const struct source source = {5.1, 0.05, 1.0, 4.3};
  static const double amperes[] = {0.2, 0.4, 0.6, 0.8, 1.5};
  struct rig r;

  rig_start(&r, 100 * MS);
  rig_no_load(&r, source.v0);
  for (size_t j = 0; j < CD_ELEMENTSOF(amperes); j++)
    rig_load(&r, &source, amperes[j], 10 * S);
  rig_read(&r);
  /* At the limit the line says 5.05 V: 0.75 of 0.8 V are below it. */
  near(&r, CD_FEATURE_KNEE, 0.75 / 0.8, 0.01);
  near(&r, CD_FEATURE_VOLTAGE_SAG, 800000, 10);
}

/* A fast meter sees the knee on the way up, if it does not smooth it away. */
static void a_ramp_shows_it_too(void **state) {
  static const struct source source = {5.1, 0.05, 1.0, 4.3};
  static const struct {
    int64_t rate_us, settle_us;
    bool known;
  } rows[] = {{10 * MS, CD_UNKNOWN, true},
              {10 * MS, 30 * MS, true},
              {10 * MS, 120 * MS, false},
              {20 * MS, CD_UNKNOWN, false}};

  for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
    struct rig r;

    rig_start(&r, rows[k].rate_us);
    r.meter.added.settle_us = rows[k].settle_us;
    rig_no_load(&r, source.v0);
    for (int j = 1; j <= 20; j++)
      rig_load(&r, &source, j * 0.05, rows[k].rate_us);
    rig_load(&r, &source, 1.5, 20 * S);
    rig_read(&r);
    if (rows[k].known)
      near(&r, CD_FEATURE_KNEE, 0.75 / 0.8, 0.05);
    else
      assert_reason(&r, CD_FEATURE_KNEE,
                    "the current was not seen between its limits");
  }
}

static void without_no_load_the_sag_is_assumed(void **state) {
  static const struct {
    double v;
    bool high, known;
  } rows[] = {{4.6, false, true},  {5.2, false, true},  {3.1, false, true},
              {2.9, false, false}, {5.6, false, false}, {9.0, false, false},
              {4.6, true, false}};

  for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
    struct source source = {rows[k].v, 0, 0, 0};
    struct rig r;

    rig_start(&r, 100 * MS);
    r.facts.high_voltage = rows[k].high;
    rig_load(&r, &source, 1, 20 * S);
    rig_read(&r);
    assert_reason(&r, CD_FEATURE_NO_LOAD_VOLTAGE,
                  "no volts without load were seen");
    assert_reason(&r, CD_FEATURE_VOLTAGE_SAG, "the no-load voltage is unknown");
    assert_reason(&r, CD_FEATURE_KNEE, "the no-load voltage is unknown");
    if (rows[k].known)
      near(&r, CD_FEATURE_ASSUMED_SAG, 5e6 - rows[k].v * 1e6, 10);
    else
      assert_i64(value(&r, CD_FEATURE_ASSUMED_SAG), CD_UNKNOWN);
  }
}

static void a_slope_needs_points(void **state) {
  static const struct {
    double amperes[STEPS_MAX];
    int64_t each_us;
    const char *reason;
  } rows[] = {
      {{1.0}, 10 * S, "current span 0.00 A is under 0.15 A"},
      {{0.90, 0.95, 1.00, 1.04}, 10 * S, "current span 0.14 A is under 0.15 A"},
      {{0.2, 1.0}, 10 * S, "only two levels of current were seen"},
      {{0.2, 0.6}, 1 * S, "3 settled points are under 4"},
      {{0.2, 0.8, 0.2, 0.8}, 500 * MS, "1 settled points are under 4"},
  };
  static const struct source source = {5.0, 0.3, 0, 0};

  for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
    struct rig r;

    rig_start(&r, 100 * MS);
    for (size_t j = 0; j < STEPS_MAX && rows[k].amperes[j] > 0; j++)
      rig_load(&r, &source, rows[k].amperes[j], rows[k].each_us);
    rig_read(&r);
    assert_reason(&r, CD_FEATURE_SOURCE_IMPEDANCE, rows[k].reason);
  }
}

static void volts_that_do_not_follow_are_no_resistance(void **state) {
  static const double amperes[] = {0.2, 0.4, 0.6, 0.8, 1.0, 1.2};
  static const double volts[] = {5.0, 4.2, 5.0, 4.2, 5.0, 4.2};
  struct rig r;

  rig_start(&r, 100 * MS);
  for (size_t k = 0; k < CD_ELEMENTSOF(amperes); k++)
    rig_load(&r, &(struct source){volts[k], 0, 0, 0}, amperes[k], 10 * S);
  rig_read(&r);
  assert_reason(&r, CD_FEATURE_SOURCE_IMPEDANCE, "volts do not follow amperes");
}

static void nothing_still_nothing_known(void **state) {
  struct rig r;

  rig_start(&r, 100 * MS);
  rig_read(&r);
  assert_reason(&r, CD_FEATURE_SOURCE_IMPEDANCE,
                "no current held still long enough");
  rig_start(&r, 100 * MS);
  for (int k = 0; k < 200; k++)
    rig_load(&r, &(struct source){5.0, 0.3, 0, 0}, 0.2 + k % 10 * 0.1,
             100 * MS);
  rig_read(&r);
  assert_reason(&r, CD_FEATURE_SOURCE_IMPEDANCE,
                "no current held still long enough");
}

/* The meter's noise makes the error, not the value. */
/* A contact warms up, the device steps back: what counts is the worst tenth of the time, and not the top current. */
static void a_path_that_gets_worse_is_seen(void **state) {
  static const struct {
    int late_s; /* of 100 */
    double ohm;
  } rows[] = {{0, 200}, {5, 200}, {15, 900}};

  for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
    struct rig r;

    rig_start(&r, 100 * MS);
    rig_no_load(&r, 5.0);
    rig_load(&r, &(struct source){5.0, 0.2, 0, 0}, 1.5, (100 - rows[k].late_s) * S);
    rig_load(&r, &(struct source){5.0, 0.9, 0, 0}, 0.5, rows[k].late_s * S);
    rig_read(&r);
    near(&r, CD_FEATURE_PATH_RESISTANCE, rows[k].ohm, 5);
    near(&r, CD_FEATURE_VOLTAGE_SAG, 300e3, 10);
  }
}

/* The device holds 4.5 V and takes what that leaves: points that lead nowhere near the 5.1 V without load. */
/* 0.3 ohm from a high adapter: what arrives is still what a good one may give.
 */
static void what_arrives_may_suffice(void **state) {
  static const struct {
    double v0, amperes, mohm; /* NAN: no path */
  } rows[] = {
      {5.2, 1.4, NAN}, {5.0, 1.4, 300}, {5.2, 1.6, 300}, {9.0, 1.4, 300}};

  for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
    const struct source s = {rows[k].v0, 0.3, 0, 0};
    struct rig r;

    rig_start(&r, 100 * MS);
    rig_no_load(&r, rows[k].v0);
    rig_load(&r, &s, rows[k].amperes, 30 * S);
    rig_read(&r);
    if (isnan(rows[k].mohm))
      assert_reason(&r, CD_FEATURE_PATH_RESISTANCE, "no current of 0.2 A");
    else
      near(&r, CD_FEATURE_PATH_RESISTANCE, rows[k].mohm, 1);
  }
}

/* Nothing is lost on the way while nothing flows. */
static void the_other_end_tells_the_volts_without_load(void **state) {
  const struct source s = {5.1, 0.4, 0, 0};
  struct rig r;

  rig_start(&r, 100 * MS);
  rig_load(&r, &s, 1.0, 30 * S);
  cd_pair_reset(&r.electrical.pair);
  r.electrical.pair.side[CD_PAIR_SOURCE].last_uv = 5060000;
  r.electrical.pair.side[CD_PAIR_DEVICE].last_uv = 4700000;
  rig_read(&r);
  assert_reason(&r, CD_FEATURE_NO_LOAD_VOLTAGE, "no volts without load");

  r.electrical.pair.rest.n_source = 4;
  r.electrical.pair.rest.source = 4 * 5.1;
  rig_read(&r);
  near(&r, CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6, 1);
  near(&r, CD_FEATURE_VOLTAGE_SAG, 0.4e6, 10);
  assert_true(r.f.item[CD_FEATURE_VOLTAGE_SAG].error >= 20e3);
}

static void a_regulated_input_shows_no_slope(void **state) {
  struct rig r;

  rig_start(&r, 100 * MS);
  rig_no_load(&r, 5.1);
  for (int k = 0; k < 6; k++)
    rig_load(&r, &(struct source){4.5, 0, 0, 0}, 1.4 - 0.15 * k, 10 * S);
  rig_read(&r);
  assert_reason(&r, CD_FEATURE_SOURCE_IMPEDANCE, "the device holds its input");
  assert_reason(&r, CD_FEATURE_KNEE, "the device holds its input voltage");
}

/* 5.1 V without load, and then 4.2 V that were asked for: no sag of 0.9 V. */
static void a_low_contract_is_what_a_sag_is_of(void **state) {
  static const struct source source = {.v0 = 4.2, .ohms = 0.05};
  static const int64_t contract_mv[] = {0, 4200, 4990, 5000};
  static const int64_t sag_mv[] = {1000, 100, 890, 1000};

  for (size_t k = 0; k < CD_ELEMENTSOF(contract_mv); k++) {
    struct rig r;

    rig_start(&r, 100 * MS);
    if (contract_mv[k] > 0)
      r.facts.contract_uv = contract_mv[k] * 1000;
    rig_no_load(&r, 5.1);
    rig_load(&r, &source, 2.0, 20 * S);
    rig_read(&r);
    near(&r, CD_FEATURE_NO_LOAD_VOLTAGE, 5100e3, 1e3);
    near(&r, CD_FEATURE_VOLTAGE_SAG, (double)sag_mv[k] * 1e3, 1e3);
    assert_false(r.f.item[CD_FEATURE_ASSUMED_SAG].known);
  }
}

static void noise_widens_the_error(void **state) {
  static const double amperes[] = {0.2, 0.5, 0.8, 1.1, 1.5};
  double before = 0;

  for (int mv = 0; mv <= 40; mv += 20) {
    struct rig r;

    rig_start(&r, 100 * MS);
    rig_no_load(&r, 5.0);
    for (size_t j = 0; j < CD_ELEMENTSOF(amperes); j++)
      for (int w = 0; w < 20; w++)
        rig_load(&r,
                 &(struct source){5.0 + (w % 2 ? mv : -mv) / 1000.0, 0.3, 0, 0},
                 amperes[j], 500 * MS);
    rig_read(&r);
    near(&r, CD_FEATURE_SOURCE_IMPEDANCE, 300, 10);
    assert_true(r.f.item[CD_FEATURE_SOURCE_IMPEDANCE].error >= before);
    before = r.f.item[CD_FEATURE_SOURCE_IMPEDANCE].error + 1;
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_straight_line_is_a_resistance),
      cmocka_unit_test(a_limit_is_a_knee),
      cmocka_unit_test(a_ramp_shows_it_too),
      cmocka_unit_test(without_no_load_the_sag_is_assumed),
      cmocka_unit_test(a_slope_needs_points),
      cmocka_unit_test(volts_that_do_not_follow_are_no_resistance),
      cmocka_unit_test(nothing_still_nothing_known),
      cmocka_unit_test(a_path_that_gets_worse_is_seen),
      cmocka_unit_test(what_arrives_may_suffice),
      cmocka_unit_test(the_other_end_tells_the_volts_without_load),
      cmocka_unit_test(a_regulated_input_shows_no_slope),
      cmocka_unit_test(a_low_contract_is_what_a_sag_is_of),
      cmocka_unit_test(noise_widens_the_error),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
