/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * ini.h splits the lines; this file adds line numbers, what to say of over-long lines and of lines without `=`, and the
 * schema. Lines are handed over with leading blanks removed, so that an indented line is a line and not the continuation
 * of the one before.
 */

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf.h"
#include "conf-type.h"
#include "ini.h"
#include "log.h"

#define FILE_MAX 65536 /* bytes of one configuration file */
#define DROP_INS_MAX 128

#define ROW(k, t, member, lo, hi, std, text)                                                                 \
	{                                                                                                    \
		.section = "Daemon", .key = k, .type = &t, .offset = offsetof(struct conf, member),          \
		.min = lo, .max = hi, .standard = std, .doc = text                                           \
	}

#define S CD_US_PER_S
/* clang-format off */
/* In the order of the manual page: sessions, bus, inputs, log. */
const struct conf_key conf_keys[] = {
	ROW("SessionOpenCurrent", conf_type_current, settings.open_ua, 1000, 1000000, "10mA",
		"Device current that opens a charge session."),
	ROW("SessionNoLoad", conf_type_time, settings.no_load_us, 0, 600 * S, "10s",
		"Time before the opening that belongs to the session as its no-load part."),
	ROW("SessionClose", conf_type_time, settings.close_us, S, 3600 * S, "60s",
		"VBUS, partner and current gone for this long close the session."),
	ROW("EvaluateInterval", conf_type_time, settings.evaluate_us, S / 10, 3600 * S, "1s",
		"How often a verdict that depends on samples is renewed."),
	ROW("ChangeInterval", conf_type_time, change_interval_us, 0, 3600 * S, "1s",
		"PropertiesChanged of a port is sent at most this often; 0 sends every change."),
	ROW("MaxStreams", conf_type_count, max_streams, 0, 1024, "32",
		"Streams open at a time, of all clients together."),
	ROW("MaxStreamsPerClient", conf_type_count, max_streams_per_client, 0, 1024, "8",
		"Streams open at a time of one client."),
	ROW("StreamBuffer", conf_type_size, stream_buffer, 64 << 10, 16 << 20, "256K",
		"Bytes kept for a stream whose reader is slow; lines beyond it are dropped and counted."),
	ROW("Poll", conf_type_bool, poll, 0, 1, "yes",
		"Whether supplies whose driver is known to be silent may be read at intervals."),
	ROW("IdleExit", conf_type_time, idle_exit_us, 0, 86400 * S, "5min",
		"With no device there and nobody asking for this long the daemon ends; 0: never."),
	ROW("LogLevel", conf_type_level, log_level, 0, 7, "info",
		"The least important messages that are logged, from emerg to debug."),
};
/* clang-format on */
#undef S
const size_t conf_n_keys = CD_ELEMENTSOF(conf_keys);

void conf_defaults(struct conf *c)
{
	*c = (struct conf){ 0 };
	for (size_t i = 0; i < conf_n_keys; i++) {
		const struct conf_key *k = &conf_keys[i];
		int64_t v;

		/* The table states each default once, in the words of the file; a test parses them all. */
		if (k->type->parse(k->standard, &v) == 0)
			k->type->store((char *)c + k->offset, v);
	}
}

struct parser {
	struct conf *conf;
	const char *file;
	const char *text; /* what is left of it */
	size_t len;
	unsigned line; /* number of the line handed out last */
	conf_complain_t complain;
	void *userdata;
};

static CD_PRINTF(2, 3) void complain(struct parser *p, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	p->complain(p->userdata, p->file, p->line, text);
}

/* What could not be taken, said with its line; true: hand an empty line over instead. */
static bool refused(struct parser *p, const char *s, size_t n, size_t room)
{
	if (n == 0 || *s == '#' || *s == ';')
		return n > 0; /* comments of any length */
	if (n + 2 > room) {
		complain(p, "the line is longer than %zu bytes and is ignored", room - 2);
		return true;
	}
	if (memchr(s, '\0', n)) {
		complain(p, "the line has a NUL byte and is ignored");
		return true;
	}
	if (*s == '[' ? !memchr(s, ']', n) : !memchr(s, '=', n)) {
		complain(p, "neither [Section] nor Key=Value: \"%.*s\"", n > 40 ? 40 : (int)n, s);
		return true;
	}
	return false;
}

