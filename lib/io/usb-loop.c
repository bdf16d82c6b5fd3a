/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* libusb inside sd-event; see usb-loop.h. */

#include "usb-loop.h"

#include <poll.h>
#include <sys/epoll.h>

struct source {
	int fd;
	sd_event_source *source;
};

struct cd_usb_loop {
	sd_event *event;
	libusb_context *context;
	struct source *sources; /* one per open device and two of libusb's own */
	size_t n;
	int error;
};

int cd_usb_errno(int libusb_error)
{
	/* clang-format off */
	static const struct {
		int libusb, error;
	} map[] = {
		{ LIBUSB_SUCCESS,             0 },
		{ LIBUSB_ERROR_IO,            -EIO },
		{ LIBUSB_ERROR_INVALID_PARAM, -EINVAL },
		{ LIBUSB_ERROR_ACCESS,        -EACCES },
		{ LIBUSB_ERROR_NO_DEVICE,     -ENODEV },
		{ LIBUSB_ERROR_NOT_FOUND,     -ENOENT },
		{ LIBUSB_ERROR_BUSY,          -EBUSY },
		{ LIBUSB_ERROR_TIMEOUT,       -ETIMEDOUT },
		{ LIBUSB_ERROR_OVERFLOW,      -EOVERFLOW },
		{ LIBUSB_ERROR_PIPE,          -EPIPE },
		{ LIBUSB_ERROR_INTERRUPTED,   -EINTR },
		{ LIBUSB_ERROR_NO_MEM,        -ENOMEM },
		{ LIBUSB_ERROR_NOT_SUPPORTED, -EOPNOTSUPP },
	};
	/* clang-format on */

	for (size_t i = 0; i < CD_ELEMENTSOF(map); i++)
		if (map[i].libusb == libusb_error)
			return map[i].error;
	return -EIO;
}

void cd_usb_loop_pump(struct cd_usb_loop *l, int64_t timeout_us)
{
	struct timeval tv = { .tv_sec = timeout_us / CD_US_PER_S, .tv_usec = timeout_us % CD_US_PER_S };

	/* What goes wrong with a device arrives as the status of its transfers; the rest is not for us to mend. */
	(void)libusb_handle_events_timeout_completed(l->context, &tv, NULL);
}

static int on_ready(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	cd_usb_loop_pump(userdata, 0);
	return 0;
}

static int add_source(struct cd_usb_loop *l, int fd, short events)
{
	uint32_t mask = (events & POLLIN ? EPOLLIN : 0u) | (events & POLLOUT ? EPOLLOUT : 0u);
	struct source *sources;
	int r;

	sources = reallocarray(l->sources, l->n + 1, sizeof(*sources));
	if (!sources)
		return -ENOMEM;
	l->sources = sources;
	r = sd_event_add_io(l->event, &sources[l->n].source, fd, mask, on_ready, l);
	if (r < 0)
		return r;
	sources[l->n++].fd = fd;
	return 0;
}

static void LIBUSB_CALL on_added(int fd, short events, void *userdata)
{
	struct cd_usb_loop *l = userdata;
	int r = add_source(l, fd, events);

	if (r < 0 && l->error == 0)
		l->error = r;
}

static void LIBUSB_CALL on_removed(int fd, void *userdata)
{
	struct cd_usb_loop *l = userdata;

	for (size_t i = 0; i < l->n; i++) {
		if (l->sources[i].fd != fd)
			continue;
		sd_event_source_disable_unref(l->sources[i].source);
		l->sources[i] = l->sources[--l->n];
		return;
	}
}

int cd_usb_loop_take_error(struct cd_usb_loop *l)
{
	int r = l->error;

	l->error = 0;
	return r;
}

static int adopt_descriptors(struct cd_usb_loop *l)
{
	const struct libusb_pollfd **fds = libusb_get_pollfds(l->context);

	if (!fds)
		return -ENOMEM;
	for (size_t i = 0; fds[i]; i++)
		on_added(fds[i]->fd, fds[i]->events, l);
	libusb_free_pollfds(fds);
	libusb_set_pollfd_notifiers(l->context, on_added, on_removed, l);
	return cd_usb_loop_take_error(l);
}

int cd_usb_loop_new(sd_event *event, struct cd_usb_loop **ret)
{
	CD_CLEANUP(cd_usb_loop_freep) struct cd_usb_loop *l = calloc(1, sizeof(*l));
	int r;

	if (!l)
		return -ENOMEM;
	l->event = sd_event_ref(event);
	/* In 1.0.26 this is an option of contexts to come, not of one that is. Without it each context starts a thread
	 * and enumerates all devices. */
	r = libusb_set_option(NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY);
	if (r == 0)
		r = libusb_init(&l->context);
	if (r < 0)
		return cd_usb_errno(r);
	/* Always so where there is timerfd. */
	if (!libusb_pollfds_handle_timeouts(l->context))
		return -EOPNOTSUPP;
	r = adopt_descriptors(l);
	if (r < 0)
		return r;
	*ret = CD_TAKE(l);
	return 0;
}

struct cd_usb_loop *cd_usb_loop_free(struct cd_usb_loop *l)
{
	if (!l)
		return NULL;
	/* Sources go before the descriptors under them are closed. */
	for (size_t i = 0; i < l->n; i++)
		sd_event_source_disable_unref(l->sources[i].source);
	free(l->sources);
	if (l->context) {
		libusb_set_pollfd_notifiers(l->context, NULL, NULL, NULL);
		libusb_exit(l->context);
	}
	sd_event_unref(l->event);
	free(l);
	return NULL;
}

libusb_context *cd_usb_loop_context(const struct cd_usb_loop *l)
{
	return l->context;
}

sd_event *cd_usb_loop_event(const struct cd_usb_loop *l)
{
	return l->event;
}
