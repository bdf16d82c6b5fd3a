/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * org.chargediag1.Port. What nobody has said is absent from a dictionary, an empty string or "/"; never a
 * zero.
 */

#include <unistd.h>

#include "bus-analysis.h"
#include "bus-error.h"
#include "bus-object.h"
#include "manager.h"
#include "names.h"
#include "station.h"

static struct cd_verdict_info verdict_of(const struct port *port)
{
	struct cd_verdict_info v;

	cd_engine_verdict(port->engine, &v);
	return v;
}

static int append_string(sd_bus_message *reply, const char *s)
{
	return sd_bus_message_append(reply, "s", s ? s : "");
}

BUS_GETTER(get_name)
{
	return append_string(reply, ((struct port *)userdata)->name);
}

BUS_GETTER(get_kind)
{
	return append_string(
		reply, cd_port_kind_to_string(cd_engine_kind(((struct port *)userdata)->engine)));
}

BUS_GETTER(get_inputs)
{
	return sd_bus_message_append_strv(
		reply, (char **)cd_engine_inputs(((struct port *)userdata)->engine));
}

BUS_GETTER(get_position)
{
	return append_string(
		reply, cd_position_to_string(cd_engine_position(((struct port *)userdata)->engine)));
}

BUS_GETTER(get_profile)
{
	return append_string(reply, cd_engine_profile(((struct port *)userdata)->engine));
}

static int append_reading(sd_bus_message *reply, const struct port *port, enum cd_reading_id id)
{
	const struct cd_reading *r = cd_engine_reading(port->engine, id);
	int64_t t_us;

	if (!r || !cd_known(r->value))
		return 0;
	t_us = station_to_boottime(port->station, r->t_us);
	return sd_bus_message_append(reply, "{sv}", cd_reading_to_string(id), "(xsts)", r->value,
		cd_reading_kind_to_string(r->kind), (uint64_t)(t_us > 0 ? t_us : 0),
		r->input ? r->input : "");
}

