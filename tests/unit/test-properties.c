/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What holds whatever happens. Lives are drawn from a seed: inputs come and go, move between ports, say
 * sense and nonsense, at all paces. Each is lived in several ways that must make no difference:
 *
 * again the same bytes with a punctual timer instead of none until the next event looked at now and then
 * asking changes nothing later shifts the times, and nothing else from its own recording the analysis of
 * the live one and left alone hours after the end change nothing that has ended
 */

#include "feed.h"
#include "judge.h"

#define LIVES 120
#define EVENTS 400
#define SHIFT_US (INT64_C(7654321) * 1000)

struct life {
	uint64_t random;
	int64_t t_us;
	unsigned mode; /* of the meter: idle, charging, … */
	uint32_t trips;
};

static unsigned draw(struct life *l, unsigned n)
{
	l->random = l->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(l->random >> 33) % n;
}

static const char *const meters[] = { "meter0", "meter1" };
static const char *const inputs[] = { "meter0", "meter1", "usb1-port2", "usb", "BAT0", "port0",
	"ucsi-source-psy-USBC000:001", "never-added" };
static const enum cd_input_kind kinds[] = { CD_INPUT_METER, CD_INPUT_HWMON, CD_INPUT_USB_PORT,
	CD_INPUT_POWER_SUPPLY, CD_INPUT_POWER_SUPPLY, CD_INPUT_TYPEC, CD_INPUT_POWER_SUPPLY };

/* What an input may say; '|' between attributes. */
static const char *const said[][4] = {
	[2] = { "connect_type=hotplug", "device/bMaxPower=500mA", "connect_type=hotplug", "x=1" },
	[3] = { "type=USB|online=1|voltage_now=4950000|current_now=900000", "type=USB|online=0",
		"type=USB|online=1|voltage_now=4400000|current_now=1500000|input_current_limit=1500000",
		"type=USB" },
	[4] = { "type=Battery|present=1|status=Charging|capacity=40|power_now=20000000|current_now=1500000",
		"type=Battery|present=1|status=Discharging|capacity=40|power_now=9000000|current_now=-700000",
		"type=Battery|present=1|status=Full|capacity=100|power_now=0",
		"type=Battery|present=1|status=Not charging|capacity=80|charge_control_end_threshold=80" },
	[5] = { "power_role=source [sink]|power_operation_mode=default",
		"power_role=source [sink]|power_operation_mode=3.0A|port0-partner/type=x",
		"power_role=[source] sink|port0-partner/type=x", "power_role=\xff" },
	[6] = { "type=USB|online=1|voltage_now=20000000|current_now=1500000|voltage_max=20000000|current_max="
		"3000000",
		"type=USB|online=1|voltage_now=5000000|current_now=500000|charge_type=Trickle",
		"type=USB|online=0", "type=USB|online=1|voltage_now=0|current_now=0" },
};

static void set_attributes(struct cd_attributes *a, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "|"), k = strcspn(text, "=");
		char key[128];

		(void)snprintf(key, sizeof(key), "%.*s", (int)k, text);
		assert_int_equal(cd_attributes_set(a, key, text + k + 1, n - k - 1), 0);
		text += n + (text[n] == '|');
	}
}

static struct cd_event make_sample(struct life *l)
{
	static const struct {
		int mv, ma;
	} modes[] = { { 0, 0 }, { 5100, 0 }, { 5000, 900 }, { 4700, 1800 }, { 9000, 1500 }, { 5000, 60 },
		{ 5000, 2500 }, { 3900, 2400 } };
	struct cd_event ev;
	bool trips = l->mode >= 6 && draw(l, 40) == 0;

	if (draw(l, 300) == 0)
		l->mode = draw(l, CD_ELEMENTSOF(modes));
	ev = feed_make_sample(l->t_us, meters[draw(l, 10) == 0],
		(trips ? 100 : modes[l->mode].mv) * MV + draw(l, 8000),
		(trips ? 0 : modes[l->mode].ma) * MA + draw(l, 3000));
	if (draw(l, 4) == 0) {
		cd_sample_set(&ev.sample, CD_FIELD_DP, draw(l, 2) * 600 * MV);
		cd_sample_set(&ev.sample, CD_FIELD_DM, draw(l, 2) * 600 * MV);
	}
	if (draw(l, 200) == 0)
		ev.sample.valid = draw(l, 8);
	if (draw(l, 200) == 0)
		ev.sample.value[CD_FIELD_IBUS] = draw(l, 2) ? CD_SAMPLE_MAX_UA : -CD_SAMPLE_MAX_UA;
	return ev;
}

