/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What is written and read again is equal. Events are drawn from all that the format allows, by a generator
 * with a fixed seed: a failure comes back at each run, and its seed is printed.
 */

#include "test.h"

#include "recording.h"

#include <stdio.h>

#define ROUNDS 4000

/* Numbers: splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
static uint64_t rng;

static uint64_t draw(void)
{
	uint64_t z = (rng += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int64_t between(int64_t min, int64_t max)
{
	return min + (int64_t)(draw() % ((uint64_t)(max - min) + 1));
}

static bool coin(void)
{
	return draw() & 1;
}

/* Text: characters of all lengths, and those JSON must escape; of notes and models without control
 * characters. */
static const char *draw_text(char *buf, size_t max, bool control)
{
	static const char *const characters[] = { "a", "Z", "0", "-", ".", "\"", "\\", "'", "{", "ü", "−",
		"\xf0\x9f\x94\x8b", "\xef\xbf\xbd", " ", "/", "\n", "\x01", "\x1f", "\t", "\x7f" };
	size_t n = CD_ELEMENTSOF(characters) - (control ? 0 : 5);
	size_t used = 0, want = (size_t)between(1, (int64_t)max);

	while (used < want) {
		const char *c = characters[draw() % n];

		if (used + strlen(c) > max)
			break;
		memcpy(buf + used, c, strlen(c));
		used += strlen(c);
	}
	if (used == 0)
		buf[used++] = 'x';
	buf[used] = '\0';
	return buf;
}

static const char *draw_name(char *buf)
{
	do
		(void)draw_text(buf, coin() ? CD_INPUT_NAME_MAX : 6, false);
	while (!cd_name_valid(buf));
	return buf;
}

/* Everything an event may borrow. */
struct memory {
	char input[CD_INPUT_NAME_MAX + 1];
	char text[4][CD_ADDED_TEXT_MAX + 1];
	char names[CD_PORT_INPUTS_MAX][CD_INPUT_NAME_MAX + 1];
	const char *inputs[CD_PORT_INPUTS_MAX];
	uint8_t wire[CD_PD_WIRE_MAX];
	struct cd_attributes attributes;
	struct cd_profile *profile;
};

static void draw_added(struct cd_event *ev, struct memory *m)
{
	ev->added = (struct cd_event_added){
		.kind = draw() % _CD_INPUT_MAX,
		.model = coin() ? draw_text(m->text[0], CD_ADDED_TEXT_MAX, false) : NULL,
		.serial = coin() ? draw_text(m->text[1], 20, false) : NULL,
		.position = draw() % _CD_POSITION_MAX,
		.settle_us = coin() ? between(0, CD_SETTLE_US_MAX) : CD_UNKNOWN,
		.sign_known = coin(),
	};
}

static void draw_removed(struct cd_event *ev, struct memory *m)
{
}

static void draw_sample(struct cd_event *ev, struct memory *m)
{
	for (enum cd_field f = 0; f < _CD_FIELD_MAX; f++) {
		int64_t limit = f <= CD_FIELD_CC2    ? CD_SAMPLE_MAX_UA
				: f == CD_FIELD_TEMP ? 100000
						     : 1000000000000;

		if (coin())
			cd_sample_set(&ev->sample, f, coin() ? between(-limit, limit) : between(-10, 10));
	}
}

static void draw_attributes(struct cd_event *ev, struct memory *m)
{
	char key[CD_ATTRIBUTE_KEY_MAX + 1], value[201];

	for (int64_t n = between(0, 60); n > 0; n--) {
		(void)draw_text(key, coin() ? CD_ATTRIBUTE_KEY_MAX : 8, false);
		if (draw() % 4 == 0)
			assert_int_equal(
				cd_attributes_set_error(&m->attributes, key, (int)between(1, 40)), 0);
		else if (draw() % 8 == 0)
			assert_int_equal(cd_attributes_set(&m->attributes, key, "", 0), 0);
		else
			assert_int_equal(cd_attributes_set(&m->attributes, key, draw_text(value, 200, true),
						 strlen(value)),
				0);
	}
	ev->attributes = &m->attributes;
}