BUS_GETTER(get_readings)
{
	int r = sd_bus_message_open_container(reply, 'a', "{sv}");

	for (int i = 0; r >= 0 && i < _CD_READING_MAX; i++)
		r = append_reading(reply, userdata, (enum cd_reading_id)i);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

BUS_GETTER(get_states)
{
	const struct port *port = userdata;
	int r = sd_bus_message_open_container(reply, 'a', "{ss}");

	for (int i = 0; r >= 0 && i < _CD_STATE_MAX; i++) {
		const char *s = cd_engine_state(port->engine, (enum cd_state_id)i);

		if (s)
			r = sd_bus_message_append(reply, "{ss}", cd_state_to_string((enum cd_state_id)i), s);
	}
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

BUS_GETTER(get_class)
{
	const struct cd_verdict_info v = verdict_of(userdata);

	return append_string(reply, v.exists ? cd_class_to_string(v.class) : NULL);
}

BUS_GETTER(get_cause)
{
	const struct cd_verdict_info v = verdict_of(userdata);

	return append_string(reply, v.exists ? v.cause : NULL);
}

BUS_GETTER(get_part)
{
	const struct cd_verdict_info v = verdict_of(userdata);

	return append_string(reply, v.exists ? cd_part_to_string(v.part) : NULL);
}

BUS_GETTER(get_confidence)
{
	const struct cd_verdict_info v = verdict_of(userdata);

	return sd_bus_message_append(reply, "d", v.exists ? v.confidence : 0.0);
}

BUS_GETTER(get_severity)
{
	const struct cd_verdict_info v = verdict_of(userdata);

	return append_string(reply, v.exists ? cd_severity_to_string(v.severity) : NULL);
}

BUS_GETTER(get_symptoms)
{
	const struct cd_verdict_info v = verdict_of(userdata);
	const unsigned symptoms = v.exists ? v.symptoms : 0;
	int r = sd_bus_message_open_container(reply, 'a', "s");

	for (int i = 0; r >= 0 && i < _CD_SYMPTOM_MAX; i++)
		if (symptoms & 1u << i)
			r = append_string(reply, cd_symptom_to_string((enum cd_symptom)i));
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

BUS_GETTER(get_next_test)
{
	const struct cd_verdict_info v = verdict_of(userdata);

	return append_string(reply, v.exists ? v.next_test : NULL);
}

BUS_GETTER(get_remedies)
{
	const struct cd_verdict_info v = verdict_of(userdata);
	const size_t n = v.exists ? v.n_remedies : 0;
	int r = sd_bus_message_open_container(reply, 'a', "s");

	for (size_t i = 0; r >= 0 && i < n; i++)
		r = append_string(reply, v.remedies[i]);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

BUS_GETTER(get_session)
{
	char buf[BUS_SESSION_PATH_MAX];

	return sd_bus_message_append(reply, "o", bus_session_path(((struct port *)userdata)->session, buf));
}

static int method_get_analysis(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	const struct port *port = userdata;
	CD_FREE char *text = NULL;
	int r;

	r = bus_analysis_of_engine(port->engine, &text);
	return r < 0 ? r : sd_bus_reply_method_return(m, "s", text);
}

/* No option is known yet; an unknown one is refused, so that a client learns that this daemon cannot do it.
 * */
static int refuse_options(sd_bus_message *m, sd_bus_error *error)
{
	const char *key;
	int r;

	r = sd_bus_message_enter_container(m, 'a', "{sv}");
	if (r < 0)
		return r;
	r = sd_bus_message_enter_container(m, 'e', "sv");
	if (r <= 0)
		return r;
	r = sd_bus_message_read(m, "s", &key);
	if (r < 0)
		return r;
	return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
		"options: unknown option \"%.*s\"; OpenStream has none yet", BUS_ECHO(key));
}

static int method_open_stream(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	struct port *port = userdata;
	struct manager *manager = port->station->manager;
	int r, fd;

	r = refuse_options(m, error);
	if (r < 0)
		return r;
	r = streams_open(&manager->streams, port->station, port->engine, sd_bus_message_get_sender(m), &fd);
	if (r == -EDQUOT)
		return sd_bus_error_setf(error, CD_ERROR_LIMITS_EXCEEDED,
			"Too many streams are open: at most %lld of one client and %lld in all "
			"(MaxStreamsPerClient, MaxStreams); close one first",
			(long long)manager->conf.max_streams_per_client,
			(long long)manager->conf.max_streams);
	if (r < 0)
		return r;
	r = sd_bus_reply_method_return(m, "h", fd); /* sends a duplicate */
	(void)close(fd);
	return r;
}

#define EMITS SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE
static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Name", "s", get_name, 0, SD_BUS_VTABLE_PROPERTY_CONST),
	SD_BUS_PROPERTY("Kind", "s", get_kind, 0, EMITS),
	SD_BUS_PROPERTY("Inputs", "as", get_inputs, 0, EMITS),
	SD_BUS_PROPERTY("Position", "s", get_position, 0, EMITS),
	SD_BUS_PROPERTY("Profile", "s", get_profile, 0, EMITS),
	SD_BUS_PROPERTY("Readings", "a{sv}", get_readings, 0, EMITS),
	SD_BUS_PROPERTY("States", "a{ss}", get_states, 0, EMITS),
	SD_BUS_PROPERTY("Class", "s", get_class, 0, EMITS),
	SD_BUS_PROPERTY("Cause", "s", get_cause, 0, EMITS),
	SD_BUS_PROPERTY("Part", "s", get_part, 0, EMITS),
	SD_BUS_PROPERTY("Confidence", "d", get_confidence, 0, EMITS),
	SD_BUS_PROPERTY("Severity", "s", get_severity, 0, EMITS),
	SD_BUS_PROPERTY("Symptoms", "as", get_symptoms, 0, EMITS),
	SD_BUS_PROPERTY("NextTest", "s", get_next_test, 0, EMITS),
	SD_BUS_PROPERTY("Remedies", "as", get_remedies, 0, EMITS),
	SD_BUS_PROPERTY("Session", "o", get_session, 0, EMITS),
	SD_BUS_METHOD_WITH_ARGS("OpenStream", SD_BUS_ARGS("a{sv}", options), SD_BUS_RESULT("h", stream),
		method_open_stream, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD_WITH_ARGS("GetAnalysis", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", analysis),
		method_get_analysis, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_VTABLE_END,
};

static int find(sd_bus *bus, const char *path, const char *interface, void *userdata, void **ret_found,
	sd_bus_error *error)
{
	struct manager *m = userdata;

	*ret_found = ports_find_path(&m->ports, path);
	return *ret_found != NULL;
}

int bus_port_register(struct manager *m)
{
	return sd_bus_add_fallback_vtable(m->bus, NULL, CD_PATH_PORT, CD_IFACE_PORT, vtable, find, m);
}
