/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A file's bytes into the reader that understands them, in pieces, so that a recording of any length takes
 * the same memory. What cannot be read twice (a pipe) is first copied into a file without a name, because
 * grouping needs a pass of its own.
 */

#include "file-events.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recording-scan.h"

#define PIECE 65536
/* A day at 100 samples a second is 1.1 GB; a pipe that never ends shall not fill the disk. */
#define SPOOL_MAX INT64_C(4294967296)

struct cd_file_events {
	int fd;
	off_t start;
	char *name; /* for messages */
	struct cd_csv_options csv_options;
	struct cd_recording_reader *recording; /* one of the two */
	struct cd_csv_reader *csv;
	bool ended;
	bool failed;
	char error[512];
	char piece[PIECE];
};

struct cd_file_events *cd_file_events_close(struct cd_file_events *f)
{
	if (!f)
		return NULL;
	if (f->fd >= 0)
		(void)close(f->fd);
	(void)cd_recording_reader_free(f->recording);
	(void)cd_csv_reader_free(f->csv);
	free(f->name);
	free(f);
	return NULL;
}

static ssize_t read_piece(int fd, char *piece)
{
	ssize_t n;

	do
		n = read(fd, piece, PIECE);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Copies what is left of `from` into the nameless file `to`. */
static int copy_all(int from, int to, char *piece)
{
	int64_t total = 0;
	ssize_t n;

	while ((n = read_piece(from, piece)) > 0) {
		int r;

		total += n;
		if (total > SPOOL_MAX)
			return -EFBIG;
		r = write_all(to, piece, (size_t)n);
		if (r < 0)
			return r;
	}
	return (int)n;
}

static int open_nameless(void)
{
	const char *dir = secure_getenv("TMPDIR");
	int fd;

	fd = open(dir && *dir == '/' ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	/* a file system without O_TMPFILE: memory */
	return fd < 0 ? memfd_create("recording", MFD_CLOEXEC) : fd;
}

static int spool(struct cd_file_events *f)
{
	int to = open_nameless();
	int r;

	if (to < 0)
		return -errno;
	r = copy_all(f->fd, to, f->piece);
	(void)close(f->fd);
	f->fd = to;
	f->start = 0;
	return r;
}

static int open_fd(struct cd_file_events *f, const char *path)
{
	struct stat st;

	f->fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
				       : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (f->fd < 0)
		return -errno;
	if (fstat(f->fd, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	f->start = lseek(f->fd, 0, SEEK_CUR);
	return f->start < 0 ? spool(f) : 0;
}

static int rewind_to_start(struct cd_file_events *f)
{
	return lseek(f->fd, f->start, SEEK_SET) < 0 ? -errno : 0;
}

static int open_reader(struct cd_file_events *f)
{
	ssize_t n;
	int r;

	r = rewind_to_start(f);
	if (r < 0)
		return r;
	n = read_piece(f->fd, f->piece);
	if (n < 0)
		return (int)n;
	if (cd_looks_like_recording(f->piece, (size_t)n))
		f->recording = cd_recording_reader_new();
	else
		f->csv = cd_csv_reader_new(&f->csv_options);
	return f->recording || f->csv ? rewind_to_start(f) : -ENOMEM;
}

int cd_file_events_open(const char *path, const struct cd_csv_options *csv, struct cd_file_events **ret)
{
	CD_CLEANUP(cd_file_events_closep) struct cd_file_events *f = malloc(sizeof(*f));
	int r;

	if (!f)
		return -ENOMEM;
	memset(f, 0, offsetof(struct cd_file_events, piece));
	f->fd = -1;
	f->csv_options = csv ? *csv : (struct cd_csv_options){ .note = CD_NOTE_NOTHING };
	f->name = strdup(strcmp(path, "-") == 0 ? "standard input" : path);
	if (!f->name)
		return -ENOMEM;
	r = open_fd(f, path);
	if (r == 0)
		r = open_reader(f);
	if (r == 0)
		*ret = CD_TAKE(f);
	return r;
}

/* "line 17: text" of the core becomes "FILE:17: text". */
static int fail(struct cd_file_events *f, int error, const char *text)
{
	unsigned long long line;
	int n = 0;

	f->failed = true;
	if (text && sscanf(text, "line %llu: %n", &line, &n) == 1 && n > 0)
		(void)snprintf(f->error, sizeof(f->error), "%s:%llu: %s", f->name, line, text + n);
	else
		(void)snprintf(f->error, sizeof(f->error), "%s: %s", f->name, text ? text : strerror(-error));
	return error;
}

static int feed(struct cd_file_events *f)
{
	ssize_t n = read_piece(f->fd, f->piece);

	if (n < 0)
		return fail(f, (int)n, NULL);
	f->ended = n == 0;
	if (f->recording)
		cd_recording_reader_feed(f->recording, f->piece, (size_t)n);
	else
		cd_csv_reader_feed(f->csv, f->piece, (size_t)n);
	return 0;
}

static int next_of_reader(struct cd_file_events *f, struct cd_event *ret)
{
	int r = f->recording ? cd_recording_reader_next(f->recording, ret) : cd_csv_reader_next(f->csv, ret);

	if (r < 0)
		return fail(f, r,
			f->recording ? cd_recording_reader_error(f->recording) : cd_csv_reader_error(f->csv));
	return r;
}

int cd_file_events_next(struct cd_file_events *f, struct cd_event *ret)
{
	for (;;) {
		int r = next_of_reader(f, ret);

		if (r != CD_READ_MORE || f->ended)
			return r;
		r = feed(f);
		if (r < 0)
			return r;
	}
}

const char *cd_file_events_error(const struct cd_file_events *f)
{
	return f->failed ? f->error : NULL;
}

void cd_file_events_stats(const struct cd_file_events *f, struct cd_recording_stats *ret)
{
	if (f->recording)
		cd_recording_reader_stats(f->recording, ret);
	else
		cd_csv_reader_stats(f->csv, ret);
}

static int scan_file(struct cd_file_events *f, struct cd_recording_scan *scan)
{
	ssize_t n;

	while ((n = read_piece(f->fd, f->piece)) > 0)
		if (cd_recording_scan_feed(scan, f->piece, (size_t)n))
			break;
	return n < 0 ? (int)n : rewind_to_start(f);
}

int cd_file_events_grouping(struct cd_file_events *f, enum cd_grouping *ret_grouping, char **ret_port_name)
{
	CD_CLEANUP(cd_recording_scan_freep) struct cd_recording_scan *scan = NULL;
	const char *meter = f->csv_options.input ? f->csv_options.input : "csv";
	char *name = NULL;
	int r;

	if (f->recording) {
		scan = cd_recording_scan_new();
		r = scan ? scan_file(f, scan) : -ENOMEM;
		if (r < 0)
			return fail(f, r, NULL);
		meter = cd_recording_scan_only_meter(scan);
	}
	if (meter) {
		name = strdup(meter);
		if (!name)
			return fail(f, -ENOMEM, NULL);
	}
	*ret_grouping = meter ? CD_GROUP_ONE_METER : CD_GROUP_EACH;
	*ret_port_name = name;
	return 0;
}
