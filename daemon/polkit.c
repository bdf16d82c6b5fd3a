/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * org.freedesktop.PolicyKit1.Authority, see polkit(8) and its D-Bus interface. The subject is the caller's name on the
 * bus: polkit asks the bus who that is, and cannot be raced as with a process id. That a service which is not root may
 * ask about others is said in org.chargediag1.policy (org.freedesktop.policykit.owner).
 */

#include "macro.h"
#include "polkit.h"

#define POLKIT_NAME "org.freedesktop.PolicyKit1"
#define POLKIT_PATH "/org/freedesktop/PolicyKit1/Authority"
#define POLKIT_IFACE "org.freedesktop.PolicyKit1.Authority"
#define POLKIT_ALLOW_INTERACTION 1u

static int new_question(sd_bus_message *call, const char *action, const char *id, sd_bus_message **ret)
{
	const unsigned flags =
		sd_bus_message_get_allow_interactive_authorization(call) > 0 ? POLKIT_ALLOW_INTERACTION : 0;
	CD_CLEANUP(sd_bus_message_unrefp) sd_bus_message *m = NULL;
	int r;

	r = sd_bus_message_new_method_call(sd_bus_message_get_bus(call), &m, POLKIT_NAME, POLKIT_PATH,
		POLKIT_IFACE, "CheckAuthorization");
	if (r >= 0)
		r = sd_bus_message_append(m, "(sa{sv})sa{ss}us", "system-bus-name", 1, "name", "s",
			sd_bus_message_get_sender(call), action, 0, flags, id);
	if (r >= 0)
		*ret = CD_TAKE(m);
	return r;
}

int polkit_ask(sd_bus_message *call, const char *action, const char *id, sd_bus_message_handler_t on_reply,
	void *userdata, sd_bus_slot **ret)
{
	CD_CLEANUP(sd_bus_message_unrefp) sd_bus_message *m = NULL;
	int r;

	r = new_question(call, action, id, &m);
	return r < 0 ? r
		     : sd_bus_call_async(
			       sd_bus_message_get_bus(call), ret, m, on_reply, userdata, POLKIT_PATIENCE_US);
}

/* The errors of a bus without polkit: nobody of that name, and nobody who could be started. */
static bool is_absence(const sd_bus_error *e)
{
	static const char *const names[] = {
		SD_BUS_ERROR_SERVICE_UNKNOWN,
		SD_BUS_ERROR_NAME_HAS_NO_OWNER,
		"org.freedesktop.DBus.Error.Spawn.ServiceNotFound",
		"org.freedesktop.systemd1.NoSuchUnit",
		"org.freedesktop.systemd1.UnitMasked",
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(names); i++)
		if (sd_bus_error_has_name(e, names[i]))
			return true;
	return false;
}

enum polkit_answer polkit_read(sd_bus_message *reply)
{
	int authorized, challenge;

	if (sd_bus_message_is_method_error(reply, NULL))
		return is_absence(sd_bus_message_get_error(reply)) ? POLKIT_ABSENT : POLKIT_FAILED;
	if (sd_bus_message_enter_container(reply, 'r', "bba{ss}") < 0 ||
		sd_bus_message_read(reply, "bb", &authorized, &challenge) < 0)
		return POLKIT_FAILED;
	return authorized ? POLKIT_YES : challenge ? POLKIT_CHALLENGE : POLKIT_NO;
}

void polkit_cancel(sd_bus *bus, const char *id)
{
	/* Nobody waits for the answer: what cannot be taken back ends by itself. */
	(void)sd_bus_call_method_async(bus, NULL, POLKIT_NAME, POLKIT_PATH, POLKIT_IFACE,
		"CancelCheckAuthorization", NULL, NULL, "s", id);
}
