/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The daemon writes the same document as `chargectl analyze`, from the same functions of the core.
 */

#include <json-c/json.h>

#include "bus-analysis.h"

char *bus_analysis_of_session(struct json_object *session)
{
	struct json_object *sessions = json_object_new_array(), *doc = NULL;
	char *text = NULL;

	if (sessions && json_object_array_add(sessions, json_object_get(session)) == 0)
		doc = cd_analysis_document(NULL, sessions);
	if (doc)
		text = strdup(cd_analysis_text(doc));
	json_object_put(doc);
	return text;
}

int bus_analysis_of_engine(const struct cd_engine *engine, char **ret)
{
	struct json_object *session;
	char *text;
	int r;

	r = cd_engine_analyze(engine, &session);
	if (r < 0)
		return r;
	text = bus_analysis_of_session(session);
	json_object_put(session);
	if (!text)
		return -ENOMEM;
	*ret = text;
	return 0;
}
