/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The rows that say what is there and what is not, and why. A row is told when its words change.
 */

#include <stdio.h>
#include <unistd.h>

#include "hash.h"
#include "monitor-internal.h"

#define DETAIL_MAX 240
#define WORD_MAX 40 /* bytes of a maker's or model's name; three of them and the failure fit DETAIL_MAX */

static unsigned count(const struct cd_monitor *m, enum cd_input_kind kind)
{
	unsigned n = 0;

	for (size_t i = 0; i < m->n_inputs; i++)
		n += m->inputs[i]->kind == kind;
	return n;
}

static const char *plural(unsigned n)
{
	return n == 1 ? "" : "s";
}

static enum cd_presence supplies_row(const struct cd_monitor *m, char *detail)
{
	unsigned n = count(m, CD_INPUT_POWER_SUPPLY);

	if (n)
		snprintf(detail, DETAIL_MAX, "%u suppl%s", n, n == 1 ? "y" : "ies");
	else if (access("/sys/class/power_supply", F_OK) == 0)
		snprintf(detail, DETAIL_MAX,
			"/sys/class/power_supply is empty: no driver of a battery or adapter is bound");
	else
		snprintf(detail, DETAIL_MAX,
			"no /sys/class/power_supply: the kernel has no driver of batteries or adapters");
	return n ? CD_PRESENT : CD_ABSENT;
}

static enum cd_presence typec_row(const struct cd_monitor *m, char *detail)
{
	unsigned n = count(m, CD_INPUT_TYPEC);

	if (n)
		snprintf(detail, DETAIL_MAX, "%u port%s", n, plural(n));
	else if (access("/sys/class/typec", F_OK) == 0)
		snprintf(detail, DETAIL_MAX,
			"/sys/class/typec is empty: no Type-C port driver is bound (ucsi_acpi on most "
			"laptops)");
	else
		snprintf(detail, DETAIL_MAX,
			"no /sys/class/typec: the kernel has no Type-C port driver bound");
	return n ? CD_PRESENT : CD_ABSENT;
}

static enum cd_presence usb_row(const struct cd_monitor *m, char *detail)
{
	unsigned hubs, ports;

	cd_hubs_count(m, &hubs, &ports);
	if (hubs)
		snprintf(detail, DETAIL_MAX, "%u hub%s with %u port%s", hubs, plural(hubs), ports,
			plural(ports));
	else
		snprintf(detail, DETAIL_MAX, "no USB hub below /sys/bus/usb: this machine is no USB host");
	return hubs ? CD_PRESENT : CD_ABSENT;
}

static enum cd_presence hwmon_row(const struct cd_monitor *m, char *detail)
{
	unsigned n = count(m, CD_INPUT_HWMON);

	if (n)
		snprintf(detail, DETAIL_MAX, "%u power monitor%s", n, plural(n));
	else if (m->hwmon_chips)
		snprintf(detail, DETAIL_MAX, "no power monitor that we know among the hwmon chips");
	else
		snprintf(detail, DETAIL_MAX, "no hwmon chip");
	return n ? CD_PRESENT : CD_ABSENT;
}

static const struct {
	const char *name;
	enum cd_presence (*row)(const struct cd_monitor *m, char *detail);
} rows[] = {
	{ "power_supply", supplies_row },
	{ "typec", typec_row },
	{ "usb", usb_row },
	{ "hwmon", hwmon_row },
};
_Static_assert(
	CD_ELEMENTSOF(rows) <= CD_ELEMENTSOF(((struct cd_monitor *)0)->told_rows), "one fingerprint each");

void cd_presence_update(struct cd_monitor *m)
{
	if (!m->rows_stale)
		return;
	m->rows_stale = false;
	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		char detail[DETAIL_MAX];
		enum cd_presence p = rows[i].row(m, detail);
		uint64_t now = cd_hash_string(CD_HASH_START, detail);

		if (now == m->told_rows[i])
			continue;
		m->told_rows[i] = now;
		m->sink.presence(m->sink.userdata, rows[i].name, "interface", p, detail);
	}
}

/* Appends a word, cut to fit, never inside a character: this goes out over D-Bus. */
static void append(char *detail, const char *word)
{
	size_t len = strlen(detail), n = word ? strlen(word) : 0;

	if (n == 0)
		return;
	if (n > WORD_MAX)
		for (n = WORD_MAX; n > 0 && ((unsigned char)word[n] & 0xc0) == 0x80;)
			n--;
	snprintf(detail + len, DETAIL_MAX - len, "%s%.*s", len ? " " : "", (int)n, word);
}

/* What an input is: "Battery ACME B-0". */
static void describe(const struct cd_monitor *m, const struct input *i, char *detail)
{
	*detail = '\0';
	if (i->kind == CD_INPUT_TYPEC)
		append(detail, "Type-C port");
	else if (i->kind == CD_INPUT_USB_PORT)
		append(detail, "USB port");
	else
		append(detail, cd_attributes_get(&m->scratch, "type"));
	append(detail, cd_attributes_get(&m->scratch, "manufacturer"));
	append(detail, cd_attributes_get(&m->scratch, "model_name"));
}

static void describe_failures(const struct cd_monitor *m, const struct input *i, char *detail)
{
	size_t len = strlen(detail);

	for (size_t n = 0; n < m->scratch.n; n++) {
		const struct cd_attribute *a = &m->scratch.items[n];

		if (!a->error)
			continue;
		snprintf(detail + len, DETAIL_MAX - len, "%s%u attribute%s cannot be read (%.40s: %s)",
			len ? "; " : "", i->failed, plural(i->failed), a->key,
			cd_errno_name(a->error) ? cd_errno_name(a->error) : "unknown error");
		return;
	}
}

void cd_presence_input(struct cd_monitor *m, const struct input *i)
{
	char detail[DETAIL_MAX];

	describe(m, i, detail);
	if (i->failed)
		describe_failures(m, i, detail);
	m->sink.presence(m->sink.userdata, i->name, cd_input_kind_to_string(i->kind), CD_PRESENT, detail);
}
