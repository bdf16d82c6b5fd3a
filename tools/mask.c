/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See mask.h.
 */

#include <stdio.h>

#include "mask.h"

void ctl_mask_done(struct ctl_mask *m)
{
	while (m->n)
		free(m->secrets[--m->n]);
}

bool ctl_mask_learn(struct ctl_mask *m, const char *secret, size_t len)
{
	if (len < CTL_SECRET_MIN)
		return false;
	for (size_t i = 0; i < m->n; i++)
		if (strlen(m->secrets[i]) == len && memcmp(m->secrets[i], secret, len) == 0)
			return true;
	if (m->n == CTL_SECRETS_MAX) {
		if (!m->full)
			ctl_say("More than %d serial numbers: look for others before you share this",
				CTL_SECRETS_MAX);
		m->full = true;
		return false;
	}
	m->secrets[m->n] = strndup(secret, len);
	if (!m->secrets[m->n])
		ctl_no_memory();
	m->n++;
	return true;
}

void ctl_mask_learn_name(struct ctl_mask *m, const char *name)
{
	const char *dash = name ? strchr(name, '-') : NULL;

	CTL_JSON struct json_object *serial = NULL;
	const char *text;

	if (!dash)
		return;
	/* As it will stand in JSON, without the quotes. */
	serial = json_object_new_string(dash + 1);
	text = json_object_to_json_string_ext(
		serial, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	if (!text)
		ctl_no_memory();
	(void)ctl_mask_learn(m, text + 1, strlen(text) - 2); /* too short to hide is too short to tell */
}

void ctl_mask_learn_world(struct ctl_mask *m, const struct ctl_world *w)
{
	for (size_t i = 0; i < w->inputs.n; i++)
		if (cd_streq(w->inputs.v[i].kind, "meter"))
			ctl_mask_learn_name(m, w->inputs.v[i].name);
	for (size_t i = 0; i < w->n_ports; i++)
		if (cd_streq(w->ports[i].kind, "meter"))
			ctl_mask_learn_name(m, w->ports[i].name);
}

void ctl_mask_learn_text(struct ctl_mask *m, const char *text, size_t len)
{
	static const char *const keys[] = { "\"serial\":\"", "\"serial_number\":\"" };

	for (size_t i = 0; i < CD_ELEMENTSOF(keys); i++) {
		const char *p = text, *end = text + len;
		size_t n = strlen(keys[i]);

		while ((p = memmem(p, end - p, keys[i], n))) {
			const char *value = p + n, *quote = memchr(value, '"', end - value);

			if (!quote)
				break;
			(void)ctl_mask_learn(m, value, quote - value);
			p = quote;
		}
	}
}

/* The longest secret that stands at `p`; its index, or −1. */
static int secret_at(const struct ctl_mask *m, const char *p, size_t len)
{
	size_t best_len = 0;
	int best = -1;

	for (size_t i = 0; i < m->n; i++) {
		size_t n = strlen(m->secrets[i]);

		if (n > best_len && n <= len && memcmp(p, m->secrets[i], n) == 0) {
			best = (int)i;
			best_len = n;
		}
	}
	return best;
}

static size_t replace(const struct ctl_mask *m, const char *p, size_t len, char *out)
{
	size_t o = 0;

	for (size_t i = 0; i < len;) {
		int s = secret_at(m, p + i, len - i);

		if (s < 0) {
			out[o++] = p[i++];
			continue;
		}
		o += sprintf(out + o, "serial%d", s + 1);
		i += strlen(m->secrets[s]);
	}
	return o;
}

/* Length of the JSON string whose opening quote is at p, without the quotes. */
static size_t string_length(const char *p, size_t len)
{
	size_t n = 1;

	while (n < len && p[n] != '"')
		n += p[n] == '\\' ? 2 : 1;
	return (n < len ? n : len) - 1;
}

char *ctl_mask_json(const struct ctl_mask *m, const char *text, size_t len, size_t *ret_len)
{
	/* "serial64" for a secret of three bytes is the worst growth. */
	char *out = malloc(len * 3 + 1);
	size_t o = 0;

	if (!out)
		ctl_no_memory();
	for (size_t i = 0; i < len;) {
		size_t n;

		out[o++] = text[i++];
		if (text[i - 1] != '"')
			continue;
		n = string_length(text + i - 1, len - i + 1);
		if (i + n + 1 < len && text[i + n + 1] == ':') {
			memcpy(out + o, text + i, n);
			o += n;
		} else {
			o += replace(m, text + i, n, out + o);
		}
		i += n;
		if (i < len)
			out[o++] = text[i++];
	}
	out[o] = '\0';
	*ret_len = o;
	return out;
}

struct json_object *ctl_mask_document(const struct ctl_mask *m, struct json_object *doc)
{
	CTL_JSON struct json_object *old = doc;
	const char *text =
		json_object_to_json_string_ext(old, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	struct json_object *masked;
	CD_FREE char *changed = NULL;
	size_t len;

	if (!text)
		ctl_no_memory();
	changed = ctl_mask_json(m, text, strlen(text), &len);
	masked = json_tokener_parse(changed);
	return masked ? masked : CD_TAKE(old);
}
