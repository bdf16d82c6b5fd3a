/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Loads golden cases: the expectation, and the recording from a file or from the simulator.
 */

#include <libgen.h>
#include <stdio.h>

#include <json-c/json.h>

#include "case.h"
#include "recording.h"
#include "sim.h"

int golden_read_file(const char *path, struct cd_buffer *to)
{
	char piece[65536];
	FILE *f = fopen(path, "re");
	size_t n;
	int r = 0;

	if (!f)
		return -errno;
	while (r >= 0 && (n = fread(piece, 1, sizeof piece, f)) > 0)
		r = cd_buffer_append(to, piece, n);
	if (ferror(f))
		r = -EIO;
	(void)fclose(f);
	return r;
}

static void write_line(void *userdata, const struct cd_event *ev)
{
	if (cd_recording_write_event(userdata, ev, 0) < 0)
		abort(); /* no memory for a test */
}

static const char *word(struct json_object *array, size_t i)
{
	return i < json_object_array_length(array)
		       ? json_object_get_string(json_object_array_get_idx(array, i))
		       : NULL;
}

static int generate(struct json_object *words, struct cd_buffer *to)
{
	const struct sim_scenario *s = sim_find(word(words, 0));
	struct sim_options options = SIM_OPTIONS_DEFAULT;
	struct sim_sink sink = { write_line, to };
	uint64_t seed = 1;

	for (size_t i = 1; word(words, i); i += 2) {
		const char *value = word(words, i + 1);

		if (!value)
			return -EINVAL;
		if (cd_streq(word(words, i), "--seed"))
			seed = strtoull(value, NULL, 10);
		else if (cd_streq(word(words, i), "--rate"))
			options.rate_hz = strtod(value, NULL);
		else if (cd_streq(word(words, i), "--at"))
			options.position = cd_position_from_string(value);
		else if (!cd_streq(word(words, i), "--set") || sim_options_set(&options, value) < 0)
			return -EINVAL;
	}
	if (!s)
		return -ENOENT;
	if (cd_recording_write_header(to, "2026-11-22T10:00:00Z") < 0)
		return -ENOMEM;
	return sim_run(s, seed, &options, &sink, NULL);
}

static int load_recording(struct golden_case *c)
{
	struct json_object *v;
	CD_FREE char *copy = strdup(c->path), *path = NULL;

	if (json_object_object_get_ex(c->expect, "generate", &v))
		return generate(v, &c->recording);
	if (json_object_object_get_ex(c->expect, "capture", &v))
		return golden_capture(json_object_get_string(v), &c->recording);
	if (!json_object_object_get_ex(c->expect, "file", &v))
		return -EINVAL;
	if (asprintf(&path, "%s/%s", dirname(copy), json_object_get_string(v)) < 0)
		return -ENOMEM;
	return golden_read_file(path, &c->recording);
}

int golden_load(const char *path, struct golden_case *ret)
{
	struct golden_case c = { .path = strdup(path), .expect = json_object_from_file(path) };
	int r;

	if (!c.expect) {
		fprintf(stderr, "%s: %s\n", path, json_util_get_last_err());
		golden_done(&c);
		return -EINVAL;
	}
	r = load_recording(&c);
	if (r < 0) {
		fprintf(stderr, "%s: no recording: %s\n", path, strerror(-r));
		golden_done(&c);
		return r;
	}
	*ret = c;
	return 0;
}

void golden_done(struct golden_case *c)
{
	free(c->path);
	json_object_put(c->expect);
	cd_buffer_done(&c->recording);
	*c = (struct golden_case){ 0 };
}
