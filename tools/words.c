/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See words.h.
 */

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "units.h"
#include "words.h"

struct pair {
	const char *id, *text;
};

static const char *look_up(const struct pair *table, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (cd_streq(table[i].id, id))
			return table[i].text;
	return id;
}
#define LOOK_UP(table, id) look_up(table, CD_ELEMENTSOF(table), id)

static const char *text_of(const struct cd_words *w, const char *id)
{
	return w ? w->text : id;
}

const char *ctl_words_remedy(const char *id)
{
	return text_of(cd_remedy_words(id), id);
}

const char *ctl_words_next_test(const char *id)
{
	return text_of(cd_next_test_words(id), id);
}

const char *ctl_words_symptom(const char *id)
{
	return text_of(cd_symptom_words(id), id);
}

const char *ctl_words_feature(const char *id)
{
	const struct cd_feature_words *w = cd_feature_words(id);

	return w && w->text ? w->text : id;
}

/* Replaces "{name}" by the reading; false when one is unknown or the text does not fit. */
static bool expand(const char *template, struct json_object *readings, char *buf, size_t size)
{
	size_t o = 0;

	for (const char *p = template; *p;) {
		char name[32], number[CTL_QUANTITY_MAX];
		struct json_object *r;
		size_t n;

		if (*p != '{') {
			if (o + 2 > size)
				return false;
			buf[o++] = *p++;
			continue;
		}
		n = strcspn(++p, "}");
		snprintf(name, sizeof(name), "%.*s", (int)(n < sizeof(name) ? n : 0), p);
		p += n + (p[n] == '}');
		r = ctl_json_object(readings, name);
		if (!cd_known(ctl_json_int(r, "value")))
			return false;
		ctl_quantity_int(
			ctl_json_int(r, "value"), ctl_json_string(r, "unit"), number, sizeof(number));
		if (o + strlen(number) + 1 > size)
			return false;
		o += sprintf(buf + o, "%s", number);
	}
	buf[o] = '\0';
	return true;
}

char *ctl_words_cause(const char *cause, struct json_object *readings, char *buf, size_t size)
{
	const struct cd_cause_words *w = cause ? cd_cause_words(cause) : NULL;

	if (!w)
		return ctl_text_clean(cause, buf, size);
	if (!w->summary || !expand(w->summary, readings, buf, size))
		snprintf(buf, size, "%s", w->title);
	return buf;
}

const char *ctl_words_confidence(double confidence)
{
	return confidence >= 0.8 ? "likely" : confidence >= 0.5 ? "possible" : "not decided";
}

const char *ctl_words_kind(const char *kind)
{
	static const struct pair kinds[] = {
		{ "contract", "negotiated, not measured" },
	};

	return kind ? LOOK_UP(kinds, kind) : "origin unknown";
}

static void append(char *buf, size_t size, const char *fmt, ...) CD_PRINTF(3, 4);
static void append(char *buf, size_t size, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + len, size - len, fmt, ap);
	va_end(ap);
}

/* What the plug says, in the word most people know it by. */
static const char *protocol_of(struct json_object *states)
{
	static const struct pair modes[] = {
		{ "usb_power_delivery", "PD" },
		{ "default", "USB default current" },
		{ "1.5A", "1.5 A by Type-C" },
		{ "3.0A", "3 A by Type-C" },
	};
	static const struct pair types[] = {
		{ "C", "Type-C" },
		{ "SDP", "computer port (SDP)" },
		{ "CDP", "computer charging port (CDP)" },
		{ "DCP", "charger (DCP)" },
	};
	const char *mode = ctl_json_string(states, "operation-mode"),
		   *type = ctl_json_string(states, "usb-type");

	if (mode && strcmp(mode, "default") != 0)
		return LOOK_UP(modes, mode);
	if (type && strcmp(type, "Unknown") != 0)
		return LOOK_UP(types, type);
	return mode ? LOOK_UP(modes, mode) : NULL;
}

