/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * chargediagd: argv, signals, watchdog, loop. What the daemon does is in manager.c.
 */

#include <malloc.h>
#include <signal.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include "manager.h"

static int on_stop(sd_event_source *source, const struct signalfd_siginfo *si, void *userdata)
{
	manager_stop(userdata);
	return 0;
}

static int on_reload(sd_event_source *source, const struct signalfd_siginfo *si, void *userdata)
{
	manager_reload(userdata);
	return 0;
}

/* Blocked first: a signal that arrives before its source exists waits. */
static int block_signals(void)
{
	sigset_t set;

	if (sigemptyset(&set) < 0 || sigaddset(&set, SIGTERM) < 0 || sigaddset(&set, SIGINT) < 0 ||
		sigaddset(&set, SIGHUP) < 0 || sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	/* Streams whose reader left answer EPIPE. */
	return signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -errno : 0;
}

static int add_signals(sd_event *event, struct manager *m)
{
	int r;

	r = sd_event_add_signal(event, NULL, SIGTERM, on_stop, m);
	if (r >= 0)
		r = sd_event_add_signal(event, NULL, SIGINT, on_stop, m);
	if (r >= 0)
		r = sd_event_add_signal(event, NULL, SIGHUP, on_reload, m);
	return r < 0 ? log_error_errno(r, "Failed to listen to signals") : 0;
}

static int run(const struct args *args)
{
	CD_CLEANUP(sd_event_unrefp) sd_event *event = NULL;
	CD_CLEANUP(manager_freep) struct manager *m = NULL;
	int r;

	r = block_signals();
	if (r >= 0)
		r = sd_event_default(&event);
	if (r >= 0)
		r = sd_event_set_watchdog(event, true);
	if (r < 0)
		return log_error_errno(r, "Failed to set up the event loop");
	r = manager_new(event, args, &m);
	if (r >= 0)
		r = add_signals(event, m);
	if (r >= 0)
		r = manager_start(m);
	if (r < 0)
		return r;
	(void)sd_notify(false, "READY=1");
	r = sd_event_loop(event);
	return r < 0 ? log_error_errno(r, "The event loop failed") : r; /* the exit status */
}

/* glibc raises both thresholds with each big block that is freed: one message of 30 MB, and as much would stay with us
 * for good. Fixed ones (glibc's own first values) give it back. */
static void give_memory_back(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, 128 * 1024);
	(void)mallopt(M_TRIM_THRESHOLD, 128 * 1024);
}

int main(int argc, char *argv[])
{
	struct args args;
	int r;

	give_memory_back();
	log_open();
	r = args_parse(argc, argv, &args);
	if (r > 0) {
		(void)umask(0077);
		r = run(&args);
	}
	args_done(&args);
	return r < 0 ? EXIT_FAILURE : r;
}
