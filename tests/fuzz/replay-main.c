/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Runs a fuzzer's entry over the files of a directory: each whole, and cut off at some places, as a full disk
 * or a pulled plug cuts files. usage: replay-NAME DIRECTORY
 */

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "fuzz.h"

#define FILE_MAX (1 << 20)
#define CUTS 32

static void run(const char *bytes, size_t len)
{
	/* an own allocation of the exact size, so that AddressSanitizer sees a read behind it */
	uint8_t *copy = malloc(len ? len : 1);

	fuzz_check(copy);
	if (len)
		memcpy(copy, bytes, len);
	(void)LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static void replay(const char *dir, const char *name)
{
	static char bytes[FILE_MAX];
	char path[4096];
	size_t len;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "rbe");
	fuzz_check(f);
	len = fread(bytes, 1, sizeof(bytes), f);
	(void)fclose(f);
	run(bytes, len);
	for (size_t i = 1; i < CUTS; i++)
		run(bytes, len * i / CUTS);
}

int main(int argc, char **argv)
{
	struct dirent *entry;
	unsigned n = 0;
	DIR *dir;

	dir = argc == 2 ? opendir(argv[1]) : NULL;
	if (!dir) {
		(void)fprintf(stderr, "usage: %s DIRECTORY (of a corpus)\n", argv[0]);
		return 2;
	}
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			replay(argv[1], entry->d_name);
			n++;
		}
	(void)closedir(dir);
	(void)printf("%u files of %s\n", n, argv[1]);
	return n ? 0 : 1;
}
