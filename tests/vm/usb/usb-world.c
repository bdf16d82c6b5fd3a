/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Emulated USB devices, driven by lines on standard input; each is answered by "ok", "ok TEXT" or "error: TEXT".
 *
 *     plug NAME MODEL [serial=TEXT] [KEY=NUMBER]...   a new device is plugged in
 *     plug NAME                                       the same one again, as it was left
 *     unplug NAME                                     is pulled out, whatever is under way
 *     set NAME KEY=NUMBER...                          what it measures, or how it misbehaves: keys of its model
 *     halt NAME ENDPOINT                              its IN endpoint stalls until the host clears it
 *     trouble NAME                                    what the host did wrong to it
 *
 * All ends with standard input.
 */

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "device.h"

#define DEVICES_MAX 6 /* a port each; vhci_hcd.0 has eight that are not SuperSpeed */
#define WORDS_MAX 16

static struct device devices[DEVICES_MAX];
static size_t n_devices;

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static struct device *find(const char *name)
{
	for (size_t i = 0; i < n_devices; i++)
		if (strcmp(devices[i].name, name) == 0)
			return &devices[i];
	return NULL;
}

/* The lowest at which nothing is plugged in, so that a place does not depend on what was before. */
static int free_port(void)
{
	int port = 0;

	for (size_t i = 0; i < n_devices; i++)
		if (devices[i].fd >= 0 && devices[i].port == port) {
			port++;
			i = (size_t)-1;
		}
	return port;
}

static const struct usb_model *find_model(const char *name)
{
	for (const struct usb_model *const *m = usb_models; *m; m++)
		if (strcmp((*m)->name, name) == 0)
			return *m;
	return NULL;
}

/* A device of that name is another one from now on. */
static const char *make(struct device *d, const char *name, const char *model)
{
	if (d->fd >= 0)
		return "it is plugged in";
	free(d->state);
	*d = (struct device){ .model = find_model(model), .fd = -1 };
	if (!d->model)
		return "no such model";
	d->state = calloc(1, d->model->state_size);
	if (!d->state)
		return "no memory";
	(void)snprintf(d->name, sizeof(d->name), "%s", name);
	return NULL;
}

static const char *add(const char *name, const char *model, struct device **ret)
{
	const char *bad;

	if (n_devices == DEVICES_MAX)
		return "too many devices";
	devices[n_devices].fd = -1;
	bad = make(&devices[n_devices], name, model);
	if (!bad)
		*ret = &devices[n_devices++];
	return bad;
}

static int64_t *value_of(struct device *d, const char *key)
{
	if (strcmp(key, "refusals") == 0)
		return &d->refusals;
	for (const struct usb_key *k = d->model->keys; k && k->name; k++)
		if (strcmp(k->name, key) == 0)
			return (int64_t *)(void *)((char *)d->state + k->offset);
	return NULL;
}

static const char *set(struct device *d, char *const words[])
{
	for (; *words; words++) {
		char *equals = strchr(*words, '=');
		int64_t *value;

		if (!equals)
			return "expected KEY=VALUE";
		*equals = '\0';
		if (strcmp(*words, "serial") == 0) {
			(void)snprintf(d->serial, sizeof(d->serial), "%s", equals + 1);
			continue;
		}
		value = value_of(d, *words);
		if (!value)
			return "it has no such key";
		*value = strtoll(equals + 1, NULL, 0);
	}
	return NULL;
}

static const char *verb_plug(char *const words[])
{
	struct device *d = find(words[1]);
	const char *bad = NULL;
	int r;

	if (words[2])
		bad = d ? make(d, words[1], words[2]) : add(words[1], words[2], &d);
	else if (!d)
		bad = "no such device";
	if (!bad && words[2])
		bad = set(d, words + 3);
	if (bad)
		return bad;
	if (d->fd < 0)
		d->port = free_port();
	r = device_plug(d);
	return r < 0 ? strerror(-r) : NULL;
}

static const char *verb_unplug(char *const words[])
{
	struct device *d = find(words[1]);

	if (!d)
		return "no such device";
	device_unplug(d);
	return NULL;
}

static const char *verb_set(char *const words[])
{
	struct device *d = find(words[1]);
	const char *bad = d ? set(d, words + 2) : "no such device";

	if (!bad && d->model->changed && d->fd >= 0)
		d->model->changed(d->state);
	return bad;
}

static const char *verb_halt(char *const words[])
{
	struct device *d = find(words[1]);

	if (!d || !words[2])
		return "expected: halt DEVICE ENDPOINT";
	d->halted |= (uint16_t)(1 << (strtoul(words[2], NULL, 0) & 0x0f));
	return NULL;
}

static const char *verb_trouble(char *const words[])
{
	struct device *d = find(words[1]);

	if (!d)
		return "no such device";
	return d->model->trouble ? d->model->trouble(d->state) : NULL;
}

static const struct {
	const char *name;
	const char *(*run)(char *const words[]);
} verbs[] = {
	{ "halt", verb_halt },
	{ "plug", verb_plug },
	{ "set", verb_set },
	{ "trouble", verb_trouble },
	{ "unplug", verb_unplug },
};

static const char *obey(char *line)
{
	char *words[WORDS_MAX + 1] = { NULL };
	size_t n = 0;

	for (char *word = strtok(line, " \n"); word && n < WORDS_MAX; word = strtok(NULL, " \n"))
		words[n++] = word;
	if (n < 2)
		return "expected: VERB DEVICE";
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, words[0]) == 0)
			return verbs[i].run(words);
	return "no such verb";
}

/* False at the end of standard input. */
static bool read_commands(void)
{
	static char buffer[1024];
	static size_t fill;
	ssize_t n = read(STDIN_FILENO, buffer + fill, sizeof(buffer) - 1 - fill);
	char *end;

	if (n <= 0)
		return false;
	fill += (size_t)n;
	buffer[fill] = '\0';
	while ((end = strchr(buffer, '\n'))) {
		const char *bad;

		*end = '\0';
		bad = obey(buffer);
		printf("%s%s\n", bad ? "error: " : "ok", bad ? bad : "");
		fflush(stdout);
		fill -= (size_t)(end + 1 - buffer);
		memmove(buffer, end + 1, fill + 1);
	}
	return true;
}

static int wait_ms(void)
{
	int64_t next = INT64_MAX, left;

	for (size_t i = 0; i < n_devices; i++)
		next = device_next(&devices[i]) < next ? device_next(&devices[i]) : next;
	if (next == INT64_MAX)
		return -1;
	left = next - now();
	return left <= 0 ? 0 : (int)((left + 999) / 1000);
}

int main(void)
{
	for (;;) {
		struct pollfd fds[DEVICES_MAX + 1] = { { .fd = STDIN_FILENO, .events = POLLIN } };
		size_t n = n_devices;

		for (size_t i = 0; i < n; i++)
			fds[i + 1] = (struct pollfd){ .fd = devices[i].fd, .events = POLLIN };
		if (poll(fds, n + 1, wait_ms()) < 0)
			return EXIT_FAILURE;
		for (size_t i = 0; i < n; i++)
			if (fds[i + 1].revents && devices[i].fd == fds[i + 1].fd)
				device_readable(&devices[i], now());
		if (fds[0].revents && !read_commands())
			break;
		for (size_t i = 0; i < n_devices; i++)
			device_pump(&devices[i], now());
	}
	for (size_t i = 0; i < n_devices; i++)
		device_unplug(&devices[i]);
	return EXIT_SUCCESS;
}
