/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Power monitors of class hwmon: the POWER-Z meters, which the kernel drives itself, and shunt monitors of the INA
 * family. hwmon has no events for values, so these are polled, and only while one is there. Chips that mirror a
 * power_supply are left out: they would say a contract twice and call it a measurement the second time.
 *
 * A POWER-Z answers each file with a USB transfer of its own, at most 5 ms (drivers/hwmon/powerz.c): volts and
 * amperes are taken each time, one after the other, the slow rest every fifth.
 *
 * The alarm of a board's supply is no value: the driver looks by itself (every 2 s) and sends an event where it changed
 * (drivers/hwmon/raspberrypi-hwmon.c, hwmon_notify_event()). Such a chip is told as attributes and never polled.
 */

#include <stdio.h>
#include <stdlib.h>

#include "monitor-internal.h"
#include "sysfs.h"

#define PERIOD_US (CD_US_PER_S / 10)
#define FAILED_PERIOD_US CD_US_PER_S
#define ACCURACY_US (CD_US_PER_S / 1000)
#define SLOW_EVERY 5
#define STALL_US CD_US_PER_S /* silence shorter than this is a lost sample, not a gap */

struct channel {
	const char *file;
	enum cd_field field;
	int64_t scale; /* hwmon: mV, mA, m°C (Documentation/ABI/testing/sysfs-class-hwmon) */
	bool slow;
};

struct chip {
	const char *name; /* the attribute `name` */
	const char *model;
	bool sign_known;
	const struct channel *channels; /* ends with a NULL file; NULL: it is no meter */
	const char *const *told;        /* files that are told as attributes, ends with NULL; NULL: none */
};

struct hwmon {
	const struct chip *chip;
	unsigned tick;
	int64_t silent_us; /* since when it does not answer; CD_UNKNOWN: it does */
	bool told_silent;
};

/* clang-format off */
/* Documentation/hwmon/powerz.rst; IBUS is signed. */
static const struct channel powerz_channels[] = {
	{ "in0_input",   CD_FIELD_VBUS, 1000, false },
	{ "curr1_input", CD_FIELD_IBUS, 1000, false },
	{ "in1_input",   CD_FIELD_CC1,  1000, true },
	{ "in2_input",   CD_FIELD_CC2,  1000, true },
	{ "in3_input",   CD_FIELD_DP,   1000, true },
	{ "in4_input",   CD_FIELD_DM,   1000, true },
	{ "temp1_input", CD_FIELD_TEMP, 1,    true },
	{ NULL, 0, 0, false },
};

/* Documentation/hwmon/ina2xx.rst: in0 is the shunt, in1 the bus. Which way the shunt lies is the board's choice. */
static const struct channel ina2xx_channels[] = {
	{ "in1_input",   CD_FIELD_VBUS, 1000, false },
	{ "curr1_input", CD_FIELD_IBUS, 1000, false },
	{ NULL, 0, 0, false },
};

/* Under-voltage by the board's firmware. in0_input of newer ones is another rail: not asked. */
static const char *const rpi_volt_files[] = { "name", "in0_lcrit_alarm", NULL };

/* The names are those of 60-chargediag.rules, too. */
static const struct chip chips[] = {
	{ "ina219", "INA219", false, ina2xx_channels, NULL },
	{ "ina220", "INA220", false, ina2xx_channels, NULL },
	{ "ina226", "INA226", false, ina2xx_channels, NULL },
	{ "ina230", "INA230", false, ina2xx_channels, NULL },
	{ "ina231", "INA231", false, ina2xx_channels, NULL },
	{ "powerz", "ChargerLAB POWER-Z", true, powerz_channels, NULL },
	{ "rpi_volt", "Raspberry Pi supply", false, NULL, rpi_volt_files },
};
/* clang-format on */

static const struct chip *find_chip(const char *name)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(chips); i++)
		if (cd_streq(chips[i].name, name))
			return &chips[i];
	return NULL;
}

void cd_hwmon_done(struct hwmon *h)
{
	free(h);
}

/* One sample from the channels that are due. False when volts and amperes both failed: the chip does not answer. */
static bool read_sample(int dir, struct hwmon *h, struct cd_sample *ret)
{
	bool all = h->tick++ % SLOW_EVERY == 0, answered = false;

	*ret = (struct cd_sample){ 0 };
	for (const struct channel *c = h->chip->channels; c->file; c++) {
		int64_t v;

		if ((c->slow && !all) || cd_sysfs_read_int(dir, c->file, &v) < 0)
			continue;
		answered = true;
		/* Wider than any chip's register: what a broken driver says must not overflow. */
		if (v >= INT32_MIN && v <= INT32_MAX && cd_field_plausible(c->field, v * c->scale))
			cd_sample_set(ret, c->field, v * c->scale);
	}
	return answered;
}

static void tell_sample(struct cd_monitor *m, const struct input *i, const struct cd_sample *sample)
{
	if (!sample->valid)
		return;
	m->sink.event(m->sink.userdata,
		&(struct cd_event){
			.t_us = m->now_us, .type = CD_EVENT_SAMPLE, .input = i->name, .sample = *sample });
}

static void silent(struct cd_monitor *m, const struct input *i)
{
	struct hwmon *h = i->hwmon;

	if (!cd_known(h->silent_us))
		h->silent_us = m->now_us;
	if (h->told_silent || m->now_us - h->silent_us < STALL_US)
		return;
	h->told_silent = true;
	m->sink.presence(m->sink.userdata, i->name, "hwmon", CD_FAILED,
		"does not answer: unplug it and plug it in again");
}

