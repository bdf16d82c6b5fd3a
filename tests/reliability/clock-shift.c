/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Preloaded into the daemon: CLOCK_REALTIME and CLOCK_BOOTTIME are shifted by what the file CLOCK_SHIFT says at that moment,
 * two numbers of 64 bits in nanoseconds. So somebody sets the clock, or the machine has slept: that is how suspend looks to
 * a program, CLOCK_BOOTTIME is ahead and CLOCK_MONOTONIC is not. Timers of these clocks are shifted back, so that they
 * ring after the time that was asked for.
 */

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define NS_PER_S INT64_C(1000000000)
#define TIMERS_MAX 1024

static const volatile int64_t *shifts; /* of CLOCK_REALTIME, of CLOCK_BOOTTIME */
static int timer_clocks[TIMERS_MAX];

static __attribute__((constructor)) void open_shifts(void)
{
	const char *path = getenv("CLOCK_SHIFT");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *p = mmap(NULL, 2 * sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);

	if (p == MAP_FAILED)
		abort();
	close(fd);
	shifts = p;
}

static int64_t shift_of(clockid_t clock)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_REALTIME_ALARM:
		return shifts[0];
	case CLOCK_BOOTTIME:
	case CLOCK_BOOTTIME_ALARM:
		return shifts[1];
	default:
		return 0;
	}
}

static void add(struct timespec *ts, int64_t ns)
{
	int64_t t = ts->tv_sec * NS_PER_S + ts->tv_nsec + ns;

	ts->tv_sec = t / NS_PER_S;
	ts->tv_nsec = t % NS_PER_S;
}

EXPORT int clock_gettime(clockid_t clock, struct timespec *ts)
{
	int r = (int)syscall(SYS_clock_gettime, clock, ts);

	if (r == 0)
		add(ts, shift_of(clock));
	return r;
}

EXPORT time_t time(time_t *t)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	if (t)
		*t = ts.tv_sec;
	return ts.tv_sec;
}

EXPORT int timerfd_create(clockid_t clock, int flags)
{
	int fd = (int)syscall(SYS_timerfd_create, clock, flags);

	if (fd >= 0 && fd < TIMERS_MAX)
		timer_clocks[fd] = clock;
	return fd;
}

EXPORT int timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old)
{
	struct itimerspec t = *new;

	if (flags & TFD_TIMER_ABSTIME && fd >= 0 && fd < TIMERS_MAX &&
		(t.it_value.tv_sec || t.it_value.tv_nsec)) {
		add(&t.it_value, -shift_of(timer_clocks[fd]));
		if (t.it_value.tv_sec < 0)
			t.it_value = (struct timespec){ .tv_nsec = 1 }; /* has passed */
	}
	return (int)syscall(SYS_timerfd_settime, fd, flags, &t, old);
}
