/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Any bytes as what sysfs says: records "KEY=VALUE" separated by 0x1e, "KEY" alone is a read that failed. The
 * set stays sorted and clean, its readers stay inside their buffers, and a recording carries it without loss.
 */

#include "fuzz.h"
#include "recording.h"
#include "utf8.h"

#define SEPARATOR 0x1e

static void put_record(struct cd_attributes *a, const char *s, size_t len)
{
	const char *equals = memchr(s, '=', len);
	size_t key_len = equals ? (size_t)(equals - s) : len;
	char *key = strndup(s, key_len);
	int r;

	if (equals)
		r = cd_attributes_set(a, key, equals + 1, len - key_len - 1);
	else
		r = cd_attributes_set_error(a, key, (int)len);
	fuzz_check(r == 0 || r == -E2BIG || r == -EINVAL);
	free(key);
}

static void fill(struct cd_attributes *a, const char *s, size_t len)
{
	for (const char *end = s + len; s <= end;) {
		const char *stop = memchr(s, SEPARATOR, (size_t)(end - s));

		put_record(a, s, (size_t)((stop ? stop : end) - s));
		s = stop ? stop + 1 : end + 1;
	}
}

static void check_item(const struct cd_attributes *a, const struct cd_attribute *item)
{
	char word[16];
	int64_t v = cd_attributes_int(a, item->key);

	fuzz_check(cd_text_valid(item->key, strlen(item->key), CD_ATTRIBUTE_KEY_MAX));
	fuzz_check(!item->value == (item->error > 0));
	fuzz_check(cd_attributes_find(a, item->key) == item);
	fuzz_check(!cd_known(v) || (v >= -INT64_C(1000000000000000) && v <= INT64_C(1000000000000000)));
	for (size_t size = 0; size <= sizeof(word); size++)
		if (cd_attributes_active(a, item->key, word, size))
			fuzz_check(strlen(word) > 0 && strlen(word) < size);
	if (!item->value)
		return;
	fuzz_check(strlen(item->value) <= CD_ATTRIBUTE_VALUE_MAX);
	for (size_t i = 0, n; item->value[i]; i += n) {
		n = cd_utf8_sequence(item->value + i, strlen(item->value + i));
		fuzz_check(n > 0);
	}
}

static void check_recorded(const struct cd_attributes *a)
{
	struct cd_recording_reader *r = cd_recording_reader_new();
	struct cd_event ev = { .type = CD_EVENT_ATTRIBUTES, .input = "x", .attributes = a }, got;
	struct cd_buffer b = { 0 };
	size_t most = 200; /* bytes of the line, were all of them escaped */
	bool named = true;

	for (size_t i = 0; i < a->n; i++) {
		const struct cd_attribute *item = &a->items[i];

		named = named && (item->value || cd_errno_name(item->error));
		most += 40 + 6 * (strlen(item->key) + (item->value ? strlen(item->value) : 0));
	}
	fuzz_check(cd_recording_write_header(&b, NULL) == 0 && cd_recording_write_event(&b, &ev, 0) == 0);
	cd_recording_reader_feed(r, b.data, b.len);
	fuzz_check(cd_recording_reader_next(r, &got) == CD_READ_EVENT);
	fuzz_check(b.len < 2 * CD_RECORDING_LINE_MAX);
	if (named && most < CD_RECORDING_LINE_MAX)
		fuzz_check(cd_attributes_equal(a, got.attributes));
	(void)cd_recording_reader_free(r);
	cd_buffer_done(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cd_attributes a = { 0 }, copy = { 0 };

	fill(&a, (const char *)data, size);
	fuzz_check(a.n <= CD_ATTRIBUTES_MAX);
	for (size_t i = 0; i < a.n; i++) {
		fuzz_check(i == 0 || strcmp(a.items[i - 1].key, a.items[i].key) < 0);
		check_item(&a, &a.items[i]);
	}
	fuzz_check(cd_attributes_copy(&copy, &a) == 0 && cd_attributes_equal(&a, &copy));
	check_recorded(&a);
	cd_attributes_done(&a);
	cd_attributes_done(&copy);
	return 0;
}