static void draw_port(struct cd_event *ev, struct memory *m)
{
	ev->input = NULL;
	ev->port.name = draw_name(m->text[0]);
	ev->port.inputs = m->inputs;
	ev->port.n_inputs = draw() % (CD_PORT_INPUTS_MAX + 1);
	for (size_t i = 0; i < ev->port.n_inputs; i++) {
		(void)snprintf(m->names[i], sizeof(m->names[i]), "%zu\"%s", i, coin() ? "ü" : "usb");
		m->inputs[i] = m->names[i];
	}
}

static struct cd_profile *draw_profile(void)
{
	struct cd_profile *p = cd_profile_new("drawn-1");

	if (coin())
		p->rated_uv = between(CD_PROFILE_UV_MIN, CD_PROFILE_UV_MAX);
	if (coin())
		p->rated_ua = between(CD_PROFILE_UA_MIN, CD_PROFILE_UA_MAX);
	if (coin())
		p->energy_uwh = between(CD_PROFILE_UWH_MIN, CD_PROFILE_UWH_MAX);
	if (coin())
		p->regulation_uv = between(CD_PROFILE_UV_MIN, CD_PROFILE_UV_MAX);
	if (coin()) {
		p->charge_time_min_s = between(CD_PROFILE_S_MIN, 10000);
		p->charge_time_max_s = between(p->charge_time_min_s, CD_PROFILE_S_MAX);
	}
	p->enumerates = (enum cd_tristate)between(-1, 1);
	p->fast_charge = (enum cd_tristate)between(-1, 1);
	for (size_t n = draw() % (CD_PROFILE_LEDS_MAX + 1); p->n_leds < n; p->n_leds++) {
		assert_true(asprintf(&p->leds[p->n_leds].name, "lamp-%zu", p->n_leds) > 0);
		p->leds[p->n_leds].meaning = draw() % _CD_LED_MAX;
	}
	return p;
}

static void draw_note(struct cd_event *ev, struct memory *m)
{
	struct cd_event_note *note = &ev->note;

	*note = CD_NOTE_NOTHING;
	if (coin()) {
		m->profile = coin() ? draw_profile() : NULL;
		note->inline_profile = m->profile;
		note->profile = m->profile ? m->profile->name : "generic-phone";
	}
	if (coin())
		note->position = draw() % _CD_POSITION_MAX;
	if (coin())
		note->battery = draw() % _CD_BATTERY_MAX;
	note->led = coin() ? draw_text(m->text[0], CD_NOTE_TEXT_MAX, false) : NULL;
	note->cable = coin() ? draw_text(m->text[1], CD_NOTE_TEXT_MAX, false) : NULL;
	note->adapter = coin() ? draw_text(m->text[2], CD_NOTE_TEXT_MAX, false) : NULL;
	note->label = coin() ? draw_text(m->text[3], CD_NOTE_TEXT_MAX, false) : NULL;
	if (coin())
		note->adapter_uw = coin() ? between(1, CD_ADAPTER_UW_MAX) : between(1, 240) * 500000;
}

static void draw_gap(struct cd_event *ev, struct memory *m)
{
	ev->gap.reason = draw() % _CD_GAP_MAX;
	ev->gap.duration_us = between(0, CD_RECORDING_T_MAX);
}

static void draw_over_current(struct cd_event *ev, struct memory *m)
{
	ev->over_current.count = (uint32_t)draw();
}

static void draw_enumeration(struct cd_event *ev, struct memory *m)
{
	ev->enumeration.result = draw() % _CD_ENUMERATION_MAX;
}

static void draw_pd(struct cd_event *ev, struct memory *m)
{
	ev->pd.sop = draw() % 3;
	ev->pd.wire = m->wire;
	ev->pd.n = (size_t)between(1, CD_PD_WIRE_MAX);
	for (size_t i = 0; i < ev->pd.n; i++)
		m->wire[i] = (uint8_t)draw();
}

