/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * JSON strings for the recording writer, which formats its lines itself: json-c would copy every value into
 * an object first.
 */

#include "buffer.h"

/* Appends `s` quoted and escaped; bytes that are not UTF-8 become U+FFFD. -ENOMEM. */
int cd_json_append_string(struct cd_buffer *b, const char *s);
