/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Type-C ports. Only ports are inputs; partner, cable and their Power Delivery objects are attributes below them, so
 * that one snapshot says all that is known of a connector:
 *
 *     port0/power_role                        port0-partner/supports_usb_power_delivery
 *     port0/usb_power_delivery ──► pd0        port0-partner/usb_power_delivery ──► pd2
 *                                                └ source-capabilities/4:fixed_supply/voltage   "20000mV"
 *
 * Two habits of the kernel shape the rest. PD objects get no uevent of their own when their capabilities appear
 * (drivers/usb/typec/pd.c: devices without class), so a change is looked at again a little later. And a fall from PD
 * to default USB fires a typec change only, though the values of the port's power_supply change too (measured, UCSI
 * on 6.1 and 6.12): so a typec event makes us read the supplies as well.
 */

#include <ctype.h>
#include <stdio.h>
#include <unistd.h>

#include "monitor-internal.h"
#include "sysfs.h"

#define PDOS_MAX 16 /* per direction: 7 SPR + 6 EPR (USB PD 3.1 §6.5.15), and some */

/* Documentation/ABI/testing/sysfs-class-typec */
static const char *const port_files[] = { "data_role", "orientation", "port_type", "power_operation_mode",
	"power_role", "preferred_role", "usb_power_delivery_revision", "usb_typec_revision", "vconn_source",
	NULL };
static const char *const partner_files[] = { "accessory_mode", "supports_usb_power_delivery", "type",
	"usb_power_delivery_revision", "identity/id_header", "identity/cert_stat", "identity/product",
	"identity/product_type_vdo1", "identity/product_type_vdo2", "identity/product_type_vdo3", NULL };
static const char *const cable_files[] = { "plug_type", "type", "usb_power_delivery_revision",
	"identity/id_header", "identity/cert_stat", "identity/product", "identity/product_type_vdo1",
	"identity/product_type_vdo2", "identity/product_type_vdo3", NULL };
/* Documentation/ABI/testing/sysfs-class-usb_power_delivery; what one kind of object lacks is skipped. The flags stand
 * at position 1 only. */
static const char *const pd_files[] = { "revision", "version", NULL };
static const char *const pdo_files[] = { "voltage", "maximum_voltage", "minimum_voltage", "maximum_current",
	"operational_current", "maximum_power", "operational_power", "pps_power_limited", "dual_role_power",
	"unconstrained_power", "higher_capability", "usb_suspend_supported", NULL };

struct reader {
	struct cd_monitor *monitor;
	struct input *input;
	bool full;
};

/* One attribute `file` of the directory `dir`, whose own key is `prefix`. */
static void collect(struct reader *r, int dir, const char *prefix, const char *file)
{
	char key[CD_ATTRIBUTE_KEY_MAX + 1];
	int n = snprintf(key, sizeof(key), "%s%s", prefix, file);

	if (r->full || n < 0 || (size_t)n >= sizeof(key))
		return;
	r->full = !cd_input_collected(
		r->monitor, r->input, cd_sysfs_collect(dir, file, key, &r->monitor->scratch));
}

static void collect_all(struct reader *r, int dir, const char *prefix, const char *const *files)
{
	for (; *files; files++)
		collect(r, dir, prefix, *files);
}

/* "4:fixed_supply": a position and what kind of supply it is. */
static bool is_pdo(const char *name)
{
	return isdigit((unsigned char)name[0]) && strchr(name, ':');
}

static void collect_capabilities(struct reader *r, int pd, const char *prefix, const char *direction)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open_at(pd, direction);
	struct cd_sysfs_names names = { .dir = dir };
	unsigned n = 0;

	if (dir < 0)
		return;
	for (const char *name; n < PDOS_MAX && (name = cd_sysfs_next(&names));) {
		char key[CD_ATTRIBUTE_KEY_MAX + 1];
		CD_SYSFS_CLOSE int pdo = is_pdo(name) ? cd_sysfs_open_at(dir, name) : -1;

		if (pdo < 0)
			continue;
		n++;
		if (snprintf(key, sizeof(key), "%s%s/%s/", prefix, direction, name) < (int)sizeof(key))
			collect_all(r, pdo, key, pdo_files);
	}
}

