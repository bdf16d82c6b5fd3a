/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The analysis is kept as the text it was given out as, so that it is the same byte for byte.
 */

#include <fcntl.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history-file.h"
#include "io.h"
#include "runtime-file.h"

#define FILE_NAME "sessions.json"
#define FILE_MAX (8 << 20) /* bytes; the entries of a full history are a few hundred kilobytes */
#define FILE_DEPTH 6
#define FILE_VERSION 1

/* void: json-c's own answers whether it was the last reference. */
static void json_unref(struct json_object *o)
{
	(void)json_object_put(o);
}
CD_DEFINE_CLEANUP(struct json_object *, json_unref)
#define JSON CD_CLEANUP(json_unrefp)

/* --- writing --- */

/* Takes the value, also when it fails. */
static int add(struct json_object *o, const char *key, struct json_object *v)
{
	if (v && json_object_object_add(o, key, v) == 0)
		return 0;
	json_object_put(v);
	return -ENOMEM;
}

static int add_number(struct json_object *o, const char *key, int64_t v)
{
	return cd_known(v) ? add(o, key, json_object_new_int64(v)) : 0;
}

static int entry_to_json(const struct history_entry *e, struct json_object *list)
{
	struct json_object *o = json_object_new_object();
	int r = o ? 0 : -ENOMEM;

	if (o && json_object_array_add(list, o) < 0) {
		json_object_put(o);
		return -ENOMEM;
	}
	r = r < 0 ? r : add(o, "id", json_object_new_uint64(e->id));
	r = r < 0 ? r : add(o, "port", json_object_new_string(e->port));
	r = r < 0 ? r : add_number(o, "start_us", e->start_us);
	r = r < 0 ? r : add_number(o, "end_us", e->end_us);
	r = r < 0 ? r : add_number(o, "energy_uwh", e->energy_uwh);
	r = r < 0 ? r : add(o, "class", json_object_new_string(e->class));
	r = r < 0 ? r : add(o, "cause", json_object_new_string(e->cause));
	r = r < 0 ? r : add(o, "confidence", json_object_new_double(e->confidence));
	return r < 0 ? r : add(o, "analysis", json_object_new_string(e->analysis));
}

static int to_json(const struct history *h, uint64_t last_session, struct json_object **ret)
{
	JSON struct json_object *o = json_object_new_object();
	struct json_object *list = json_object_new_array();
	int r = o && list ? 0 : -ENOMEM;

	for (size_t i = HISTORY_MAX; r >= 0 && i-- > 0;) {
		const struct history_entry *e = history_get(h, i);

		r = e ? entry_to_json(e, list) : 0;
	}
	if (r < 0) {
		json_object_put(list);
		return r;
	}
	r = add(o, "sessions", list);
	r = r < 0 ? r : add(o, "chargediag", json_object_new_string("sessions"));
	r = r < 0 ? r : add(o, "version", json_object_new_int(FILE_VERSION));
	r = r < 0 ? r : add(o, "last", json_object_new_uint64(last_session));
	if (r >= 0)
		*ret = CD_TAKE(o);
	return r;
}

int history_save(const struct history *h, uint64_t last_session, const char *directory)
{
	JSON struct json_object *o = NULL;
	const char *text;
	size_t n;
	int r;

	r = to_json(h, last_session, &o);
	if (r < 0)
		return r;
	text = json_object_to_json_string_length(o, JSON_C_TO_STRING_PLAIN, &n);
	return text ? runtime_file_write(directory, FILE_NAME, text, n) : -ENOMEM;
}

/* --- reading --- */

static int read_text(int fd, size_t size, char **ret)
{
	CD_FREE char *text = malloc(size + 1);
	size_t n = 0;

	if (!text)
		return -ENOMEM;
	while (n < size) {
		const ssize_t k = read(fd, text + n, size - n);

		if (k < 0)
			return -errno;
		if (k == 0)
			break;
		n += (size_t)k;
	}
	text[n] = '\0';
	*ret = CD_TAKE(text);
	return (int)n;
}

/* Bytes read; 0: there is none, or an empty one. */
static int read_file(const char *path, char **ret)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	int r;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	r = fstat(fd, &st) < 0                              ? -errno
	    : !S_ISREG(st.st_mode) || st.st_size > FILE_MAX ? -EBADMSG
							    : read_text(fd, (size_t)st.st_size, ret);
	(void)close(fd);
	return r;
}

static const char *text_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_string)
		       ? json_object_get_string(v)
		       : NULL;
}

/* CD_UNKNOWN where there is none. */
static int64_t number_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_int)
		       ? json_object_get_int64(v)
		       : CD_UNKNOWN;
}

static double share_of(struct json_object *o, const char *key)
{
	struct json_object *v;
	const double d = json_object_object_get_ex(o, key, &v) ? json_object_get_double(v) : -1;

	return d >= 0 && d <= 1 ? d : -1;
}

/* Of this boot, complete, and of one session each: else it is not what we wrote. They stand in the order in which they
 * ended, ids in that in which they began. */
static int entry_from_json(struct json_object *o, int64_t last, struct history *h)
{
	const int64_t id = number_of(o, "id");
	const struct history_entry e = {
		.id = cd_known(id) ? (uint64_t)id : 0,
		.port = (char *)text_of(o, "port"),
		.start_us = number_of(o, "start_us"),
		.end_us = number_of(o, "end_us"),
		.energy_uwh = number_of(o, "energy_uwh"),
		.class = (char *)text_of(o, "class"),
		.cause = (char *)text_of(o, "cause"),
		.confidence = share_of(o, "confidence"),
		.analysis = (char *)text_of(o, "analysis"),
	};

	if (!cd_known(id) || id <= 0 || id > last || history_find(h, (uint64_t)id) || !e.port || !e.class ||
		!e.cause || !e.analysis || e.confidence < 0 || (cd_known(e.end_us) && e.end_us > cd_io_now()))
		return -EBADMSG;
	return history_put(h, &e);
}

static int from_json(struct json_object *o, struct history *h, uint64_t *ret_last)
{
	const int64_t last = number_of(o, "last");
	struct json_object *list;
	int r = 0;

	if (!cd_streq(text_of(o, "chargediag"), "sessions") || number_of(o, "version") != FILE_VERSION ||
		last < 0 || !json_object_object_get_ex(o, "sessions", &list) ||
		!json_object_is_type(list, json_type_array) || json_object_array_length(list) > HISTORY_MAX)
		return -EBADMSG;
	for (size_t i = 0; r >= 0 && i < json_object_array_length(list); i++) {
		struct json_object *entry = json_object_array_get_idx(list, i);

		r = entry_from_json(entry, last, h);
	}
	*ret_last = (uint64_t)last; /* without its entries, too: no id names another session again */
	return r;
}

static struct json_object *parse(const char *text, int n)
{
	struct json_tokener *t = json_tokener_new_ex(FILE_DEPTH);
	struct json_object *o = t ? json_tokener_parse_ex(t, text, n) : NULL;

	if (t)
		json_tokener_free(t);
	return o;
}

int history_load(struct history *h, uint64_t *ret_last, const char *directory)
{
	JSON struct json_object *o = NULL;
	CD_FREE char *text = NULL;
	char path[PATH_MAX];
	int r;

	if (snprintf(path, sizeof(path), "%s/" FILE_NAME, directory) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	r = read_file(path, &text);
	if (r <= 0)
		return r;
	o = parse(text, r);
	if (!o || !json_object_is_type(o, json_type_object))
		return -EBADMSG;
	r = from_json(o, h, ret_last);
	if (r < 0)
		history_done(h);
	return r < 0 ? r : 1;
}
