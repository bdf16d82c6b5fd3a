/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The entry's figures are taken from the analysis itself, so that the list and the document cannot disagree.
 */

#include <json-c/json.h>

#include "bus-analysis.h"
#include "history.h"

static void entry_done(struct history_entry *e)
{
	free(e->port);
	free(e->class);
	free(e->cause);
	free(e->analysis);
	*e = (struct history_entry){ 0 };
}

void history_done(struct history *h)
{
	for (size_t i = 0; i < HISTORY_MAX; i++)
		entry_done(&h->ring[i]);
	h->next = 0;
}

static int64_t number(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && v ? json_object_get_int64(v) : CD_UNKNOWN;
}

static char *text(struct json_object *o, const char *key)
{
	struct json_object *v;

	return strdup(json_object_object_get_ex(o, key, &v) && v ? json_object_get_string(v) : "");
}

static void remember(struct history *h, const struct history_entry *e)
{
	entry_done(&h->ring[h->next]);
	h->ring[h->next] = *e;
	h->next = (h->next + 1) % HISTORY_MAX;
}

int history_put(struct history *h, const struct history_entry *e)
{
	struct history_entry copy = *e;

	copy.port = strdup(e->port);
	copy.class = strdup(e->class);
	copy.cause = strdup(e->cause);
	copy.analysis = strdup(e->analysis);
	if (!copy.port || !copy.class || !copy.cause || !copy.analysis) {
		entry_done(&copy);
		return -ENOMEM;
	}
	remember(h, &copy);
	return 0;
}

int history_add(
	struct history *h, uint64_t id, const char *port, struct json_object *session, int64_t shift_us)
{
	struct history_entry e = {
		.id = id,
		.port = strdup(port),
		.start_us = number(session, "start_us"),
		.end_us = number(session, "end_us"),
		.energy_uwh = number(session, "energy_uwh"),
		.analysis = bus_analysis_of_session(session),
	};
	struct json_object *verdict, *confidence;

	if (cd_known(e.start_us))
		e.start_us += shift_us;
	if (cd_known(e.end_us))
		e.end_us += shift_us;
	if (!json_object_object_get_ex(session, "verdict", &verdict))
		verdict = NULL;
	e.class = text(verdict, "class");
	e.cause = text(verdict, "cause");
	if (json_object_object_get_ex(verdict, "confidence", &confidence))
		e.confidence = json_object_get_double(confidence);
	if (!e.port || !e.class || !e.cause || !e.analysis) {
		entry_done(&e);
		return -ENOMEM;
	}
	remember(h, &e);
	return 0;
}

const struct history_entry *history_get(const struct history *h, size_t i)
{
	const struct history_entry *e = &h->ring[(h->next + 2 * HISTORY_MAX - 1 - i) % HISTORY_MAX];

	return i < HISTORY_MAX && e->id != 0 ? e : NULL;
}

const struct history_entry *history_find(const struct history *h, uint64_t id)
{
	for (size_t i = 0; id != 0 && i < HISTORY_MAX; i++)
		if (h->ring[i].id == id)
			return &h->ring[i];
	return NULL;
}