static void make_note(struct life *l, struct cd_event *ev)
{
	static const char *const words[][2] = { { "battery", "low" }, { "battery", "full" }, { "led", "red" },
		{ "position", "device" }, { "position", "source" }, { "cable", "red 1 m" },
		{ "label", "second" }, { "adapter_watts", "5" }, { "profile", "speaker" },
		{ "profile", "unheard-of" } };
	unsigned k = draw(l, CD_ELEMENTSOF(words));

	ev->type = CD_EVENT_NOTE;
	ev->note = CD_NOTE_NOTHING;
	assert_int_equal(cd_note_set(&ev->note, words[k][0], words[k][1]), 0);
}

static void make_port(struct life *l, struct cd_event *ev, const char **listed)
{
	size_t n = 0;

	for (unsigned k = 0; k < CD_ELEMENTSOF(inputs); k++)
		if (draw(l, 2))
			listed[n++] = inputs[k];
	ev->type = CD_EVENT_PORT;
	ev->input = NULL;
	ev->port = (struct cd_event_port){
		.name = draw(l, 3) ? "bench" : "desk", .inputs = listed, .n_inputs = n
	};
}

/* Anything but a sample. */
static struct cd_event make_rare(struct life *l, struct cd_attributes *a, const char **listed)
{
	unsigned which = draw(l, CD_ELEMENTSOF(inputs));
	struct cd_event ev = { .t_us = l->t_us, .input = inputs[which] };

	switch (draw(l, 8)) {
	case 0:
		ev.type = CD_EVENT_REMOVED;
		break;
	case 1:
	case 2:
		if (which < 2 || which >= CD_ELEMENTSOF(said))
			break;
		ev.type = CD_EVENT_ATTRIBUTES;
		ev.attributes = a;
		set_attributes(a, said[which][draw(l, 4)]);
		return ev;
	case 3:
		make_note(l, &ev);
		return ev;
	case 4:
		ev.type = CD_EVENT_GAP;
		ev.gap.reason = (enum cd_gap_reason)draw(l, _CD_GAP_MAX);
		ev.gap.duration_us = draw(l, 1000000);
		return ev;
	case 5:
		ev.type = CD_EVENT_OVER_CURRENT;
		ev.over_current.count = l->trips += draw(l, 3);
		return ev;
	case 6:
		ev.type = draw(l, 2) ? CD_EVENT_PD : CD_EVENT_ENUMERATION;
		if (ev.type == CD_EVENT_PD) {
			ev.pd.wire = (const uint8_t *)"\xa1\x61";
			ev.pd.n = 2;
		} else {
			ev.enumeration.result = CD_ENUMERATION_NONE;
		}
		return ev;
	default:
		if (draw(l, 3) == 0) {
			make_port(l, &ev, listed);
			return ev;
		}
		break;
	}
	if (ev.type == CD_EVENT_REMOVED && draw(l, 3) == 0)
		return ev;
	ev = feed_make_added(
		l->t_us, inputs[which % CD_ELEMENTSOF(kinds)], kinds[which % CD_ELEMENTSOF(kinds)]);
	ev.added.position = (enum cd_position)draw(l, _CD_POSITION_MAX);
	ev.added.settle_us = draw(l, 2) ? CD_UNKNOWN : 120000;
	return ev;
}

static void pass(struct life *l)
{
	static const int64_t pauses[] = { 0, 1, 100 * MS, 1 * S, 10 * S, 60 * S, 61 * S, 3600 * S };

	l->t_us += draw(l, 25) ? 100 * MS : pauses[draw(l, CD_ELEMENTSOF(pauses))];
}

struct way {
	int64_t shift_us;
	bool punctual; /* a timer that is never late */
	bool curious;  /* looks at everything after each event */
	struct cd_buffer *copy;
};

/* What would change a verdict is searched for in each analysis: not after every event. */
#define ANALYZE_EACH 8

