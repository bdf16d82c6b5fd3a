/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "hash.h"
#include "sysfs.h"

int cd_sysfs_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int cd_sysfs_open_at(int dir, const char *path)
{
	int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

void cd_sysfs_closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

const char *cd_sysfs_next(struct cd_sysfs_names *names)
{
	for (;;) {
		const struct dirent64 *e;
		ssize_t n;

		if (names->at == names->n) {
			n = getdents64(names->dir, names->bytes, sizeof(names->bytes));
			if (n <= 0)
				return NULL;
			names->n = (size_t)n;
			names->at = 0;
		}
		e = (const struct dirent64 *)(const void *)(names->bytes + names->at);
		names->at += e->d_reclen;
		if (e->d_name[0] != '.')
			return e->d_name;
	}
}

int cd_sysfs_read(int dir, const char *path, char *buf, size_t size)
{
	/* O_NONBLOCK: what poses as an attribute must not be able to hold the loop. */
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	ssize_t n;
	int r;

	if (fd < 0)
		return -errno;
	do {
		n = read(fd, buf, size);
	} while (n < 0 && errno == EINTR);
	r = n < 0 ? -errno : (int)n;
	close(fd);
	return r;
}

int cd_sysfs_read_string(int dir, const char *path, char *buf, size_t size)
{
	int n = cd_sysfs_read(dir, path, buf, size - 1);

	if (n < 0)
		return n;
	while (n > 0 && (buf[n - 1] == '\n' || buf[n - 1] == ' '))
		n--;
	buf[n] = '\0';
	return n;
}

int cd_sysfs_read_int(int dir, const char *path, int64_t *ret)
{
	char buf[32], *end;
	long long v;
	int n = cd_sysfs_read_string(dir, path, buf, sizeof(buf));

	if (n < 0)
		return n;
	errno = 0;
	v = strtoll(buf, &end, 10);
	if (n == 0 || errno || *end)
		return -EINVAL;
	*ret = v;
	return 0;
}

int cd_sysfs_read_link(int dir, const char *path, char *buf, size_t size)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(dir, path, target, sizeof(target) - 1);
	const char *last;

	if (n < 0)
		return -errno;
	target[n] = '\0';
	last = strrchr(target, '/') ? strrchr(target, '/') + 1 : target;
	if (strlen(last) >= size)
		return -ENAMETOOLONG;
	strcpy(buf, last);
	return 0;
}

int cd_sysfs_collect(int dir, const char *path, const char *key, struct cd_attributes *a)
{
	char page[CD_ATTRIBUTE_VALUE_MAX];
	int n = cd_sysfs_read(dir, path, page, sizeof(page)), r;

	if (n == -ENOENT)
		return 0;
	r = n < 0 ? cd_attributes_set_error(a, key, -n) : cd_attributes_set(a, key, page, (size_t)n);
	return r < 0 ? r : 1;
}

int cd_sysfs_collect_link(int dir, const char *path, const char *key, struct cd_attributes *a)
{
	char name[NAME_MAX + 1];
	int r = cd_sysfs_read_link(dir, path, name, sizeof(name));

	if (r < 0)
		return 0; /* a link is there or not: there is nothing to fail */
	r = cd_attributes_set(a, key, name, strlen(name));
	return r < 0 ? r : 1;
}

const char *cd_sysfs_text(int dir, const char *path, struct cd_attributes *a)
{
	const char *text;

	if (cd_sysfs_collect(dir, path, path, a) <= 0)
		return NULL;
	text = cd_attributes_get(a, path);
	return text && *text ? text : NULL;
}

uint64_t cd_sysfs_fingerprint(const struct cd_attributes *a)
{
	uint64_t hash = CD_HASH_START;

	for (size_t i = 0; i < a->n; i++) {
		hash = cd_hash_string(hash, a->items[i].key);
		hash = cd_hash_string(hash, a->items[i].value);
		hash = cd_hash(hash, &a->items[i].error, sizeof(a->items[i].error));
	}
	return hash;
}