/* Equality, member by member */

static void assert_texts(const char *a, const char *b)
{
	if (!cd_streq(a, b))
		fail_msg("\"%s\" is not \"%s\"", a ? a : "(none)", b ? b : "(none)");
}

static void same_added(const struct cd_event *a, const struct cd_event *b)
{
	assert_int_equal(a->added.kind, b->added.kind);
	assert_texts(a->added.model, b->added.model);
	assert_texts(a->added.serial, b->added.serial);
	assert_int_equal(a->added.position, b->added.position);
	assert_i64(a->added.settle_us, b->added.settle_us);
	assert_int_equal(a->added.sign_known, b->added.sign_known);
}

static void same_removed(const struct cd_event *a, const struct cd_event *b)
{
}

static void same_sample(const struct cd_event *a, const struct cd_event *b)
{
	assert_int_equal(a->sample.valid, b->sample.valid);
	for (enum cd_field f = 0; f < _CD_FIELD_MAX; f++)
		assert_i64(cd_sample_get(&a->sample, f), cd_sample_get(&b->sample, f));
}

static void same_attributes(const struct cd_event *a, const struct cd_event *b)
{
	assert_true(cd_attributes_equal(a->attributes, b->attributes));
}

static void same_port(const struct cd_event *a, const struct cd_event *b)
{
	assert_texts(a->port.name, b->port.name);
	assert_int_equal(a->port.n_inputs, b->port.n_inputs);
	for (size_t i = 0; i < a->port.n_inputs; i++)
		assert_texts(a->port.inputs[i], b->port.inputs[i]);
}

static void same_profile(const struct cd_profile *a, const struct cd_profile *b)
{
	assert_int_equal(!a, !b);
	if (!a)
		return;
	assert_texts(a->name, b->name);
	assert_i64(a->rated_uv, b->rated_uv);
	assert_i64(a->rated_ua, b->rated_ua);
	assert_i64(a->energy_uwh, b->energy_uwh);
	assert_i64(a->regulation_uv, b->regulation_uv);
	assert_i64(a->charge_time_min_s, b->charge_time_min_s);
	assert_i64(a->charge_time_max_s, b->charge_time_max_s);
	assert_int_equal(a->enumerates, b->enumerates);
	assert_int_equal(a->fast_charge, b->fast_charge);
	assert_int_equal(a->n_leds, b->n_leds);
	for (size_t i = 0; i < a->n_leds; i++) {
		assert_texts(a->leds[i].name, b->leds[i].name);
		assert_int_equal(a->leds[i].meaning, b->leds[i].meaning);
	}
}

static void same_note(const struct cd_event *a, const struct cd_event *b)
{
	assert_texts(a->note.profile, b->note.profile);
	same_profile(a->note.inline_profile, b->note.inline_profile);
	assert_int_equal(a->note.position, b->note.position);
	assert_int_equal(a->note.battery, b->note.battery);
	assert_texts(a->note.led, b->note.led);
	assert_texts(a->note.cable, b->note.cable);
	assert_texts(a->note.adapter, b->note.adapter);
	assert_texts(a->note.label, b->note.label);
	assert_i64(a->note.adapter_uw, b->note.adapter_uw);
}

static void same_gap(const struct cd_event *a, const struct cd_event *b)
{
	assert_int_equal(a->gap.reason, b->gap.reason);
	assert_i64(a->gap.duration_us, b->gap.duration_us);
}

static void same_over_current(const struct cd_event *a, const struct cd_event *b)
{
	assert_int_equal(a->over_current.count, b->over_current.count);
}

static void same_enumeration(const struct cd_event *a, const struct cd_event *b)
{
	assert_int_equal(a->enumeration.result, b->enumeration.result);
}

