/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Times: a line's time is the one at which the engine took the event, not the one it was born with. An event
 * that came late was judged late, and a replay must judge it so too.
 */

#include <fcntl.h>
#include <systemd/sd-event.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "manager.h"
#include "recording.h"
#include "station.h"
#include "stream.h"

/* An input the reader has heard of. */
struct told {
	char name[CD_INPUT_NAME_MAX + 1];
	uint64_t dropped; /* lines since the buffer was full */
	int64_t from_us, to_us;
};

struct stream {
	struct streams *list;
	struct stream *next;
	struct station *station;
	struct cd_engine *engine; /* NULL: the port is gone, what is left is still written */
	char *sender;
	int fd;
	sd_event_source *source;
	struct cd_buffer out;
	size_t written; /* of out */
	int64_t base_us, last_us;
	struct told told[CD_PORT_INPUTS_MAX];
	size_t n_told;
	bool relist; /* the set of inputs is another one than the last `port` line said */
	bool dropping;
	bool state_lost; /* a dropped line was more than a sample */
	bool dead;       /* nobody reads */
};

static void stream_free(struct stream *s)
{
	struct stream **p = &s->list->first;

	while (*p && *p != s)
		p = &(*p)->next;
	if (*p) {
		*p = s->next;
		s->list->n--;
	}
	(void)sd_event_source_disable_unref(s->source);
	if (s->fd >= 0)
		(void)close(s->fd);
	cd_buffer_done(&s->out);
	free(s->sender);
	free(s);
}

void streams_done(struct streams *s)
{
	while (s->first)
		stream_free(s->first);
	cd_buffer_done(&s->scratch);
}

static struct told *find_told(struct stream *s, const char *input)
{
	for (size_t i = 0; i < s->n_told; i++)
		if (cd_streq(s->told[i].name, input))
			return &s->told[i];
	return NULL;
}

static void add_told(struct stream *s, const char *input)
{
	struct told *t = &s->told[s->n_told];

	if (s->n_told == CD_PORT_INPUTS_MAX || find_told(s, input))
		return;
	*t = (struct told){ 0 };
	(void)strncpy(t->name, input, CD_INPUT_NAME_MAX);
	s->n_told++;
	s->relist = true;
}

static void remove_told(struct stream *s, struct told *t)
{
	*t = s->told[--s->n_told];
	s->relist = true;
}

static size_t pending(const struct stream *s)
{
	return s->out.len - s->written;
}

static void drop(struct stream *s, const struct cd_event *ev)
{
	struct told *t = ev->input ? find_told(s, ev->input) : NULL;

	s->dropping = true;
	if (ev->type != CD_EVENT_SAMPLE)
		s->state_lost = true;
	if (!t)
		return;
	if (t->dropped++ == 0)
		t->from_us = ev->t_us;
	t->to_us = ev->t_us;
}

/* One line, or none if the reader is behind. */
static void put_event(struct stream *s, const struct cd_event *original)
{
	struct cd_buffer *line = &s->list->scratch;
	struct cd_event ev = *original;
	int r;

	if (ev.t_us < s->last_us)
		ev.t_us = s->last_us;
	s->last_us = ev.t_us;
	line->len = 0;
	r = s->dropping ? -ENOBUFS : cd_recording_write_event(line, &ev, s->base_us);
	if (r >= 0 && pending(s) + line->len > (size_t)s->list->manager->conf.stream_buffer)
		r = -ENOBUFS;
	if (r >= 0)
		r = cd_buffer_append(&s->out, line->data, line->len);
	if (r < 0)
		drop(s, &ev);
}

/* All that is known of the port, whatever its size: it is bounded by the bounds of inputs, and useless in
 * part. */
static int put_state(struct stream *s)
{
	const char *const *inputs = cd_engine_inputs(s->engine);
	int r;

	r = cd_router_write_port_state(s->station->router, s->engine, &s->out, s->last_us, s->base_us);
	if (r < 0)
		return r;
	s->n_told = 0;
	for (const char *const *i = inputs; i && *i; i++)
		add_told(s, *i);
	s->relist = false;
	return 0;
}