/* The Power Delivery object that `dir` links to. */
static void collect_pd(struct reader *r, int dir, const char *prefix)
{
	CD_SYSFS_CLOSE int pd = cd_sysfs_open_at(dir, "usb_power_delivery");
	char key[CD_ATTRIBUTE_KEY_MAX + 1];

	if (pd < 0 || snprintf(key, sizeof(key), "%susb_power_delivery/", prefix) >= (int)sizeof(key))
		return;
	collect_all(r, pd, key, pd_files);
	collect_capabilities(r, pd, key, "source-capabilities");
	collect_capabilities(r, pd, key, "sink-capabilities");
}

/* A child device of the port: "-partner", "-cable". */
static void collect_child(struct reader *r, int port, const char *suffix, const char *const *files)
{
	char name[CD_INPUT_NAME_MAX + 16];
	CD_SYSFS_CLOSE int dir = -1;

	snprintf(name, sizeof(name), "%s%s", r->input->name, suffix);
	dir = cd_sysfs_open_at(port, name);
	if (dir < 0)
		return;
	strcat(name, "/");
	collect_all(r, dir, name, files);
	collect_pd(r, dir, name);
}

/* The partner's offers come before our own capabilities: if anything is cut at the bound, it is the latter. */
static void port_read(struct cd_monitor *m, struct input *i)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(i->syspath);
	struct reader r = { .monitor = m, .input = i };

	if (dir < 0) {
		i->gone = dir == -ENOENT || dir == -ENODEV;
		return;
	}
	cd_attributes_clear(&m->scratch);
	collect_all(&r, dir, "", port_files);
	(void)cd_sysfs_collect_link(dir, "device", "device", &m->scratch);
	collect_child(&r, dir, "-partner", partner_files);
	collect_child(&r, dir, "-cable", cable_files);
	collect_pd(&r, dir, "");
	cd_input_tell(m, i);
}

/* Length of the "port<n>" that a name begins with; 0: none. */
static size_t port_length(const char *sysname)
{
	size_t n = strlen("port");

	if (strncmp(sysname, "port", n) != 0 || !isdigit((unsigned char)sysname[n]))
		return 0;
	while (isdigit((unsigned char)sysname[n]))
		n++;
	return n;
}

void cd_typec_mark(struct cd_monitor *m)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		if (m->inputs[i]->kind == CD_INPUT_TYPEC)
			m->inputs[i]->dirty = true;
}

/* Something below a port changed: a partner, cable, plug or mode. */
static void child_event(struct cd_monitor *m, const struct device *d, size_t len)
{
	for (size_t i = 0; i < m->n_inputs; i++) {
		struct input *port = m->inputs[i];

		if (port->kind == CD_INPUT_TYPEC && strncmp(port->name, d->sysname, len) == 0 &&
			!port->name[len])
			port->dirty = true;
	}
}

static void port_event(struct cd_monitor *m, const struct device *d)
{
	static const struct cd_event_added added = { .kind = CD_INPUT_TYPEC, .settle_us = CD_UNKNOWN };
	struct input *i = cd_input_find(m, d->syspath);

	if (d->action == ACTION_REMOVE) {
		if (i)
			cd_input_remove(m, i);
		return;
	}
	if (!i)
		i = cd_input_add(m, d->syspath, d->sysname, &added);
	if (!i)
		return;
	i->read = port_read;
	i->dirty = i->seen = true;
}

void cd_typec_event(struct cd_monitor *m, const struct device *d)
{
	size_t len = port_length(d->sysname);

	if (len && !d->sysname[len])
		port_event(m, d);
	else if (len)
		child_event(m, d, len);
	if (!d->event)
		return;
	cd_monitor_mark_supplies(m);
	cd_monitor_settle(m);
}

/* The path of a port's own PD object does not name the port (its parent is the controller): all are read. */
void cd_pd_event(struct cd_monitor *m, const struct device *d)
{
	if (d->event)
		cd_typec_mark(m);
}