static void same_pd(const struct cd_event *a, const struct cd_event *b)
{
	assert_int_equal(a->pd.sop, b->pd.sop);
	assert_int_equal(a->pd.n, b->pd.n);
	assert_memory_equal(a->pd.wire, b->pd.wire, a->pd.n);
}

static const struct {
	void (*draw)(struct cd_event *ev, struct memory *m);
	void (*same)(const struct cd_event *a, const struct cd_event *b);
} kinds[_CD_EVENT_MAX] = {
	[CD_EVENT_ADDED] = { draw_added, same_added },
	[CD_EVENT_REMOVED] = { draw_removed, same_removed },
	[CD_EVENT_SAMPLE] = { draw_sample, same_sample },
	[CD_EVENT_ATTRIBUTES] = { draw_attributes, same_attributes },
	[CD_EVENT_PORT] = { draw_port, same_port },
	[CD_EVENT_NOTE] = { draw_note, same_note },
	[CD_EVENT_GAP] = { draw_gap, same_gap },
	[CD_EVENT_OVER_CURRENT] = { draw_over_current, same_over_current },
	[CD_EVENT_ENUMERATION] = { draw_enumeration, same_enumeration },
	[CD_EVENT_PD] = { draw_pd, same_pd },
};

static void written_and_read_is_equal(void **state)
{
	CD_CLEANUP(cd_recording_reader_freep) struct cd_recording_reader *r = cd_recording_reader_new();
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	struct cd_recording_stats stats;
	int64_t t_us = 0;
	struct cd_event got;

	rng = 20261122;
	assert_int_equal(cd_recording_write_header(&b, "2026-11-22T10:00:00Z"), 0);
	cd_recording_reader_feed(r, b.data, b.len);
	assert_int_equal(cd_recording_reader_next(r, &got), CD_READ_MORE);
	for (int i = 0; i < ROUNDS; i++) {
		struct cd_event ev = { .type = draw() % _CD_EVENT_MAX, .t_us = t_us += between(0, 1000000) };
		struct memory m = { 0 };

		ev.input = draw_name(m.input);
		kinds[ev.type].draw(&ev, &m);
		b.len = 0;
		assert_int_equal(cd_recording_write_event(&b, &ev, 0), 0);
		assert_true(b.len <= CD_RECORDING_LINE_MAX);
		assert_ptr_equal(memchr(b.data, '\n', b.len), b.data + b.len - 1);
		cd_recording_reader_feed(r, b.data, b.len);
		if (cd_recording_reader_next(r, &got) != CD_READ_EVENT)
			fail_msg("event %d: %.*s: %s", i, (int)b.len, b.data, cd_recording_reader_error(r));
		assert_i64(got.t_us, ev.t_us);
		assert_int_equal(got.type, ev.type);
		assert_texts(got.input, ev.input);
		kinds[ev.type].same(&ev, &got);
		assert_int_equal(cd_recording_reader_next(r, &got), CD_READ_MORE);
		cd_attributes_done(&m.attributes);
		(void)cd_profile_free(m.profile);
	}
	cd_recording_reader_stats(r, &stats);
	assert_int_equal(stats.skipped, 0);
	assert_int_equal(stats.events, ROUNDS);
}

static void times_are_relative_and_never_negative(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	struct cd_event ev = { .t_us = 1500, .type = CD_EVENT_REMOVED, .input = "m" };

	assert_int_equal(cd_recording_write_event(&b, &ev, 1000), 0);
	assert_int_equal(cd_recording_write_event(&b, &ev, 2000), 0);
	(void)cd_buffer_append(&b, "", 1);
	assert_str(b.data, "{\"t\":500,\"input\":\"m\",\"event\":\"removed\"}\n"
			   "{\"t\":0,\"input\":\"m\",\"event\":\"removed\"}\n");
}

/* The largest snapshot there can be, in values of `len` bytes, must come back from the line it is squeezed
 * into. */
