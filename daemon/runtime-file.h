/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Files for the next daemon of this boot, in the runtime directory: memory, so that writing there waits for no disk, and
 * gone with the boot.
 */

#include <stddef.h>

/* Writes the file anew, in one step: there is the old one or the new one. Negative errno. */
int runtime_file_write(const char *directory, const char *name, const char *text, size_t n);