static void look(const struct judge *j, bool analyze)
{
	for (size_t k = 0; k < cd_router_n_ports(j->router); k++) {
		struct cd_engine *e = cd_router_port(j->router, k);
		struct cd_verdict_info v;
		struct cd_session_info s;
		struct json_object *o;

		cd_engine_verdict(e, &v);
		cd_engine_session(e, &s);
		assert_true(v.exists == (s.number > 0));
		for (int id = 0; id < _CD_READING_MAX; id++) {
			const struct cd_reading *r = cd_engine_reading(e, (enum cd_reading_id)id);

			/* Who said it is there. */
			if (cd_known(r->value))
				assert_non_null(cd_router_find_input(j->router, r->input));
		}
		if (!analyze)
			continue;
		assert_int_equal(cd_engine_analyze(e, &o), 0);
		json_object_put(o);
	}
}

static void punctual(struct judge *j, int64_t t_us)
{
	while (cd_router_deadline(j->router) < t_us)
		assert_int_equal(judge_advance(j, cd_router_deadline(j->router)), 0);
}

static void live(struct judge *j, uint64_t seed, const struct way *w)
{
	struct life l = { .random = seed * UINT64_C(0x9e3779b97f4a7c15) };
	static const enum cd_grouping groupings[] = { CD_GROUP_EACH, CD_GROUP_TOLD, CD_GROUP_ONE_METER };

	assert_int_equal(judge_start(j, NULL, groupings[seed % 3], "bench"), 0);
	for (int k = 0; k < EVENTS; k++) {
		const char *listed[CD_ELEMENTSOF(inputs)];
		struct cd_attributes a = { 0 };
		struct cd_event ev;

		pass(&l);
		ev = k > 6 && draw(&l, 12) ? make_sample(&l) : make_rare(&l, &a, listed);
		ev.t_us += w->shift_us;
		if (w->copy)
			assert_int_equal(cd_recording_write_event(w->copy, &ev, 0), 0);
		if (w->punctual)
			punctual(j, ev.t_us);
		assert_true(judge_feed(j, &ev) >= 0);
		if (w->curious)
			look(j, k % ANALYZE_EACH == 0);
		cd_attributes_done(&a);
	}
}

static int by_start(const void *a, const void *b)
{
	struct json_object *x = *(struct json_object *const *)a, *y = *(struct json_object *const *)b;
	int64_t s = json_object_get_int64(json_object_object_get(x, "start_us"));
	int64_t t = json_object_get_int64(json_object_object_get(y, "start_us"));

	if (s != t)
		return s < t ? -1 : 1;
	return strcmp(json_object_get_string(json_object_object_get(x, "port")),
		json_object_get_string(json_object_object_get(y, "port")));
}

/* In the document's order (docs/json.md): sessions that end while nobody looks are told by port. */
static char *text_of(struct json_object *sessions)
{
	char *text;

	json_object_array_sort(sessions, by_start);
	text = judge_text(sessions);
	assert_non_null(text);
	json_object_put(sessions);
	return text;
}

static void end(struct judge *j, struct json_object **ret)
{
	assert_int_equal(judge_end(j, ret), 0);
}

static char *lived(uint64_t seed, const struct way *w)
{
	struct json_object *sessions;
	struct judge j;

	live(&j, seed, w);
	end(&j, &sessions);
	return text_of(sessions);
}

static void compare(uint64_t seed, const char *what, const char *one, const char *other)
{
	size_t i = 0;

	if (cd_streq(one, other))
		return;
	while (one[i] && one[i] == other[i])
		i++;
	i = i > 100 ? i - 100 : 0;
	fail_msg("life %u, %s:\n  %.240s\n  %.240s", (unsigned)seed, what, one + i, other + i);
}

static void the_same_life_again(void **state)
{
	for (uint64_t seed = 0; seed < LIVES; seed++) {
		CD_FREE char *one = lived(seed, &(struct way){ 0 }), *again = lived(seed, &(struct way){ 0 });

		compare(seed, "again", one, again);
	}
}

static void a_late_timer_changes_nothing(void **state)
{
	for (uint64_t seed = 0; seed < LIVES; seed++) {
		CD_FREE char *none = lived(seed, &(struct way){ 0 }),
			     *exact = lived(seed, &(struct way){ .punctual = true });

		compare(seed, "a timer", none, exact);
	}
}