/* fgets() over memory. */
static char *next_line(char *buf, int size, void *stream)
{
	struct parser *p = stream;
	const char *s = p->text, *end;
	size_t n;

	if (p->len == 0)
		return NULL;
	end = memchr(s, '\n', p->len);
	n = end ? (size_t)(end - s) : p->len;
	p->text += end ? n + 1 : n;
	p->len -= end ? n + 1 : n;
	p->line++;
	for (; n > 0 && (*s == ' ' || *s == '\t' || *s == '\r'); n--)
		s++;
	if (refused(p, s, n, (size_t)size))
		n = 0;
	memcpy(buf, s, n);
	memcpy(buf + n, "\n", 2);
	return buf;
}

static const struct conf_key *find_key(const char *section, const char *key)
{
	for (size_t i = 0; i < conf_n_keys; i++)
		if (cd_streq(conf_keys[i].section, section) && cd_streq(conf_keys[i].key, key))
			return &conf_keys[i];
	return NULL;
}

static void take_value(void *userdata, const char *section, const char *name, const char *value)
{
	struct parser *p = userdata;
	const struct conf_key *k = find_key(section, name);
	int64_t v;

	if (!k) {
		complain(p, "unknown key %.40s in section [%.40s] is ignored", name, section);
		return;
	}
	if (k->type->parse(value, &v) < 0)
		complain(p, "%s=%.40s: %s is expected; %s keeps its value", k->key, value, k->type->expects,
			k->key);
	else if (v < k->min || v > k->max)
		complain(p, "%s=%.40s is out of range (the default is %s); %s keeps its value", k->key, value,
			k->standard, k->key);
	else
		k->type->store((char *)p->conf + k->offset, v);
}

void conf_parse(
	struct conf *c, const char *file, const char *text, size_t len, conf_complain_t cb, void *userdata)
{
	struct parser p = {
		.conf = c, .file = file, .text = text, .len = len, .complain = cb, .userdata = userdata
	};

	cd_ini_parse(&(struct cd_ini){ .next = next_line, .value = take_value, .userdata = &p });
}

/* 0: there is no such file; 1: *ret holds it; negative errno. */
static int read_file(const char *path, char **ret, size_t *ret_len)
{
	CD_FREE char *buf = NULL;
	size_t len = 0;
	ssize_t n;
	struct stat st;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	n = fstat(fd, &st) < 0 ? -errno : !S_ISREG(st.st_mode) ? -EINVAL : st.st_size > FILE_MAX ? -EFBIG : 0;
	buf = n == 0 ? malloc(FILE_MAX) : NULL;
	if (n == 0 && !buf)
		n = -ENOMEM;
	while (n == 0 && len < FILE_MAX) {
		ssize_t k = read(fd, buf + len, FILE_MAX - len);

		if (k <= 0) {
			n = k < 0 ? -errno : 0;
			break;
		}
		len += (size_t)k;
	}
	(void)close(fd);
	if (n < 0)
		return (int)n;
	*ret = CD_TAKE(buf);
	*ret_len = len;
	return 1;
}

static int load_file(struct conf *c, const char *path, conf_complain_t cb, void *userdata)
{
	CD_FREE char *text = NULL;
	size_t len = 0;
	int r;

	r = read_file(path, &text, &len);
	if (r < 0 && r != -ENOMEM) {
		cb(userdata, path, 0, strerror(-r));
		return 0;
	}
	if (r > 0)
		conf_parse(c, path, text, len, cb, userdata);
	return r < 0 ? r : 0;
}

static int is_drop_in(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 5 && cd_streq(d->d_name + n - 5, ".conf");
}

int conf_load(struct conf *c, const char *path, conf_complain_t cb, void *userdata)
{
	CD_FREE char *dir = NULL;
	struct dirent **entries = NULL;
	int r, n;

	r = load_file(c, path, cb, userdata);
	if (r < 0 || asprintf(&dir, "%s.d", path) < 0)
		return r < 0 ? r : -ENOMEM;
	n = scandir(dir, &entries, is_drop_in, alphasort);
	for (int i = 0; i < n; i++) {
		CD_FREE char *file = NULL;

		if (r == 0 && i < DROP_INS_MAX)
			r = asprintf(&file, "%s/%s", dir, entries[i]->d_name) < 0
				    ? -ENOMEM
				    : load_file(c, file, cb, userdata);
		free(entries[i]);
	}
	free(entries);
	return r;
}
