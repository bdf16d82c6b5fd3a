/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The document: every member where docs/json.md says, of its type, null where nothing is known, and the
 * same bytes from the same events.
 */

#include "feed.h"

#define M "meter0"

static struct feed f;
static struct cd_profiles profiles;

static struct cd_profile *speaker(void)
{
	struct cd_profile *p = cd_profile_new("speaker");

	assert_non_null(p);
	p->rated_uv = 5 * V;
	p->rated_ua = 2 * A;
	p->fast_charge = CD_NO;
	p->reset[p->n_reset++] = strdup("Hold both buttons for 8 s.");
	p->reset_loses = strdup("its pairings");
	return p;
}

static int start(void **state)
{
	assert_int_equal(cd_profiles_add(&profiles, speaker()), 0);
	feed_start_with(&f, CD_GROUP_ONE_METER, "bench", &profiles);
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	return 0;
}

static int done(void **state)
{
	feed_done(&f);
	cd_profiles_done(&profiles);
	return 0;
}

static struct json_object *get(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	if (!json_object_object_get_ex(o, key, &v))
		fail_msg("no %s", key);
	return v;
}

static const char *text(struct json_object *o, const char *key)
{
	return json_object_get_string(get(o, key));
}

static int64_t number(struct json_object *o, const char *key)
{
	struct json_object *v = get(o, key);

	if (!json_object_is_type(v, json_type_int))
		fail_msg("%s is no integer", key);
	return json_object_get_int64(v);
}

/* The members of an object, in their order; "a b c". */
static void assert_members(struct json_object *o, const char *expected)
{
	char all[512] = "";
	size_t n = 0;

	json_object_object_foreach(o, key, value)
	{
		(void)value;
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s", n ? " " : "", key);
	}
	assert_string_equal(all, expected);
}

#define ENTRY                                                                                                \
	"port position measured_by profile profile_known start_us end_us energy_uwh charge_uah voltage_uv current_ua "     \
	"full_us phases gaps verdict causes weighing would_change would_decide not_computed symptoms next_test remedies"

static void nothing_plugged_in_is_an_entry_too(void **state)
{
	static const char *const unknown[] = { "profile", "profile_known", "start_us", "end_us", "energy_uwh", "charge_uah",
		"weighing", "next_test" };
	struct json_object *o = feed_analyze(&f, "bench"), *v = get(o, "verdict");

	assert_members(o, ENTRY);
	for (size_t k = 0; k < CD_ELEMENTSOF(unknown); k++)
		assert_null(get(o, unknown[k]));
	assert_members(get(o, "voltage_uv"), "no_load min mean max");
	assert_members(get(o, "current_ua"), "min mean max sustained");
	json_object_object_foreach(get(o, "voltage_uv"), key, value)
	{
		(void)key;
		assert_null(value);
	}
	assert_members(v, "class cause part confidence severity reason");
	assert_str(text(v, "class"), "undecided");
	assert_str(text(v, "cause"), "inconclusive");
	assert_str(text(v, "part"), "unknown");
	assert_str(text(v, "severity"), "info");
	assert_str(text(v, "reason"), "no session: neither a current nor a supply that is online was seen");
	assert_str(json_object_to_json_string(get(v, "confidence")), "0.000");
	assert_int_equal(json_object_array_length(get(o, "causes")), 0);
	assert_int_equal(json_object_array_length(get(o, "phases")), 0);
	assert_int_equal(json_object_array_length(get(o, "symptoms")), 0);
	assert_int_equal(json_object_array_length(get(o, "remedies")), 0);
	assert_int_equal(number(o, "full_us"), 0);
	json_object_put(o);
}

static void a_charge(void)
{
	feed_note(&f, 0, M, "profile=speaker");
	feed_hold(&f, 0, 4 * S, M, 5100 * MV, 0);
	feed_hold(&f, 4 * S, 60 * S, M, 5 * V, 1500 * MA);
	feed_sample(&f, 60 * S, M, 5 * V, 1500 * MA);
}