static void looking_changes_nothing(void **state)
{
	for (uint64_t seed = 0; seed < LIVES; seed++) {
		CD_FREE char *blind = lived(seed, &(struct way){ 0 }),
			     *curious = lived(seed, &(struct way){ .curious = true, .punctual = true });

		compare(seed, "looking", blind, curious);
	}
}

static void unshift(struct json_object *o)
{
	if (json_object_is_type(o, json_type_array))
		for (size_t i = 0; i < json_object_array_length(o); i++)
			unshift(json_object_array_get_idx(o, i));
	if (!json_object_is_type(o, json_type_object))
		return;
	json_object_object_foreach(o, key, v)
	{
		if (v && (cd_streq(key, "start_us") || cd_streq(key, "end_us")))
			json_object_set_int64(v, json_object_get_int64(v) - SHIFT_US);
		else
			unshift(v);
	}
}

static void a_later_life_has_later_times(void **state)
{
	for (uint64_t seed = 0; seed < LIVES; seed++) {
		CD_FREE char *now = lived(seed, &(struct way){ 0 }), *later = NULL;
		struct json_object *sessions;
		struct judge j;

		live(&j, seed, &(struct way){ .shift_us = SHIFT_US });
		end(&j, &sessions);
		unshift(sessions);
		later = text_of(sessions);
		compare(seed, "shifted", now, later);
	}
}

static void read_back(struct judge *j, const struct cd_buffer *b)
{
	struct cd_recording_reader *r = cd_recording_reader_new();
	struct cd_event ev;

	cd_recording_reader_feed(r, b->data, b->len);
	while (cd_recording_reader_next(r, &ev) == CD_READ_EVENT)
		assert_true(judge_feed(j, &ev) >= 0);
	if (cd_recording_reader_error(r))
		fail_msg("%s", cd_recording_reader_error(r));
	cd_recording_reader_free(r);
}

static void what_was_recorded_is_what_was(void **state)
{
	static const enum cd_grouping groupings[] = { CD_GROUP_EACH, CD_GROUP_TOLD, CD_GROUP_ONE_METER };

	for (uint64_t seed = 0; seed < LIVES; seed++) {
		CD_FREE char *first = NULL, *replayed = NULL;
		struct cd_buffer b = { 0 };
		struct json_object *sessions;
		struct judge j;

		assert_int_equal(cd_recording_write_header(&b, "2026-11-22T10:00:00Z"), 0);
		first = lived(seed, &(struct way){ .copy = &b });
		assert_int_equal(judge_start(&j, NULL, groupings[seed % 3], "bench"), 0);
		read_back(&j, &b);
		end(&j, &sessions);
		replayed = text_of(sessions);
		compare(seed, "replayed", first, replayed);
		cd_buffer_done(&b);
	}
}

/* Two minutes and three hours later; the inputs are removed first, for what is attached stays so. */
static char *ended(uint64_t seed, int64_t idle_us)
{
	struct json_object *sessions;
	struct cd_event ev = { .type = CD_EVENT_REMOVED };
	struct judge j;

	live(&j, seed, &(struct way){ 0 });
	ev.t_us = INT64_C(1000000) * S;
	for (size_t k = 0; k < CD_ELEMENTSOF(inputs); k++) {
		ev.input = inputs[k];
		assert_true(judge_feed(&j, &ev) >= 0);
	}
	assert_int_equal(judge_advance(&j, ev.t_us + idle_us), 0);
	sessions = CD_TAKE(j.sessions);
	judge_done(&j);
	return text_of(sessions);
}

static void idle_time_after_the_end_changes_nothing(void **state)
{
	for (uint64_t seed = 0; seed < LIVES; seed++) {
		CD_FREE char *soon = ended(seed, 120 * S), *late = ended(seed, 3 * 3600 * S);

		compare(seed, "idle", soon, late);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_life_again),
		cmocka_unit_test(a_late_timer_changes_nothing),
		cmocka_unit_test(looking_changes_nothing),
		cmocka_unit_test(a_later_life_has_later_times),
		cmocka_unit_test(what_was_recorded_is_what_was),
		cmocka_unit_test(idle_time_after_the_end_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
