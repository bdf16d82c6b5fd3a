/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads profile files. A bad file never keeps the others from being read: an administrator's typo must not
 * take the daemon's knowledge of every other device away.
 */

#include "profile-dir.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".profile"
#define COMPLAINTS_PER_FILE 16

static void CD_PRINTF(2, 3) complain(const struct cd_profile_complaints *c, const char *fmt, ...)
{
	CD_FREE char *text = NULL;
	va_list ap;
	int n;

	if (!c || !c->complain)
		return;
	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		text = NULL;
	c->complain(c->userdata, text ? text : "out of memory");
}

/* "/etc/x/anker.profile" -> "anker" in `buf`; a name that does not fit is no valid name either. */
static void profile_name(const char *path, char *buf, size_t size)
{
	const char *base = strrchr(path, '/');
	size_t n;

	base = base ? base + 1 : path;
	n = strlen(base);
	if (n > strlen(SUFFIX) && strcmp(base + n - strlen(SUFFIX), SUFFIX) == 0)
		n -= strlen(SUFFIX);
	(void)snprintf(buf, size, "%.*s", (int)(n < size ? n : size - 1), base);
}

static ssize_t read_all(int fd, char *buf, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t n = read(fd, buf + used, size - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

/* The whole of a regular file; *ret_len bytes. */
static int read_file(const char *path, char **ret, size_t *ret_len)
{
	CD_FREE char *text = malloc(CD_PROFILE_FILE_MAX + 1);
	struct stat st;
	ssize_t n;
	int fd;

	if (!text)
		return -ENOMEM;
	/* O_NONBLOCK: somebody's FIFO in the directory must not stop us */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		n = -errno;
	else if (!S_ISREG(st.st_mode))
		n = S_ISDIR(st.st_mode) ? -EISDIR : -EBADFD;
	else
		n = read_all(fd, text, CD_PROFILE_FILE_MAX + 1);
	(void)close(fd);
	if (n < 0)
		return (int)n;
	if (n > CD_PROFILE_FILE_MAX)
		return -EFBIG;
	*ret_len = (size_t)n;
	*ret = CD_TAKE(text);
	return 0;
}

static void tell_found(const struct cd_profile_complaints *c, const struct cd_complaint *found, size_t n)
{
	struct cd_complaint more = { 0 };

	for (size_t i = 0; c && c->found && i < n && i < COMPLAINTS_PER_FILE; i++)
		c->found(c->userdata, &found[i]);
	if (!c || !c->found || n <= COMPLAINTS_PER_FILE)
		return;
	more.line = found[COMPLAINTS_PER_FILE - 1].line;
	(void)snprintf(more.text, sizeof(more.text), "%zu more complaints", n - COMPLAINTS_PER_FILE);
	c->found(c->userdata, &more);
}

int cd_profile_file_load(
	const char *path, const struct cd_profile_complaints *complaints, struct cd_profile **ret)
{
	struct cd_complaint found[COMPLAINTS_PER_FILE];
	char name[CD_PROFILE_NAME_MAX + 2];
	CD_FREE char *text = NULL;
	size_t len = 0, n = 0;
	int r;

	r = read_file(path, &text, &len);
	if (r < 0)
		return r;
	profile_name(path, name, sizeof(name));
	r = cd_profile_parse(name, text, len, found, CD_ELEMENTSOF(found), &n, ret);
	for (size_t i = 0; i < n && i < CD_ELEMENTSOF(found); i++)
		complain(complaints, "%s:%u: %s", path, found[i].line, found[i].text);
	if (n > CD_ELEMENTSOF(found))
		complain(complaints, "%s: %zu more complaints", path, n - CD_ELEMENTSOF(found));
	tell_found(complaints, found, n);
	return r;
}

static int is_profile(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return entry->d_name[0] != '.' && n > strlen(SUFFIX) &&
	       strcmp(entry->d_name + n - strlen(SUFFIX), SUFFIX) == 0;
}

/* By bytes: alphasort() would follow the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int load_entry(const char *dir, const char *entry, const struct cd_profile_complaints *complaints,
	struct cd_profiles *set)
{
	struct cd_profile *profile = NULL;
	CD_FREE char *path = NULL;
	int r;

	if (asprintf(&path, "%s/%s", dir, entry) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	r = cd_profile_file_load(path, complaints, &profile);
	if (r == -EFBIG)
		complain(complaints, "%s: larger than %d bytes: no profile", path, CD_PROFILE_FILE_MAX);
	else if (r == -EBADFD)
		complain(complaints, "%s: not a regular file", path);
	else if (r < 0 && r != -EINVAL && r != -ENOMEM)
		complain(complaints, "%s: %s", path, strerror(-r));
	if (r < 0)
		return r == -ENOMEM ? r : 0;
	r = cd_profiles_add(set, profile);
	if (r == -E2BIG)
		complain(complaints, "%s: left out: there are %d profiles already", path, CD_PROFILES_MAX);
	return r == -ENOMEM ? r : 0;
}

static int load_dir(const char *dir, const struct cd_profile_complaints *complaints, struct cd_profiles *set)
{
	struct dirent **entries = NULL;
	int n, r = 0;

	n = scandir(dir, &entries, is_profile, by_name);
	if (n < 0 && errno == ENOMEM)
		return -ENOMEM;
	if (n < 0 && errno != ENOENT && errno != ENOTDIR)
		complain(complaints, "%s: %s", dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		if (r == 0)
			r = load_entry(dir, entries[i]->d_name, complaints, set);
		free(entries[i]);
	}
	free(entries);
	return r;
}

int cd_profile_dirs_load(
	const char *const *dirs, const struct cd_profile_complaints *complaints, struct cd_profiles *set)
{
	int r = 0;

	for (; r == 0 && *dirs; dirs++)
		r = load_dir(*dirs, complaints, set);
	return r;
}

void cd_profile_dirs_split(char *list, const char *dirs[CD_PROFILE_DIRS_MAX + 1])
{
	size_t n = 0;

	for (char *dir; n < CD_PROFILE_DIRS_MAX && (dir = strsep(&list, ":"));)
		if (*dir)
			dirs[n++] = dir;
	dirs[n] = NULL;
}
