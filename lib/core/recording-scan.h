/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * How the inputs of a recording become ports (docs/recording.md: without a `port` event and with exactly one
 * meter all inputs are one port). That is known only at its end, so it takes a pass of its own; this one
 * looks closely only at lines that can matter.
 */

#include "event.h"

struct cd_recording_scan;

struct cd_recording_scan *cd_recording_scan_new(void); /* NULL: no memory */
struct cd_recording_scan *cd_recording_scan_free(struct cd_recording_scan *s);
CD_DEFINE_CLEANUP(struct cd_recording_scan *, cd_recording_scan_free)

/* True: it needs no more bytes. -ENOMEM and malformed lines also end it: the reader will tell. */
bool cd_recording_scan_feed(struct cd_recording_scan *s, const char *bytes, size_t len);

/* The only meter's name, borrowed; NULL: each input is a port, or `port` events say what is. */
const char *cd_recording_scan_only_meter(const struct cd_recording_scan *s);
