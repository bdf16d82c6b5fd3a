/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Words about USB meters for fake-world; see story-meter.h. */

#include "story-meter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake-fnirsi.h"
#include "world-internal.h"

#define METERS_MAX 8

static struct {
	char place[32];
	unsigned hid; /* its HID interface */
	struct fake_fnirsi *fake;
} meters[METERS_MAX];
static size_t n_meters;

static size_t find(const char *place)
{
	for (size_t i = 0; i < n_meters; i++)
		if (strcmp(meters[i].place, place) == 0)
			return i;
	world_fail("there is no meter in %s", place);
}

static struct fake_fnirsi *meter(char **words)
{
	return meters[find(words[1])].fake;
}

static void new_meter(struct world *w, char **words)
{
	static const char *const shapes[] = {
		[FAKE_FNIRSI_FNB58] = "fnb58",
		[FAKE_FNIRSI_FNB48] = "fnb48",
		[FAKE_FNIRSI_NO_HID] = "no-hid",
		[FAKE_FNIRSI_NO_OUT] = "no-out",
		[FAKE_FNIRSI_GARBAGE] = "garbage",
		[FAKE_FNIRSI_EMPTY] = "empty",
	};
	unsigned shape = 0;

	while (shape < sizeof(shapes) / sizeof(shapes[0]) && strcmp(shapes[shape], words[2]) != 0)
		shape++;
	if (shape == sizeof(shapes) / sizeof(shapes[0]))
		world_fail("no meter is a '%s'", words[2]);
	if (n_meters == METERS_MAX)
		world_fail("too many meters");
	snprintf(meters[n_meters].place, sizeof(meters[0].place), "%s", words[1]);
	meters[n_meters].hid = shape == FAKE_FNIRSI_FNB58 ? FAKE_FNIRSI_HID : 0;
	meters[n_meters++].fake = fake_fnirsi_new(w, (enum fake_fnirsi_shape)shape, words[1], words[3]);
}

static void measure(struct world *w, char **words)
{
	fake_fnirsi_set(meter(words), atoll(words[2]), atoll(words[3]));
	if (words[4] && words[5])
		fake_fnirsi_set_lines(meter(words), atoll(words[4]), atoll(words[5]));
}

static void become(struct world *w, char **words)
{
	struct fake_fnirsi *f = meter(words);
	const char *what = words[2];

	if (strcmp(what, "silent") == 0 || strcmp(what, "talking") == 0)
		fake_fnirsi_silent(f, *what == 's');
	else if (strcmp(what, "halted") == 0)
		fake_fnirsi_halt(f);
	else if (strcmp(what, "hanging") == 0)
		fake_fnirsi_hang(f);
	else if (strcmp(what, "corrupt") == 0 || strcmp(what, "sound") == 0)
		fake_fnirsi_corrupt(f, *what == 'c' ? UINT32_MAX : 0);
	else if (strcmp(what, "busy") == 0 || strcmp(what, "free") == 0)
		fake_fnirsi_busy(f, *what == 'b');
	else
		world_fail("a meter is never '%s'", what);
}

static void vanish(struct world *w, char **words)
{
	fake_fnirsi_vanish(meter(words));
}

static void unplug(struct world *w, char **words)
{
	fake_fnirsi_unplug(meter(words));
}

static void replug(struct world *w, char **words)
{
	fake_fnirsi_replug(meter(words));
}

static void tell(struct world *w, char **words)
{
	size_t i = find(words[1]);
	const char *driver = fake_fnirsi_driver(meters[i].fake, meters[i].hid);
	struct fake_fnirsi_state s;

	fake_fnirsi_state(meters[i].fake, &s);
	printf("starts=%u keep-alives=%u reports=%u streaming=%d crashed=%d hung=%d driver=%s\n", s.starts,
		s.keep_alives, s.reports, s.streaming, s.crashed, s.hung, driver ? driver : "-");
	fflush(stdout);
}

const struct story_word story_meter_words[] = {
	{ "measure", 3, measure },
	{ "meter", 2, new_meter },
	{ "meter-is", 2, become },
	{ "meter-replug", 1, replug },
	{ "meter-unplug", 1, unplug },
	{ "meter-vanish", 1, vanish },
	{ "meter?", 1, tell },
	{ 0 },
};

void story_meter_free(void)
{
	for (size_t i = 0; i < n_meters; i++)
		fake_fnirsi_free(meters[i].fake);
	n_meters = 0;
}
