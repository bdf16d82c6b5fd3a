/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See loop.h.
 */

#include <signal.h>
#include <time.h>

#include "loop.h"
#include "units.h"

int ctl_loop_new(sd_event **ret)
{
	CD_CLEANUP(ctl_event_unrefp) sd_event *e = NULL;
	sigset_t set;
	int r;

	/* sd-event takes signals from a descriptor: they must not be delivered the usual way. */
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &set, NULL); /* cannot fail with these arguments */
	r = sd_event_new(&e);
	if (r >= 0)
		r = sd_event_add_signal(e, NULL, SIGINT, NULL, NULL);
	if (r >= 0)
		r = sd_event_add_signal(e, NULL, SIGTERM, NULL, NULL);
	if (r < 0) {
		ctl_say("Failed to set up the event loop: %s", strerror(-r));
		return r;
	}
	*ret = CD_TAKE(e);
	return 0;
}

int ctl_loop_after(sd_event *e, int64_t us, sd_event_time_handler_t fn, void *userdata, sd_event_source **ret)
{
	return sd_event_add_time_relative(e, ret, CLOCK_BOOTTIME, us, 1000, fn, userdata);
}

int ctl_loop_again(sd_event_source *timer, int64_t us)
{
	int r = sd_event_source_set_time_relative(timer, us);

	return r < 0 ? r : sd_event_source_set_enabled(timer, SD_EVENT_ONESHOT);
}

int ctl_loop_run(sd_event *e)
{
	int r = sd_event_loop(e);

	if (r >= 0)
		return r;
	ctl_say("The event loop failed: %s", strerror(-r));
	return CTL_EXIT_NO_SUCH;
}

int ctl_loop_count(const struct ctl_call *call, const char *name, uint64_t *ret)
{
	const char *s = ctl_given(call, name);
	char *end;
	unsigned long long n;

	if (!s)
		return 0;
	errno = 0;
	n = strtoull(s, &end, 10);
	if (errno || *end || *s < '0' || *s > '9' || n == 0)
		return ctl_usage(call, "--%s takes a whole number from 1, not “%s”", name, s);
	*ret = n;
	return 0;
}

int ctl_loop_time(const struct ctl_call *call, const char *name, int64_t *ret_us)
{
	const char *s = ctl_given(call, name);

	if (s && ctl_duration_parse(s, ret_us) < 0)
		return ctl_usage(call, "--%s takes a time such as 90, 30s, 10m or 1h30m, not “%s”", name, s);
	return 0;
}
