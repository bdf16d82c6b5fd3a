/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Reading sysfs, and nothing but reading. No descriptor is kept: attributes come and go with their driver, and a
 * machine may have a thousand supplies.
 */

#include <dirent.h>

#include "attributes.h"

/* Opens a directory for the functions below. The descriptor, or negative errno. */
int cd_sysfs_open(const char *path);
int cd_sysfs_open_at(int dir, const char *path);
void cd_sysfs_closep(int *fd);
#define CD_SYSFS_CLOSE CD_CLEANUP(cd_sysfs_closep)

/* The names in a directory, but those with a leading dot; in the order the kernel has them:
 *     struct cd_sysfs_names names = { .dir = dir };
 *     for (const char *name; (name = cd_sysfs_next(&names));)
 * Not readdir(3): that takes 32 KiB of heap for each directory, and what is remembered of its entries then lies
 * beyond them. `dir` is borrowed, and may be used for other things meanwhile. An error ends the list. */
struct cd_sysfs_names {
	int dir;
	size_t at, n;
	union {
		struct dirent64 entry; /* for its alignment */
		char bytes[2048];
	};
};
const char *cd_sysfs_next(struct cd_sysfs_names *names);

/* Reads the attribute `path` below `dir` with one read(2), which is how sysfs gives a whole attribute. Its length, at
 * most `size`, or negative errno. */
int cd_sysfs_read(int dir, const char *path, char *buf, size_t size);
/* As a string without the trailing newline, for short identities such as `name`. */
int cd_sysfs_read_string(int dir, const char *path, char *buf, size_t size);
/* A whole decimal number. -EINVAL when it is none. */
int cd_sysfs_read_int(int dir, const char *path, int64_t *ret);
/* The last component of where a link points to. */
int cd_sysfs_read_link(int dir, const char *path, char *buf, size_t size);

/* Reads `path` below `dir` into `a` under `key`; a failed read becomes its errno there. 1 when an entry was made, 0
 * when the attribute does not exist, -ENOMEM or -E2BIG. */
int cd_sysfs_collect(int dir, const char *path, const char *key, struct cd_attributes *a);
/* As above for a symbolic link: the value is the last component of its target. */
int cd_sysfs_collect_link(int dir, const char *path, const char *key, struct cd_attributes *a);
/* Text of unknown origin (a serial number, a product's name), cleaned as cd_attributes_set() does and kept in `a`
 * under its path. NULL: absent, failed or empty. */
const char *cd_sysfs_text(int dir, const char *path, struct cd_attributes *a);

/* A number that changes when the set does; lets a reader keep eight bytes instead of the whole set. */
uint64_t cd_sysfs_fingerprint(const struct cd_attributes *a) CD_PURE;