static void assert_says(const char *port, const char *key, const char *expected)
{
	struct json_object *o = feed_analyze(&f, port);

	assert_str(text(o, key), expected);
	json_object_put(o);
}

static void a_device_that_measures_itself_is_no_meter(void **state)
{
	assert_says("bench", "measured_by", "meter");
	feed_done(&f);
	feed_start_with(&f, CD_GROUP_EACH, NULL, &profiles);
	feed_added(&f, 0, "ADP1", CD_INPUT_POWER_SUPPLY);
	for (int k = 0; k < 9; k++)
		feed_attributes(&f, k * S, "ADP1", "type=USB", "online=1", "voltage_now=4900000",
			k % 2 ? "current_now=1500000" : "current_now=1501000");
	assert_says("ADP1", "position", "device");
	assert_says("ADP1", "measured_by", "device");
}

static void a_session_says_what_was_measured(void **state)
{
	struct json_object *o, *v, *i;

	a_charge();
	o = feed_analyze(&f, "bench");
	v = get(o, "voltage_uv");
	i = get(o, "current_ua");
	assert_members(o, ENTRY);
	assert_str(text(o, "port"), "bench");
	assert_str(text(o, "position"), "source");
	assert_str(text(o, "profile"), "speaker");
	assert_true(json_object_get_boolean(get(o, "profile_known")));
	assert_i64(number(o, "start_us"), 4 * S);
	assert_i64(number(o, "end_us"), 60 * S);
	assert_i64(number(o, "energy_uwh"), INT64_C(56) * 7500000 / 3600);
	assert_i64(number(o, "charge_uah"), INT64_C(56) * 1500000 / 3600);
	assert_i64(number(o, "full_us"), 0);
	assert_i64(number(v, "no_load"), 5100 * MV);
	assert_i64(number(v, "min"), 5 * V);
	assert_i64(number(v, "mean"), 5 * V);
	assert_i64(number(v, "max"), 5 * V);
	assert_i64(number(i, "min"), 1500 * MA);
	assert_i64(number(i, "mean"), 1500 * MA);
	assert_i64(number(i, "max"), 1500 * MA);
	assert_null(get(get(o, "verdict"), "reason"));
	json_object_put(o);
}

/* A number of the document that is no integer has three decimals, and is never "-0.000". */
static void assert_number(struct json_object *o)
{
	const char *s = json_object_to_json_string(o), *point = strchr(s, '.');

	if (!o || json_object_is_type(o, json_type_int))
		return;
	if (!point || strlen(point) != 4 || cd_streq(s, "-0.000"))
		fail_msg("%s", s);
}

static void check_evidence(struct json_object *list)
{
	for (size_t k = 0; k < json_object_array_length(list); k++) {
		struct json_object *e = json_object_array_get_idx(list, k);
		const struct cd_feature_words *w = cd_feature_words(text(e, "feature"));

		assert_members(e, "feature value error unit limit contribution");
		assert_non_null(w);
		assert_str(text(e, "unit"), w->unit);
		assert_number(get(e, "value"));
		assert_number(get(e, "error"));
		assert_number(get(e, "limit"));
		assert_number(get(e, "contribution"));
		assert_non_null(get(e, "limit"));
		if (w->unit[0] == 'u')
			(void)number(e, "value");
	}
}

static void check_causes(struct json_object *o)
{
	struct json_object *causes = get(o, "causes"), *verdict = get(o, "verdict");
	double sum = 0, before = 1;

	for (size_t k = 0; k < json_object_array_length(causes); k++) {
		struct json_object *c = json_object_array_get_idx(causes, k);
		double p = json_object_get_double(get(c, "confidence"));

		assert_members(c, "cause confidence prior sum evidence");
		assert_number(get(c, "prior"));
		assert_number(get(c, "sum"));
		assert_non_null(cd_cause_words(text(c, "cause")));
		assert_number(get(c, "confidence"));
		assert_true(p <= before && p >= 0.02 - 1e-9);
		sum += p;
		before = p;
		check_evidence(get(c, "evidence"));
		/* One cause has one confidence, wherever it stands. */
		if (cd_streq(text(verdict, "cause"), text(c, "cause")))
			assert_str(text(verdict, "confidence"), text(c, "confidence"));
	}
	assert_true(sum <= 1 + 1e-9);
	assert_number(get(verdict, "confidence"));
	if (get(o, "weighing"))
		assert_members(get(o, "weighing"), "log_total unlisted other");
}

