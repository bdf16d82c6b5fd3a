/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Any bytes as a profile: a profile or a reason, complaints that can be printed and point at lines there are,
 * values inside their limits.
 */

#include "fuzz.h"
#include "profile-values.h"
#include "utf8.h"

#define COMPLAINTS 8

static unsigned count_lines(const uint8_t *data, size_t size)
{
	unsigned lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

static void check_complaints(const struct cd_complaint *complaints, size_t n, unsigned lines)
{
	for (size_t i = 0; i < n && i < COMPLAINTS; i++) {
		fuzz_check(complaints[i].line >= 1 && complaints[i].line <= lines);
		fuzz_check(complaints[i].text[0]);
		for (const char *s = complaints[i].text; *s; s++)
			fuzz_check(*s >= 0x20 && *s < 0x7f);
	}
}

static bool in_range(int64_t v, int64_t min, int64_t max)
{
	return !cd_known(v) || (v >= min && v <= max);
}

static bool text_fine(const char *s)
{
	return !s || cd_text_valid(s, strlen(s), CD_PROFILE_TEXT_MAX);
}

static void check_profile(const struct cd_profile *p)
{
	fuzz_check(in_range(p->rated_uv, CD_PROFILE_UV_MIN, CD_PROFILE_UV_MAX));
	fuzz_check(in_range(p->rated_ua, CD_PROFILE_UA_MIN, CD_PROFILE_UA_MAX));
	fuzz_check(in_range(p->energy_uwh, CD_PROFILE_UWH_MIN, CD_PROFILE_UWH_MAX));
	fuzz_check(in_range(p->charge_time_min_s, CD_PROFILE_S_MIN, CD_PROFILE_S_MAX));
	fuzz_check(in_range(p->charge_time_max_s, p->charge_time_min_s, CD_PROFILE_S_MAX));
	fuzz_check(in_range(p->rated_uw, CD_PROFILE_UW_MIN, CD_PROFILE_UW_MAX));
	fuzz_check(in_range(p->battery_uwh, 0, CD_PROFILE_UWH_MAX));
	fuzz_check(in_range(p->cells, 1, CD_PROFILE_CELLS_MAX));
	fuzz_check(in_range(p->termination_ua, CD_PROFILE_UA_MIN, CD_PROFILE_UA_MAX));
	fuzz_check(p->n_usb <= CD_PROFILE_USB_MAX && p->n_sources <= CD_PROFILE_SOURCES_MAX);
	for (size_t i = 0; i < p->n_sources; i++)
		fuzz_check(p->sources[i].key && text_fine(p->sources[i].text));
	fuzz_check(text_fine(p->title) && text_fine(p->source) && text_fine(p->reset_loses));
	fuzz_check(p->n_leds <= CD_PROFILE_LEDS_MAX && p->n_reset <= CD_PROFILE_STEPS_MAX);
	for (size_t i = 0; i < p->n_leds; i++)
		fuzz_check(cd_profile_name_valid(p->leds[i].name) &&
			   cd_led_meaning_to_string(p->leds[i].meaning));
	for (size_t i = 0; i < CD_PROFILE_STEPS_MAX; i++)
		fuzz_check((i < p->n_reset) == (p->reset[i] != NULL) && text_fine(p->reset[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cd_complaint complaints[COMPLAINTS];
	struct cd_profile *p = NULL;
	size_t n = 0;
	int r;

	r = cd_profile_parse("fuzz", (const char *)data, size, complaints, COMPLAINTS, &n, &p);
	fuzz_check(r == 0 ? p != NULL : r == -EINVAL && !p && n > 0);
	check_complaints(complaints, n, count_lines(data, size));
	if (p) {
		struct cd_profile *copy = cd_profile_copy(p);

		check_profile(p);
		check_profile(copy);
		fuzz_check(cd_profile_check(p, NULL, 0) == cd_profile_check(copy, complaints, COMPLAINTS));
		(void)cd_profile_free(copy);
	}
	(void)cd_profile_free(p);
	return 0;
}
