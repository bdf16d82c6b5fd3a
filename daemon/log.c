/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Messages go to the journal's own socket, where they can carry fields, only if the service manager connected
 * our standard error to the journal; a person who starts the daemon in a terminal wants lines there.
 */

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "log.h"

#define MESSAGE_MAX 1024 /* bytes; what is longer is cut */
#define FIELDS_MAX 12

static int max_level = LOG_INFO;
static bool to_journal;

static const char *const level_names[] = {
	[LOG_EMERG] = "emerg",
	[LOG_ALERT] = "alert",
	[LOG_CRIT] = "crit",
	[LOG_ERR] = "err",
	[LOG_WARNING] = "warning",
	[LOG_NOTICE] = "notice",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

const char *log_level_to_string(int level)
{
	return level >= 0 && level < (int)CD_ELEMENTSOF(level_names) ? level_names[level] : NULL;
}

int log_level_from_string(const char *s)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(level_names); i++)
		if (cd_streq(s, level_names[i]))
			return (int)i;
	return -EINVAL;
}

int log_level(void)
{
	return max_level;
}

void log_set_level(int level)
{
	max_level = level;
}

const char *log_target(void)
{
	return to_journal ? "journal" : "console";
}

void log_open(void)
{
	unsigned long long dev, ino;
	struct stat st;
	const char *e = getenv("JOURNAL_STREAM");

	to_journal = e && sscanf(e, "%llu:%llu", &dev, &ino) == 2 && fstat(STDERR_FILENO, &st) == 0 &&
		     st.st_dev == dev && st.st_ino == ino;
}

/* Control characters of foreign strings must not move a terminal's cursor or forge a line. */
static void defuse(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = '?';
}

struct entry {
	struct iovec iov[FIELDS_MAX];
	int n;
};

static void entry_add(struct entry *e, char *text)
{
	if (text && e->n < FIELDS_MAX)
		e->iov[e->n++] = (struct iovec){ .iov_base = text, .iov_len = strlen(text) };
	else
		free(text);
}

static CD_PRINTF(1, 2) char *format(const char *fmt, ...)
{
	char *s;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		s = NULL;
	va_end(ap);
	return s;
}

static void send_entry(int level, int error, const char *id, const struct log_field *fields, const char *text)
{
	struct entry e = { .n = 0 };

	entry_add(&e, format("MESSAGE=%s", text));
	entry_add(&e, format("PRIORITY=%d", level));
	entry_add(&e, format("SYSLOG_IDENTIFIER=%s", CD_PROGRAM));
	if (id)
		entry_add(&e, format("MESSAGE_ID=%s", id));
	if (error)
		entry_add(&e, format("ERRNO=%d", error));
	for (; fields && fields->name; fields++)
		if (fields->value)
			entry_add(&e, format("%s=%s", fields->name, fields->value));
	(void)sd_journal_sendv(e.iov, e.n); /* nowhere left to complain to */
	while (e.n > 0)
		free(e.iov[--e.n].iov_base);
}

void log_full(int level, int error, const char *id, const struct log_field *fields, const char *fmt, ...)
{
	char text[MESSAGE_MAX];
	va_list ap;
	int n;

	if (level > max_level)
		return;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if (error && (size_t)n < sizeof(text))
		(void)snprintf(text + n, sizeof(text) - (size_t)n, ": %s", strerror(error));
	defuse(text);
	if (to_journal)
		send_entry(level, error, id, fields, text);
	else
		(void)fprintf(stderr, "%s\n", text);
}

bool log_limit_pass(struct log_limit *l, int64_t now_us, unsigned *ret_suppressed)
{
	*ret_suppressed = 0;
	if (l->said == 0 || now_us - l->begin_us >= l->interval_us) {
		*ret_suppressed = l->suppressed;
		*l = (struct log_limit){
			.interval_us = l->interval_us, .burst = l->burst, .begin_us = now_us
		};
	}
	if (l->said >= l->burst) {
		l->suppressed++;
		return false;
	}
	l->said++;
	return true;
}

bool log_may(struct log_limit *l, int64_t now_us)
{
	unsigned suppressed;
	bool may = log_limit_pass(l, now_us, &suppressed);

	if (suppressed > 0)
		log_full(LOG_NOTICE, 0, NULL, NULL, "%u messages about ports and devices were not logged",
			suppressed);
	return may;
}
