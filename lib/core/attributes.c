/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A snapshot of sysfs attributes as a sorted array: about eighty strings at most, read far more often than
 * written, and compared and written out in order.
 */

#include "attributes.h"

#include "utf8.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */
#define ERRNO_MAX 4095             /* the kernel's MAX_ERRNO */
#define INT_LIMIT INT64_C(1000000000000000)

void cd_attributes_clear(struct cd_attributes *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->items[i].key);
		free(a->items[i].value);
	}
	a->n = 0;
}

void cd_attributes_done(struct cd_attributes *a)
{
	if (!a)
		return;
	cd_attributes_clear(a);
	free(a->items);
	*a = (struct cd_attributes){ 0 };
}

/* Index of the first item whose key is not below `key`. */
static size_t lower_bound(const struct cd_attributes *a, const char *key)
{
	size_t low = 0, high = a->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(a->items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct cd_attribute *cd_attributes_find(const struct cd_attributes *a, const char *key)
{
	size_t i = lower_bound(a, key);

	return i < a->n && strcmp(a->items[i].key, key) == 0 ? &a->items[i] : NULL;
}

static int grow(struct cd_attributes *a)
{
	size_t allocated = a->allocated ? a->allocated * 2 : 16;
	struct cd_attribute *items;

	if (a->n < a->allocated)
		return 0;
	items = reallocarray(a->items, allocated, sizeof(*items));
	if (!items)
		return -ENOMEM;
	a->items = items;
	a->allocated = allocated;
	return 0;
}

static int check_key(const char *key)
{
	size_t len = strlen(key);

	if (len > CD_ATTRIBUTE_KEY_MAX)
		return -E2BIG;
	return cd_text_valid(key, len, CD_ATTRIBUTE_KEY_MAX) ? 0 : -EINVAL;
}

/* Puts key and value (taken over, also on failure) in place. */
static int put(struct cd_attributes *a, const char *key, char *value, int error)
{
	size_t i = lower_bound(a, key);
	CD_FREE char *owned_value = value;
	CD_FREE char *owned_key = NULL;
	int r;

	if (i < a->n && strcmp(a->items[i].key, key) == 0) {
		free(a->items[i].value);
		a->items[i].value = CD_TAKE(owned_value);
		a->items[i].error = error;
		return 0;
	}
	if (a->n >= CD_ATTRIBUTES_MAX)
		return -E2BIG;
	owned_key = strdup(key);
	if (!owned_key)
		return -ENOMEM;
	r = grow(a);
	if (r < 0)
		return r;
	memmove(a->items + i + 1, a->items + i, (a->n - i) * sizeof(*a->items));
	a->items[i] = (struct cd_attribute){ CD_TAKE(owned_key), CD_TAKE(owned_value), error };
	a->n++;
	return 0;
}

/* Bad bytes replaced, never splitting a character at the limit. Without `to` it only counts: two looks at a short text
 * cost less than a page of stack under every reader. */
static size_t clean(const char *value, size_t len, char *to)
{
	size_t used = 0;

	for (size_t i = 0; i < len;) {
		size_t n = value[i] ? cd_utf8_sequence(value + i, len - i) : 0;
		const char *from = n ? value + i : REPLACEMENT;
		size_t take = n ? n : strlen(REPLACEMENT);

		if (used + take > CD_ATTRIBUTE_VALUE_MAX)
			break;
		if (to)
			memcpy(to + used, from, take);
		used += take;
		i += n ? n : 1;
	}
	return used;
}

static char *clean_copy(const char *value, size_t len)
{
	size_t n = clean(value, len, NULL);
	char *copy = malloc(n + 1);

	if (!copy)
		return NULL;
	(void)clean(value, len, copy);
	copy[n] = '\0';
	return copy;
}

int cd_attributes_set(struct cd_attributes *a, const char *key, const char *value, size_t len)
{
	return cd_attributes_set_text(a, key, value, len && value[len - 1] == '\n' ? len - 1 : len);
}

int cd_attributes_set_text(struct cd_attributes *a, const char *key, const char *value, size_t len)
{
	char *copy;
	int r;

	r = check_key(key);
	if (r < 0)
		return r;
	copy = clean_copy(value, len);
	if (!copy)
		return -ENOMEM;
	return put(a, key, copy, 0);
}

int cd_attributes_set_error(struct cd_attributes *a, const char *key, int error)
{
	int r;

	if (error <= 0 || error > ERRNO_MAX)
		return -EINVAL;
	r = check_key(key);
	if (r < 0)
		return r;
	return put(a, key, NULL, error);
}

int cd_attributes_copy(struct cd_attributes *to, const struct cd_attributes *from)
{
	int r;

	if (to == from)
		return 0;
	cd_attributes_clear(to);
	for (size_t i = 0; i < from->n; i++) {
		const struct cd_attribute *item = &from->items[i];
		char *value = item->value ? strdup(item->value) : NULL;

		if (item->value && !value)
			return -ENOMEM;
		r = put(to, item->key, value, item->error);
		if (r < 0)
			return r;
	}
	return 0;
}

bool cd_attributes_equal(const struct cd_attributes *a, const struct cd_attributes *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!cd_streq(a->items[i].key, b->items[i].key) ||
			!cd_streq(a->items[i].value, b->items[i].value) ||
			a->items[i].error != b->items[i].error)
			return false;
	return true;
}

const char *cd_attributes_get(const struct cd_attributes *a, const char *key)
{
	const struct cd_attribute *item = cd_attributes_find(a, key);

	return item ? item->value : NULL;
}

/* Takes the digits; CD_UNKNOWN where there are none or they leave the range. Overflow is impossible: it stops
 * long before. */
static int64_t scan_int(const char **s)
{
	const char *p = *s;
	bool negative = *p == '-';
	int64_t v = 0;

	if (*p == '-' || *p == '+')
		p++;
	if (*p < '0' || *p > '9')
		return CD_UNKNOWN;
	for (; *p >= '0' && *p <= '9'; p++) {
		v = v * 10 + (*p - '0');
		if (v > INT_LIMIT)
			return CD_UNKNOWN;
	}
	*s = p;
	return negative ? -v : v;
}

int64_t cd_attributes_int(const struct cd_attributes *a, const char *key)
{
	static const char *const units[] = { "mV", "mA", "mW" };
	const char *s = cd_attributes_get(a, key);
	int64_t v;

	if (!s)
		return CD_UNKNOWN;
	s += strspn(s, " \t");
	v = scan_int(&s);
	if (!cd_known(v))
		return CD_UNKNOWN;
	for (size_t i = 0; i < CD_ELEMENTSOF(units); i++)
		if (strncmp(s, units[i], 2) == 0) {
			s += 2;
			v *= 1000;
			break;
		}
	s += strspn(s, " \t\n");
	return *s || v > INT_LIMIT || v < -INT_LIMIT ? CD_UNKNOWN : v;
}

bool cd_attributes_active(const struct cd_attributes *a, const char *key, char *buf, size_t size)
{
	const char *s = cd_attributes_get(a, key);
	const char *open;
	size_t len;

	if (!s)
		return false;
	open = strchr(s, '[');
	if (open) {
		s = open + 1;
		len = strcspn(s, "]");
		if (s[len] != ']')
			return false;
	} else {
		s += strspn(s, " \t");
		len = strcspn(s, " \t\n");
		if (s[len + strspn(s + len, " \t\n")])
			return false;
	}
	if (len == 0 || len >= size)
		return false;
	memcpy(buf, s, len);
	buf[len] = '\0';
	return true;
}

const char *cd_errno_name(int error)
{
	return error > 0 ? strerrorname_np(error) : NULL;
}

int cd_errno_from_name(const char *name)
{
	for (int i = 1; name && i <= ERRNO_MAX; i++)
		if (cd_streq(strerrorname_np(i), name))
			return i;
	return 0;
}