char *ctl_words_port(struct json_object *port, char *buf, size_t size)
{
	static const struct pair kinds[] = {
		{ "meter", "USB meter" },
		{ "typec", "USB-C" },
		{ "supply", "power supply" },
		{ "usb-port", "USB host port" },
	};
	static const struct pair positions[] = {
		{ "source", " at the adapter" },
		{ "device", " at the device" },
		{ "unknown", "" },
	};
	struct json_object *states = ctl_json_object(port, "states");
	const char *kind = ctl_json_string(port, "kind"), *position = ctl_json_string(port, "position");
	const char *protocol = protocol_of(states), *role = ctl_json_string(states, "power-role");
	const char *online = ctl_json_string(states, "supply-online"),
		   *label = ctl_json_string(states, "label");
	bool plugged = ctl_words_plugged(port);

	snprintf(buf, size, "%s%s", kind ? LOOK_UP(kinds, kind) : "port",
		cd_streq(kind, "meter") && position ? LOOK_UP(positions, position) : "");
	if (label)
		append(buf, size, " “%s”", label);
	if (plugged && protocol)
		append(buf, size, ", %s", protocol);
	if (plugged && role)
		append(buf, size, ", %s", role);
	if (plugged && cd_streq(kind, "supply") && online)
		append(buf, size, ", online");
	if (ctl_json_string(port, "profile"))
		append(buf, size, ", %s", ctl_json_string(port, "profile"));
	return buf;
}

int64_t ctl_words_reading(struct json_object *port, const char *name)
{
	return ctl_json_int(ctl_json_object(ctl_json_object(port, "readings"), name), "value");
}

/* Below vSafe5V's detection level of 0.8 V there is no VBUS (USB PD 3.1 §7.1.5: vSafe0V). */
#define VSAFE0V_UV 800000

bool ctl_words_plugged(struct json_object *port)
{
	struct json_object *states = ctl_json_object(port, "states");
	const char *partner = ctl_json_string(states, "partner"),
		   *online = ctl_json_string(states, "supply-online");
	int64_t vbus = ctl_words_reading(port, "vbus");

	/* A session outlives the unplugging for a while; the plug itself knows better. */
	if (cd_streq(partner, "yes") || (online && !cd_streq(online, "0")))
		return true;
	if (partner || online)
		return false;
	if (ctl_json_object(port, "session"))
		return true;
	if (cd_known(vbus))
		return vbus > VSAFE0V_UV;
	return ctl_json_object(port, "verdict") || !cd_streq(ctl_json_string(port, "kind"), "usb-port");
}

char *ctl_words_headline(struct json_object *verdict, char *buf, size_t size)
{
	const char *class = ctl_json_string(verdict, "class"), *cause = ctl_json_string(verdict, "cause");

	return ctl_text_capitals(cd_streq(class, "undecided") && cause ? cause : class, buf, size);
}

bool ctl_words_urgent(struct json_object *verdict, struct json_object *remedies)
{
	const char *first = ctl_json_element(remedies, 0);

	if (!first && ctl_json_length(remedies))
		first = ctl_json_string(json_object_array_get_idx(remedies, 0), "remedy");
	return cd_streq(first, "unplug-now") || cd_streq(ctl_json_string(verdict, "severity"), "unplug-now");
}

enum ctl_style ctl_words_style(struct json_object *verdict)
{
	static const struct {
		const char *severity;
		enum ctl_style style;
	} styles[] = {
		{ "unplug-now", CTL_BAD },
		{ "high", CTL_BAD },
		{ "medium", CTL_WARN },
		{ "low", CTL_WARN },
	};
	const char *class = ctl_json_string(verdict, "class"),
		   *severity = ctl_json_string(verdict, "severity");

	if (cd_streq(class, "undecided"))
		return CTL_BOLD;
	for (size_t i = 0; i < CD_ELEMENTSOF(styles); i++)
		if (cd_streq(styles[i].severity, severity))
			return styles[i].style;
	return cd_streq(class, "ok") ? CTL_GOOD : CTL_BOLD;
}
