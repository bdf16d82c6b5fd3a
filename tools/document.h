/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The documents of the live verbs (docs/json.md): a world in, JSON out. Formats print these documents and
 * look at nothing else, so that text and JSON cannot disagree.
 */

#include "client.h"
#include "json.h"

enum {
	CTL_DOC_MASKED =
		1
		<< 0, /* without what depends on when one looks (ages, durations), and without object paths */
};

/* {"chargediag":"status",…}: every port, or only `port`. */
struct json_object *ctl_document_status(
	const struct ctl_world *w, const struct ctl_port *port, unsigned flags);
/* {"chargediag":"list",…} */
struct json_object *ctl_document_list(const struct ctl_world *w);
/* {"chargediag":"show",…}: everything the bus says of one port. */
struct json_object *ctl_document_show(const struct ctl_world *w, const struct ctl_port *port, unsigned flags);