static void answers(struct cd_monitor *m, const struct input *i)
{
	struct hwmon *h = i->hwmon;

	if (cd_known(h->silent_us) && m->now_us - h->silent_us >= STALL_US)
		m->sink.event(m->sink.userdata,
			&(struct cd_event){ .t_us = m->now_us,
				.type = CD_EVENT_GAP,
				.input = i->name,
				.gap = { .reason = CD_GAP_STALL, .duration_us = m->now_us - h->silent_us } });
	h->silent_us = CD_UNKNOWN;
	if (!h->told_silent)
		return;
	h->told_silent = false;
	m->sink.presence(m->sink.userdata, i->name, "hwmon", CD_PRESENT, h->chip->model);
}

static void poll_chip(struct cd_monitor *m, struct input *i)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(i->syspath);
	struct cd_sample sample;
	bool answered;

	if (dir < 0) {
		i->gone = dir == -ENOENT || dir == -ENODEV;
		return;
	}
	m->now_us = cd_io_now(); /* a sample's time is that of its reading */
	answered = read_sample(dir, i->hwmon, &sample);
	if (!answered) {
		silent(m, i);
		return;
	}
	answers(m, i);
	tell_sample(m, i, &sample);
}

static int on_period(sd_event_source *s, uint64_t usec, void *userdata)
{
	struct cd_monitor *m = userdata;
	unsigned alive = 0, n = 0;

	cd_monitor_begin(m);
	for (size_t i = 0; i < m->n_inputs; i++) {
		if (!m->inputs[i]->hwmon)
			continue;
		poll_chip(m, m->inputs[i]);
		n++;
		alive += !cd_known(m->inputs[i]->hwmon->silent_us);
	}
	cd_monitor_end(m);
	if (n)
		(void)cd_monitor_arm(
			m, &m->hwmon_source, alive ? PERIOD_US : FAILED_PERIOD_US, ACCURACY_US, on_period);
	return 0;
}

/* What a chip that is not polled says. */
static void read_told(struct cd_monitor *m, struct input *i)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(i->syspath);
	char name[32];
	const struct chip *chip;

	if (dir < 0) {
		i->gone = dir == -ENOENT || dir == -ENODEV;
		return;
	}
	chip = cd_sysfs_read_string(dir, "name", name, sizeof(name)) > 0 ? find_chip(name) : NULL;
	if (!chip || !chip->told)
		return;
	cd_attributes_clear(&m->scratch);
	for (const char *const *f = chip->told; *f; f++)
		if (!cd_input_collected(m, i, cd_sysfs_collect(dir, *f, *f, &m->scratch)))
			break;
	cd_input_tell(m, i);
}

static bool poll_from_now_on(struct cd_monitor *m, struct input *i, const struct chip *chip)
{
	i->hwmon = calloc(1, sizeof(*i->hwmon));
	if (!i->hwmon)
		return false;
	*i->hwmon = (struct hwmon){ .chip = chip, .silent_us = CD_UNKNOWN };
	(void)cd_monitor_arm(m, &m->hwmon_source, PERIOD_US, ACCURACY_US, on_period);
	return true;
}

/* "powerz-1-2:1.0": by the device behind it, since hwmon numbers change from boot to boot. */
static void add(struct cd_monitor *m, const struct device *d, int dir, const struct chip *chip)
{
	char parent[CD_INPUT_NAME_MAX] = "", name[CD_INPUT_NAME_MAX + 32];
	struct cd_event_added added = { .kind = CD_INPUT_HWMON,
		.model = chip->model,
		.position = CD_POSITION_UNKNOWN,
		.settle_us = CD_UNKNOWN,
		.sign_known = chip->sign_known };
	struct input *i;

	(void)cd_sysfs_read_link(dir, "device", parent, sizeof(parent));
	snprintf(name, sizeof(name), "%s-%s", chip->name, *parent ? parent : d->sysname);
	cd_attributes_clear(&m->scratch);
	added.serial = cd_sysfs_text(dir, "device/../serial", &m->scratch);
	i = cd_input_add(m, d->syspath, name, &added);
	if (!i)
		return;
	if (chip->channels && !poll_from_now_on(m, i, chip)) {
		cd_monitor_warn(m, ENOMEM, "Cannot read %s", name);
		cd_input_remove(m, i);
		return;
	}
	m->sink.presence(m->sink.userdata, i->name, "hwmon", CD_PRESENT, chip->model);
	if (chip->told)
		i->read = read_told;
}

/* The class of the device behind a chip. */
static bool mirrors_supply(int dir)
{
	char subsystem[32];

	return cd_sysfs_read_link(dir, "device/subsystem", subsystem, sizeof(subsystem)) >= 0 &&
	       cd_streq(subsystem, "power_supply");
}

void cd_hwmon_event(struct cd_monitor *m, const struct device *d)
{
	struct input *i = cd_input_find(m, d->syspath);
	CD_SYSFS_CLOSE int dir = -1;
	const struct chip *chip;
	char name[32];

	if (d->action == ACTION_REMOVE) {
		if (i)
			cd_input_remove(m, i);
		return;
	}
	if (i) {
		i->dirty = i->seen = true;
		return;
	}
	dir = cd_sysfs_open(d->syspath);
	if (dir < 0)
		return;
	m->rows_stale |= !m->hwmon_chips;
	m->hwmon_chips = true;
	chip = cd_sysfs_read_string(dir, "name", name, sizeof(name)) > 0 ? find_chip(name) : NULL;
	if (chip && !mirrors_supply(dir))
		add(m, d, dir, chip);
}
