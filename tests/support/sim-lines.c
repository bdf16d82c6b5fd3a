/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Recording lines for the kinds of events a simulation has. Stands in until the core's writer is there.
 */

#include <inttypes.h>

#include "sim-lines.h"

static const char *const kinds[] = {
	[CD_INPUT_METER] = "meter",
	[CD_INPUT_POWER_SUPPLY] = "power-supply",
	[CD_INPUT_TYPEC] = "typec",
	[CD_INPUT_USB_PORT] = "usb-port",
	[CD_INPUT_USB_DEVICE] = "usb-device",
};
static const char *const positions[] = { "unknown", "source", "device" };
static const char *const batteries[] = { "unknown", "empty", "low", "full" };
static const char *const fields[] = { "vbus_uv", "ibus_ua", "dp_uv", "dm_uv" };

void sim_write_header(FILE *f)
{
	fputs("{\"chargediag\":\"recording\",\"version\":1,\"started\":\"2026-11-22T10:00:00Z\"}\n", f);
}

static void added(FILE *f, const struct cd_event_added *a)
{
	fprintf(f, ",\"event\":\"added\",\"kind\":\"%s\"", kinds[a->kind]);
	if (a->model)
		fprintf(f, ",\"model\":\"%s\"", a->model);
	if (a->kind == CD_INPUT_METER)
		fprintf(f, ",\"position\":\"%s\",\"settle_us\":%" PRId64 ",\"sign_known\":%s",
			positions[a->position], a->settle_us, a->sign_known ? "true" : "false");
}

static void sample(FILE *f, const struct cd_sample *s)
{
	fputs(",\"event\":\"sample\"", f);
	for (unsigned i = 0; i < CD_ELEMENTSOF(fields); i++)
		if (cd_sample_has(s, i))
			fprintf(f, ",\"%s\":%" PRId64, fields[i], s->value[i]);
}

static void attributes(FILE *f, const struct cd_attributes *a)
{
	fputs(",\"event\":\"attributes\",\"attributes\":{", f);
	for (size_t i = 0; i < a->n; i++)
		fprintf(f, "%s\"%s\":\"%s\"", i ? "," : "", a->items[i].key, a->items[i].value);
	fputs("}", f);
}

static void profile(FILE *f, const struct cd_profile *p)
{
	fprintf(f,
		",\"profile\":{\"name\":\"%s\",\"rated_uv\":%" PRId64 ",\"rated_ua\":%" PRId64
		",\"energy_uwh\":%" PRId64 ",\"charge_time_s\":[%" PRId64 ",%" PRId64
		"],\"enumerates\":%s,\"fast_charge\":%s}",
		p->name, p->rated_uv, p->rated_ua, p->energy_uwh, p->charge_time_min_s, p->charge_time_max_s,
		p->enumerates == CD_YES ? "true" : "false", p->fast_charge == CD_YES ? "true" : "false");
}

static void note(FILE *f, const struct cd_event_note *n)
{
	fputs(",\"event\":\"note\"", f);
	if (n->inline_profile)
		profile(f, n->inline_profile);
	else if (n->profile)
		fprintf(f, ",\"profile\":\"%s\"", n->profile);
	if (n->led)
		fprintf(f, ",\"led\":\"%s\"", n->led);
	if (n->battery >= 0)
		fprintf(f, ",\"battery\":\"%s\"", batteries[n->battery]);
	if (n->cable)
		fprintf(f, ",\"cable\":\"%s\"", n->cable);
	if (n->adapter)
		fprintf(f, ",\"adapter\":\"%s\"", n->adapter);
}

static void port(FILE *f, const struct cd_event_port *p)
{
	fprintf(f, ",\"event\":\"port\",\"port\":\"%s\",\"inputs\":[", p->name);
	for (size_t i = 0; i < p->n_inputs; i++)
		fprintf(f, "%s\"%s\"", i ? "," : "", p->inputs[i]);
	fputs("]", f);
}

void sim_write_event(FILE *f, const struct cd_event *ev)
{
	fprintf(f, "{\"t\":%" PRId64, ev->t_us);
	if (ev->input)
		fprintf(f, ",\"input\":\"%s\"", ev->input);
	if (ev->type == CD_EVENT_ADDED)
		added(f, &ev->added);
	else if (ev->type == CD_EVENT_SAMPLE)
		sample(f, &ev->sample);
	else if (ev->type == CD_EVENT_ATTRIBUTES)
		attributes(f, ev->attributes);
	else if (ev->type == CD_EVENT_NOTE)
		note(f, &ev->note);
	else if (ev->type == CD_EVENT_PORT)
		port(f, &ev->port);
	else if (ev->type == CD_EVENT_OVER_CURRENT)
		fprintf(f, ",\"event\":\"over-current\",\"count\":%u", ev->over_current.count);
	else
		fputs(",\"event\":\"removed\"", f);
	fputs("}\n", f);
}