static void put_gaps(struct stream *s)
{
	for (size_t i = 0; i < s->n_told; i++) {
		struct told *t = &s->told[i];
		struct cd_event ev = { .type = CD_EVENT_GAP, .t_us = t->to_us, .input = t->name };

		if (t->dropped == 0)
			continue;
		ev.gap.reason = CD_GAP_DROPPED;
		ev.gap.duration_us = t->to_us - t->from_us;
		t->dropped = 0;
		put_event(s, &ev);
	}
}

/* The reader has caught up. */
static void resume(struct stream *s)
{
	s->dropping = false;
	put_gaps(s);
	if (s->state_lost && s->engine)
		(void)put_state(s); /* without memory the next change of inputs says it */
	s->state_lost = false;
}

/* Writes until the pipe is full or nothing is left. */
static void write_out(struct stream *s)
{
	while (pending(s) > 0) {
		ssize_t n = write(s->fd, s->out.data + s->written, pending(s));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			s->dead = errno != EAGAIN;
			break;
		}
		s->written += (size_t)n;
	}
	if (pending(s) == 0) {
		/* Memory for a moment of congestion goes back. */
		cd_buffer_done(&s->out);
		s->written = 0;
	} else if (s->written > s->out.len / 2) {
		memmove(s->out.data, s->out.data + s->written, pending(s));
		s->out.len -= s->written;
		s->written = 0;
	}
}

/* False: the stream is gone. */
static bool flush(struct stream *s)
{
	write_out(s);
	while (!s->dead && pending(s) == 0 && s->dropping) {
		resume(s);
		if (pending(s) == 0)
			break; /* no memory even for the gap: the next turn of the loop tries again */
		write_out(s);
	}
	if (s->dead || (!s->engine && pending(s) == 0)) {
		stream_free(s);
		return false;
	}
	(void)sd_event_source_set_io_events(s->source, pending(s) > 0 ? EPOLLOUT : 0);
	return true;
}

void streams_flush(struct streams *streams)
{
	for (struct stream *s = streams->first, *next; s; s = next) {
		next = s->next;
		if (pending(s) > 0 || s->dropping || !s->engine)
			(void)flush(s);
	}
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct stream *s = userdata;

	if (revents & (EPOLLERR | EPOLLHUP))
		s->dead = true;
	(void)flush(s);
	return 0;
}

static void put_input(struct stream *s, const struct cd_input *input, int64_t t_us)
{
	struct cd_event ev = { .t_us = t_us, .input = input->name };

	ev.type = CD_EVENT_ADDED;
	ev.added = input->added;
	put_event(s, &ev);
	add_told(s, input->name);
	if (cd_known(input->attributes_us)) {
		ev.type = CD_EVENT_ATTRIBUTES;
		ev.attributes = &input->attributes;
		put_event(s, &ev);
	}
	if (input->has_note) {
		ev.type = CD_EVENT_NOTE;
		ev.note = input->note;
		put_event(s, &ev);
	}
}

static void put_port(struct stream *s, int64_t t_us)
{
	const char *const *inputs = cd_engine_inputs(s->engine);
	struct cd_event ev = { .type = CD_EVENT_PORT, .t_us = t_us };

	ev.port.name = cd_engine_name(s->engine);
	ev.port.inputs = inputs;
	while (inputs && inputs[ev.port.n_inputs])
		ev.port.n_inputs++;
	put_event(s, &ev);
	s->relist = false;
}

static bool is_listed(const char *const *inputs, const char *name)
{
	for (const char *const *i = inputs; i && *i; i++)
		if (cd_streq(*i, name))
			return true;
	return false;
}