static void check_words(struct json_object *o)
{
	struct json_object *list = get(o, "not_computed"), *test = get(o, "next_test");

	for (size_t k = 0; k < json_object_array_length(list); k++) {
		struct json_object *n = json_object_array_get_idx(list, k);

		assert_members(n, "feature reason");
		assert_non_null(cd_feature_words(text(n, "feature")));
		assert_true(strlen(text(n, "reason")) > 0);
	}
	list = get(o, "symptoms");
	for (size_t k = 0; k < json_object_array_length(list); k++)
		assert_non_null(cd_symptom_words(json_object_get_string(json_object_array_get_idx(list, k))));
	list = get(o, "remedies");
	for (size_t k = 0; k < json_object_array_length(list); k++) {
		struct json_object *r = json_object_array_get_idx(list, k);

		assert_str(text(r, "text"), cd_remedy_words(text(r, "remedy"))->text);
	}
	if (!test)
		return;
	assert_members(test, "test separates text expect");
	list = get(test, "expect");
	assert_int_equal(json_object_array_length(list), 2);
	for (size_t k = 0; k < 2; k++) {
		struct json_object *e = json_object_array_get_idx(list, k);

		assert_members(e, get(e, "feature") ? "cause text feature unit now above below" : "cause text feature");
		assert_str(text(e, "cause"), json_object_get_string(json_object_array_get_idx(get(test, "separates"), k)));
		assert_true(strlen(text(e, "text")) > 0);
	}
	assert_str(text(test, "text"), cd_next_test_words(text(test, "test"))->text);
	assert_int_equal(json_object_array_length(get(test, "separates")), 2);
}

static void check_phases(struct json_object *o)
{
	struct json_object *phases = get(o, "phases");
	int64_t before = -1;

	for (size_t k = 0; k < json_object_array_length(phases); k++) {
		struct json_object *p = json_object_array_get_idx(phases, k);

		assert_members(p, "phase start_us");
		if (number(p, "start_us") <= before)
			fail_msg("phases of %s run backwards", json_object_to_json_string(o));
		before = number(p, "start_us");
	}
}

/* Waveforms of all sorts, and the document after each second of them. */
static void a_profile_that_is_not_there_is_told(void **state)
{
	struct json_object *o;

	feed_note(&f, 0, M, "profile=no-such-speaker");
	o = feed_analyze(&f, "bench");
	assert_str(text(o, "profile"), "no-such-speaker");
	assert_non_null(get(o, "profile_known"));
	assert_false(json_object_get_boolean(get(o, "profile_known")));
	json_object_put(o);
}

static void every_document_is_well_formed(void **state)
{
	static const struct {
		int seconds, mv, ma;
	} levels[] = { { 3, 0, 0 }, { 3, 5000, 0 }, { 5, 5000, 100 }, { 5, 4800, 1500 }, { 2, 0, 0 },
		{ 5, 4500, 2500 }, { 1, 5000, 0 }, { 3, 4600, 2400 }, { 1, 0, 0 }, { 3, 4600, 2400 },
		{ 1, 0, 0 }, { 20, 5900, 3000 }, { 30, 5000, 900 }, { 30, 5000, 500 }, { 30, 5000, 200 },
		{ 30, 5000, 40 }, { 30, 5050, 5 }, { 70, 0, 0 }, { 4, 9000, 12 } };
	int64_t t = 0;

	feed_note(&f, 0, M, "profile=speaker", "battery=low");
	for (size_t k = 0; k < CD_ELEMENTSOF(levels); k++)
		for (int s = 0; s < levels[k].seconds; s++, t += S) {
			struct json_object *o;

			feed_hold(&f, t, t + S, M, levels[k].mv * MV, levels[k].ma * MA);
			o = feed_analyze(&f, "bench");
			assert_members(o, ENTRY);
			check_causes(o);
			check_words(o);
			check_phases(o);
			json_object_put(o);
		}
}

