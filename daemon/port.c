/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Two sorted arrays over the same ports: the bus asks by path, the router tells by engine. A machine has a
 * handful of ports, a test bench some hundred.
 */

#include <stdio.h>
#include <systemd/sd-bus.h>

#include "names.h"
#include "port.h"

static struct port *port_free(struct port *p)
{
	if (p) {
		free(p->name);
		free(p->path);
		free(p);
	}
	return NULL;
}
CD_DEFINE_CLEANUP(struct port *, port_free)

void ports_done(struct ports *p)
{
	while (p->n > 0)
		port_free(p->by_path[--p->n]);
	free(p->by_path);
	free(p->by_engine);
	*p = (struct ports){ 0 };
}

static int compare_path(const struct port *a, const void *key)
{
	return strcmp(a->path, key);
}

static int compare_engine(const struct port *a, const void *key)
{
	return ((uintptr_t)a->engine > (uintptr_t)key) - ((uintptr_t)a->engine < (uintptr_t)key);
}

/* Index of the first entry that is not before `key`. */
static size_t locate(
	struct port *const *a, size_t n, int (*compare)(const struct port *, const void *), const void *key)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare(a[mid], key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct port *ports_find_path(const struct ports *p, const char *path)
{
	size_t i = locate(p->by_path, p->n, compare_path, path);

	return i < p->n && cd_streq(p->by_path[i]->path, path) ? p->by_path[i] : NULL;
}

struct port *ports_find_engine(const struct ports *p, const struct cd_engine *engine)
{
	size_t i = locate(p->by_engine, p->n, compare_engine, engine);

	return i < p->n && p->by_engine[i]->engine == engine ? p->by_engine[i] : NULL;
}

struct port *ports_find_name(const struct ports *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (cd_streq(p->by_path[i]->name, name))
			return p->by_path[i];
	return NULL;
}

struct port *ports_find_session(const struct ports *p, uint64_t id)
{
	for (size_t i = 0; id != 0 && i < p->n; i++)
		if (p->by_path[i]->session == id)
			return p->by_path[i];
	return NULL;
}

static int reserve(struct ports *p)
{
	size_t n = p->allocated ? p->allocated * 2 : 8;
	struct port **a;

	if (p->n < p->allocated)
		return 0;
	a = reallocarray(p->by_path, n, sizeof(*a));
	if (!a)
		return -ENOMEM;
	p->by_path = a;
	a = reallocarray(p->by_engine, n, sizeof(*a));
	if (!a)
		return -ENOMEM;
	p->by_engine = a;
	p->allocated = n;
	return 0;
}

/* The name, with a number when another port has it already. */
static char *unique_name(const struct ports *p, const char *name)
{
	char *s = strdup(name);

	for (unsigned i = 2; s && ports_find_name(p, s); i++) {
		free(s);
		if (asprintf(&s, "%s-%u", name, i) < 0)
			s = NULL;
	}
	return s;
}

static void insert(struct port **a, size_t n, size_t at, struct port *port)
{
	memmove(a + at + 1, a + at, (n - at) * sizeof(port));
	a[at] = port;
}

int ports_add(struct ports *p, struct station *station, struct cd_engine *engine, const char *name,
	struct port **ret)
{
	CD_CLEANUP(port_freep) struct port *port = NULL;
	int r;

	if (p->n >= PORTS_MAX) {
		p->refused++;
		return -E2BIG;
	}
	port = calloc(1, sizeof(*port));
	if (!port || reserve(p) < 0)
		return -ENOMEM;
	port->station = station;
	port->engine = engine;
	port->publication.last_us = INT64_MIN;
	port->name = unique_name(p, name);
	if (!port->name)
		return -ENOMEM;
	r = sd_bus_path_encode(CD_PATH_PORT, port->name, &port->path);
	if (r < 0)
		return r;
	insert(p->by_path, p->n, locate(p->by_path, p->n, compare_path, port->path), port);
	insert(p->by_engine, p->n, locate(p->by_engine, p->n, compare_engine, engine), port);
	p->n++;
	port->serial = ++p->added;
	*ret = CD_TAKE(port);
	return 0;
}

static void take_out(struct port **a, size_t n, const struct port *port)
{
	size_t i = 0;

	while (i < n && a[i] != port)
		i++;
	if (i < n)
		memmove(a + i, a + i + 1, (n - i - 1) * sizeof(port));
}

void ports_remove(struct ports *p, struct port *port)
{
	take_out(p->by_path, p->n, port);
	take_out(p->by_engine, p->n, port);
	p->n--;
	port_free(port);
}
