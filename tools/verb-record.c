/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * record PORT -o FILE: the port's events as they happen, line by line, into a file that `analyze` reads. Only
 * whole lines are written, so that a recording ends well however it ends.
 */

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client.h"
#include "loop.h"
#include "mask.h"
#include "names.h"
#include "recording.h"

struct recorder {
	const char *name; /* of the file, for messages */
	int out;
	bool mask;
	struct ctl_mask secrets;
	char *buf; /* what has come and is no whole line yet */
	size_t len;
	uint64_t lines;
};
#define BUFFER_SIZE (2 * CD_RECORDING_LINE_MAX)

static const struct ctl_option options[] = {
	{ "output", 'o', "FILE", "write to FILE, which must be new; - is\nstandard output", 0 },
	{ "for", 0, "DURATION", "end after this time (30s, 10m, 1h30m)", 0 },
	{ "force", 'f', NULL, "overwrite FILE", 0 },
	{ 0 },
};

/* How much of it, at most all: less where an error stopped it. */
static size_t write_all(int fd, const char *p, size_t len, int *error)
{
	size_t done = 0;

	*error = 0;
	while (done < len && !*error) {
		ssize_t n = write(fd, p + done, len - done);

		if (n > 0)
			done += n;
		else if (n < 0 && errno != EINTR)
			*error = -errno;
	}
	return done;
}

static uint64_t count_lines(const char *p, size_t len)
{
	uint64_t n = 0;

	for (const char *end = p + len; (p = memchr(p, '\n', end - p)); p++)
		n++;
	return n;
}

/* A disk is full in the middle of a line: that piece goes again. */
static void cut(const struct recorder *rec, size_t len)
{
	off_t end = len > 0 && rec->out != STDOUT_FILENO ? lseek(rec->out, 0, SEEK_CUR) : -1;

	if (end >= (off_t)len && ftruncate(rec->out, end - (off_t)len) < 0)
		ctl_say("Failed to cut the last line of %s: %s", rec->name, strerror(errno));
}

static int write_lines(struct recorder *rec, const char *text, size_t len)
{
	CD_FREE char *masked = NULL;
	const char *newline;
	size_t done, whole;
	int r;

	if (rec->mask) {
		ctl_mask_learn_text(&rec->secrets, text, len);
		masked = ctl_mask_json(&rec->secrets, text, len, &len);
		text = masked;
	}
	done = write_all(rec->out, text, len, &r);
	newline = memrchr(text, '\n', done);
	whole = newline ? (size_t)(newline - text) + 1 : 0;
	rec->lines += count_lines(text, whole);
	if (r < 0) {
		cut(rec, done - whole);
		ctl_say("Failed to write %s: %s; %llu lines are in it", rec->name, strerror(-r),
			(unsigned long long)rec->lines);
	}
	return r;
}

/* What came last: writes its whole lines, keeps the rest. */
static int take(struct recorder *rec)
{
	const char *newline = memrchr(rec->buf, '\n', rec->len);
	size_t n = newline ? (size_t)(newline - rec->buf) + 1 : 0;

	if (!n && rec->len == BUFFER_SIZE) {
		ctl_say("The daemon's stream has a line over %d bytes: it is not a recording",
			CD_RECORDING_LINE_MAX);
		return -EBADMSG;
	}
	if (!n)
		return 0;
	if (write_lines(rec, rec->buf, n) < 0)
		return -EIO;
	rec->len -= n;
	memmove(rec->buf, rec->buf + n, rec->len);
	return 0;
}

static int on_stream(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct recorder *rec = userdata;
	sd_event *e = sd_event_source_get_event(source);
	ssize_t n = read(fd, rec->buf + rec->len, BUFFER_SIZE - rec->len);

	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n < 0) {
		ctl_say("Failed to read the daemon's stream: %s", strerror(errno));
		return sd_event_exit(e, CTL_EXIT_NO_SUCH);
	}
	if (n == 0) {
		ctl_say("The daemon ended the stream");
		return sd_event_exit(e, CTL_EXIT_OK);
	}
	rec->len += n;
	return take(rec) < 0 ? sd_event_exit(e, CTL_EXIT_FILE) : 0;
}

static int on_time(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)usec;
	(void)userdata;
	return sd_event_exit(sd_event_source_get_event(source), CTL_EXIT_OK);
}

