/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * How a suspend is noticed. CLOCK_BOOTTIME counts it and CLOCK_MONOTONIC does not, so their distance grows by what was
 * slept, for whoever looks. A timer on the wall clock that never runs out makes us look: the kernel ends it with ECANCELED
 * when that clock jumps, as it does at the end of each suspend (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET; timerfd_resume() in
 * the kernel's fs/timerfd.c). It wakes nobody otherwise. A clock that was merely set is looked at likewise, and
 * nothing is found.
 */

#include <limits.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "monitor-internal.h"

#define SLEEP_MIN_US CD_US_PER_S /* the two clocks are read one after the other */
#define NEVER_S ((time_t)INT_MAX) /* the year 2038: as far as every kernel and C library takes it */

int64_t cd_suspend_total(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return cd_io_now() - ((int64_t)ts.tv_sec * CD_US_PER_S + ts.tv_nsec / 1000);
}

bool cd_suspend_notice(struct cd_monitor *m)
{
	int64_t asleep = cd_suspend_total(), slept = asleep - m->asleep_us;

	if (slept < SLEEP_MIN_US)
		return false;
	m->asleep_us = asleep;
	cd_inputs_gap(m, CD_GAP_SUSPEND, slept);
	if (m->listener.slept)
		m->listener.slept(m->listener.userdata, slept);
	return true;
}

static int on_clock(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct cd_monitor *m = userdata;
	uint64_t times;

	/* Either way it is armed still, and waits for the next jump. */
	(void)!read(fd, &times, sizeof(times));
	cd_monitor_awake(m);
	return 0;
}

int cd_suspend_watch(struct cd_monitor *m)
{
	const struct itimerspec never = { .it_value.tv_sec = NEVER_S };
	int fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK), r;

	if (fd < 0)
		return -errno;
	r = timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) < 0 ? -errno : 0;
	if (r >= 0)
		r = sd_event_add_io(m->event, &m->clock_source, fd, EPOLLIN, on_clock, m);
	if (r >= 0)
		r = sd_event_source_set_io_fd_own(m->clock_source, true);
	if (r < 0)
		close(fd);
	return r;
}