static void the_same_events_give_the_same_bytes(void **state)
{
	CD_FREE char *one = NULL, *again = NULL, *other = NULL;

	a_charge();
	one = feed_text(&f, "bench");
	again = feed_text(&f, "bench"); /* and looking changes nothing */
	assert_string_equal(one, again);
	feed_done(&f);
	feed_start_with(&f, CD_GROUP_ONE_METER, "bench", &profiles);
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	a_charge();
	other = feed_text(&f, "bench");
	assert_string_equal(one, other);
}

static void a_reset_comes_with_its_steps(void **state)
{
	struct json_object *o, *list;
	bool found = false;

	feed_note(&f, 0, M, "profile=speaker", "battery=low");
	feed_hold(&f, 0, 120 * S, M, 5 * V, 30 * MA);
	o = feed_analyze(&f, "bench");
	assert_str(text(get(o, "verdict"), "cause"), "battery-not-accepting");
	list = get(o, "remedies");
	for (size_t k = 0; k < json_object_array_length(list); k++) {
		struct json_object *r = json_object_array_get_idx(list, k);

		if (!cd_streq(text(r, "remedy"), "reset-device"))
			continue;
		found = true;
		assert_members(r, "remedy text steps loses");
		assert_str(json_object_get_string(json_object_array_get_idx(get(r, "steps"), 0)),
			"Hold both buttons for 8 s.");
		assert_str(text(r, "loses"), "its pairings");
	}
	assert_true(found);
	json_object_put(o);
}

static void a_full_battery_stays_plugged_in_for_a_while(void **state)
{
	struct json_object *o;
	int64_t t = 5 * S;

	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, t, t + 300 * S, M, 5 * V, 1 * A);
	t += 300 * S;
	for (int k = 0; k < 290; k++, t += S)
		feed_hold(&f, t, t + S, M, 5 * V, 1 * A - k * 3400);
	feed_hold(&f, t, t + 600 * S, M, 5 * V, 5 * MA);
	o = feed_analyze(&f, "bench");
	assert_str(text(get(o, "verdict"), "cause"), "full");
	assert_true(number(o, "full_us") >= 600 * S);
	assert_true(number(o, "full_us") <= 660 * S);
	assert_i64(number(o, "end_us"), t + 599900 * MS);
	json_object_put(o);
}

static void entries_are_wrapped(void **state)
{
	static const char begins[] = "{\"chargediag\":\"analysis\",\"version\":1,\"file\":\"a/b.ndjson\","
				     "\"sessions\":[{\"port\":\"bench\",";
	struct json_object *list = json_object_new_array(), *doc;

	a_charge();
	json_object_array_add(list, feed_analyze(&f, "bench"));
	doc = cd_analysis_document("a/b.ndjson", list);
	assert_members(doc, "chargediag version file sessions");
	assert_memory_equal(cd_analysis_text(doc), begins, strlen(begins));
	assert_null(strchr(cd_analysis_text(doc), '\n'));
	json_object_put(doc);
	doc = cd_analysis_document(NULL, json_object_new_array());
	assert_str(cd_analysis_text(doc),
		"{\"chargediag\":\"analysis\",\"version\":1,\"file\":null,\"sessions\":[]}");
	json_object_put(doc);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, done)
	const struct CMUnitTest tests[] = {
		T(nothing_plugged_in_is_an_entry_too),
		T(a_device_that_measures_itself_is_no_meter),
		T(a_session_says_what_was_measured),
		T(a_profile_that_is_not_there_is_told),
		T(every_document_is_well_formed),
		T(the_same_events_give_the_same_bytes),
		T(a_reset_comes_with_its_steps),
		T(a_full_battery_stays_plugged_in_for_a_while),
		T(entries_are_wrapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