static int run_loop(struct recorder *rec, int stream, int64_t for_us)
{
	CD_CLEANUP(ctl_event_unrefp) sd_event *e = NULL;
	int r;

	if (ctl_loop_new(&e) < 0)
		return CTL_EXIT_NO_SUCH;
	r = sd_event_add_io(e, NULL, stream, EPOLLIN, on_stream, rec);
	if (r >= 0 && cd_known(for_us))
		r = ctl_loop_after(e, for_us, on_time, NULL, NULL);
	if (r < 0) {
		ctl_say("Failed to read the daemon's stream: %s", strerror(-r));
		return CTL_EXIT_NO_SUCH;
	}
	return ctl_loop_run(e);
}

/* The file is closed with care: a full disk may show only now. */
static int finish(struct recorder *rec, int code)
{
	int r = fsync(rec->out) < 0 && errno != EINVAL && errno != EROFS ? -errno : 0;

	if (rec->out != STDOUT_FILENO && close(rec->out) < 0 && !r)
		r = -errno;
	if (r < 0) {
		ctl_say("Failed to write %s: %s", rec->name, strerror(-r));
		code = CTL_EXIT_FILE;
	}
	ctl_say("%llu lines written to %s", (unsigned long long)rec->lines, rec->name);
	return code;
}

static int record(const struct ctl_call *call, int stream, int64_t for_us)
{
	const char *file = ctl_given(call, "output");
	bool force = ctl_given(call, "force"), standard = cd_streq(file, "-");
	struct recorder rec = {
		.name = standard ? "standard output" : file, .out = STDOUT_FILENO, .mask = call->mask
	};
	int code;

	if (!standard)
		rec.out = open(
			file, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | (force ? O_TRUNC : O_EXCL), 0644);
	if (rec.out < 0) {
		ctl_say("Failed to create %s: %s%s", file, strerror(errno),
			errno == EEXIST ? ": choose another name, or --force" : "");
		return CTL_EXIT_FILE;
	}
	rec.buf = malloc(BUFFER_SIZE);
	if (!rec.buf)
		ctl_no_memory();
	code = finish(&rec, run_loop(&rec, stream, for_us));
	free(rec.buf);
	ctl_mask_done(&rec.secrets);
	return code;
}

static int open_stream(struct ctl_client *c, const struct ctl_port *port, int *ret)
{
	CD_CLEANUP(sd_bus_error_free) sd_bus_error e = SD_BUS_ERROR_NULL;
	CD_CLEANUP(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	char what[256];
	int fd, r;

	r = sd_bus_call_method(
		c->bus, c->name, port->path, CTL_IFACE_PORT, "OpenStream", &e, &reply, "a{sv}", 0);
	if (r >= 0)
		r = sd_bus_message_read(reply, "h", &fd);
	if (r >= 0)
		r = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (r < 0) {
		snprintf(what, sizeof(what), "Failed to open the stream of %s", port->name);
		ctl_client_explain(c, &e, r, what);
		return r;
	}
	*ret = r;
	return 0;
}

static int run(struct ctl_call *call)
{
	const struct ctl_port *port;
	struct ctl_client client;
	struct ctl_world world;
	int64_t for_us = CD_UNKNOWN;
	int stream = -1, code = CTL_EXIT_NO_SUCH;

	if (!ctl_given(call, "output"))
		return ctl_usage(call, "record needs -o FILE (- is standard output)");
	if (ctl_loop_time(call, "for", &for_us))
		return CTL_EXIT_USAGE;
	if (ctl_client_open(call, &client) < 0)
		return CTL_EXIT_NO_SUCH;
	if (ctl_client_world(&client, CTL_AS_IT_IS, &world) >= 0) {
		port = ctl_world_port(&world, call->args[0]);
		if (port && open_stream(&client, port, &stream) >= 0)
			code = record(call, stream, for_us);
		ctl_world_done(&world);
	}
	if (stream >= 0)
		close(stream);
	ctl_client_close(&client);
	return code;
}

const struct ctl_verb ctl_verb_record = {
	.name = "record",
	.args = "PORT -o FILE",
	.help = "record a port's events into a file",
	.text = "Writes what happens at PORT, sample by sample, until Ctrl-C, the time given, or\n"
		"the end of the stream. The file begins with what is known of the port, holds\n"
		"one event a line, and is what “chargectl analyze” reads.",
	.takes = CTL_TAKES_BUS | CTL_TAKES_MASK,
	.options = options,
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