static void squeeze(size_t len, const char *character, size_t expect_min)
{
	CD_CLEANUP(cd_recording_reader_freep) struct cd_recording_reader *r = cd_recording_reader_new();
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	struct cd_event ev = { .type = CD_EVENT_ATTRIBUTES, .input = "typec0", .attributes = &a }, got;
	char key[CD_ATTRIBUTE_KEY_MAX + 1], value[CD_ATTRIBUTE_VALUE_MAX];
	struct cd_recording_stats stats;

	memset(value, *character, sizeof(value));
	for (int i = 0; i < CD_ATTRIBUTES_MAX; i++) {
		memset(key, '"', sizeof(key));
		(void)snprintf(key + 100 * (i % 3), 32, "%05d", i);
		assert_int_equal(cd_attributes_set(&a, key, value, i % 4 ? 1 : len), 0);
	}
	assert_int_equal(cd_recording_write_header(&b, NULL), 0);
	assert_int_equal(cd_recording_write_event(&b, &ev, 0), 0);
	cd_recording_reader_feed(r, b.data, b.len);
	assert_int_equal(cd_recording_reader_next(r, &got), CD_READ_EVENT);
	assert_true(got.attributes->n >= expect_min);
	cd_recording_reader_stats(r, &stats);
	assert_int_equal(stats.skipped, 0);
	/* dumps go, states stay */
	if (len > 64 && expect_min == CD_ATTRIBUTES_MAX) {
		assert_int_equal(cd_attributes_find(got.attributes, "00000")->error, E2BIG);
		assert_non_null(got.attributes->items[10].key);
	}
}

static void large_snapshots_fit_a_line(void **state)
{
	squeeze(1, "x", CD_ATTRIBUTES_MAX);
	squeeze(CD_ATTRIBUTE_VALUE_MAX, "x", CD_ATTRIBUTES_MAX);
	squeeze(CD_ATTRIBUTE_VALUE_MAX, "\"", CD_ATTRIBUTES_MAX);
	squeeze(CD_ATTRIBUTE_VALUE_MAX, "\x01", CD_ATTRIBUTES_MAX);
}

static void the_last_resort_cuts_the_list(void **state)
{
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	struct cd_event ev = { .type = CD_EVENT_ATTRIBUTES, .input = "typec0", .attributes = &a };
	char key[CD_ATTRIBUTE_KEY_MAX + 1];

	for (int i = 0; i < CD_ATTRIBUTES_MAX; i++) {
		memset(key, '"', sizeof(key));
		(void)snprintf(key, 6, "%05d", i);
		key[5] = '"';
		key[CD_ATTRIBUTE_KEY_MAX] = '\0';
		assert_int_equal(cd_attributes_set(&a, key, "1", 1), 0);
	}
	assert_int_equal(cd_recording_write_event(&b, &ev, 0), 0);
	assert_true(b.len <= CD_RECORDING_LINE_MAX && b.len > CD_RECORDING_LINE_MAX - 600);
	assert_memory_equal(b.data + b.len - 4, "}}}\n", 4);
}

static void foreign_texts_are_left_out(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	CD_FREE char *huge = calloc(100001, 1);
	struct cd_event ev = { .type = CD_EVENT_ADDED, .input = "m", .added = { .kind = CD_INPUT_HWMON } };

	memset(huge, 'x', 100000);
	ev.added.model = huge;
	ev.added.serial = "\xff\xfe";
	ev.added.settle_us = CD_UNKNOWN;
	assert_int_equal(cd_recording_write_event(&b, &ev, 0), 0);
	(void)cd_buffer_append(&b, "", 1);
	assert_str(b.data, "{\"t\":0,\"input\":\"m\",\"event\":\"added\",\"kind\":\"hwmon\"}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_and_read_is_equal),
		cmocka_unit_test(times_are_relative_and_never_negative),
		cmocka_unit_test(large_snapshots_fit_a_line),
		cmocka_unit_test(the_last_resort_cuts_the_list),
		cmocka_unit_test(foreign_texts_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
