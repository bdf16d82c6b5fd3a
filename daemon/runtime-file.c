/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

#include "runtime-file.h"

static int write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, text, n);

		if (k < 0)
			return -errno;
		text += k;
		n -= (size_t)k;
	}
	return 0;
}

static int write_file(const char *path, const char *text, size_t n)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	int r;

	if (fd < 0)
		return -errno;
	r = write_all(fd, text, n);
	if (close(fd) < 0 && r >= 0)
		r = -errno;
	return r;
}

int runtime_file_write(const char *directory, const char *name, const char *text, size_t n)
{
	char path[PATH_MAX], fresh[PATH_MAX];
	int r;

	if (snprintf(path, sizeof(path), "%s/%s", directory, name) >= (int)sizeof(path) ||
		snprintf(fresh, sizeof(fresh), "%s/%s.new", directory, name) >= (int)sizeof(fresh))
		return -ENAMETOOLONG;
	r = write_file(fresh, text, n);
	if (r >= 0 && rename(fresh, path) < 0)
		r = -errno;
	return r;
}