static void tell_inputs(struct stream *s)
{
	const char *const *inputs = cd_engine_inputs(s->engine);
	const int64_t t_us = cd_engine_now(s->engine);

	for (size_t i = s->n_told; i > 0; i--)
		if (!is_listed(inputs, s->told[i - 1].name))
			remove_told(s, &s->told[i - 1]);
	for (const char *const *i = inputs; i && *i; i++) {
		const struct cd_input *input = cd_router_find_input(s->station->router, *i);

		if (input && !find_told(s, *i))
			put_input(s, input, t_us);
	}
	if (s->relist)
		put_port(s, t_us);
}

void streams_inputs_changed(struct streams *streams, const struct cd_engine *engine)
{
	for (struct stream *s = streams->first; s; s = s->next)
		if (s->engine == engine)
			tell_inputs(s);
}

void streams_port_removed(struct streams *streams, const struct cd_engine *engine)
{
	for (struct stream *s = streams->first; s; s = s->next)
		if (s->engine == engine)
			s->engine = NULL;
}

static void pass(struct stream *s, const struct cd_event *original)
{
	struct cd_event ev = *original;
	struct told *t = find_told(s, ev.input);

	if (ev.t_us < cd_engine_now(s->engine))
		ev.t_us = cd_engine_now(s->engine);
	if (!t && ev.type != CD_EVENT_ADDED)
		return; /* the change of inputs that is about to come tells all of it */
	put_event(s, &ev);
	if (ev.type == CD_EVENT_ADDED)
		add_told(s, ev.input);
	else if (ev.type == CD_EVENT_REMOVED)
		remove_told(s, t);
}

void streams_tee(struct streams *streams, struct station *station, const struct cd_event *ev)
{
	const struct cd_input *input;

	if (!streams->first || !ev->input)
		return; /* `port` events: what they change is told as change of inputs */
	input = cd_router_find_input(station->router, ev->input);
	if (!input || !input->engine)
		return;
	for (struct stream *s = streams->first; s; s = s->next)
		if (s->engine == input->engine)
			pass(s, ev);
}

static int check_limits(const struct streams *streams, const char *sender)
{
	const struct conf *conf = &streams->manager->conf;
	int64_t n = 0;

	for (const struct stream *s = streams->first; s; s = s->next)
		n += cd_streq(s->sender, sender);
	return (int64_t)streams->n >= conf->max_streams || n >= conf->max_streams_per_client ? -EDQUOT : 0;
}

static int put_header(struct stream *s)
{
	char started[32];
	time_t now = time(NULL);
	struct tm tm;

	if (!gmtime_r(&now, &tm) || strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return -EOVERFLOW;
	return cd_recording_write_header(&s->out, started);
}

static int start(struct stream *s, int *ret_fd)
{
	int fds[2], r;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	s->fd = fds[1];
	/* Only our end: the reader chooses for its own. */
	r = fcntl(s->fd, F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
	if (r >= 0)
		r = sd_event_add_io(s->list->manager->event, &s->source, s->fd, 0, on_io, s);
	if (r >= 0)
		r = put_header(s);
	if (r >= 0)
		r = put_state(s);
	if (r < 0) {
		(void)close(fds[0]);
		return r;
	}
	*ret_fd = fds[0];
	return 0;
}

int streams_open(struct streams *streams, struct station *station, struct cd_engine *engine,
	const char *sender, int *ret_fd)
{
	struct stream *s;
	int r;

	r = check_limits(streams, sender);
	if (r < 0)
		return r;
	s = calloc(1, sizeof(*s));
	if (!s)
		return -ENOMEM;
	*s = (struct stream){
		.list = streams, .next = streams->first, .station = station, .engine = engine, .fd = -1
	};
	streams->first = s;
	streams->n++;
	s->base_us = s->last_us = station_now(station);
	s->sender = strdup(sender ? sender : "");
	r = s->sender ? start(s, ret_fd) : -ENOMEM;
	if (r < 0)
		stream_free(s);
	else
		manager_wake(streams->manager);
	return r;
}
