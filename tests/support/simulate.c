/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * simulate: writes a simulated charge session as a recording.
 */

#include <getopt.h>
#include <stdio.h>

#include "recording.h"
#include "sim.h"

struct job {
	uint64_t seed;
	struct sim_options options;
	unsigned degrade;
	bool list, facts;
};

static void usage(FILE *f)
{
	fputs("Usage: simulate NAME [--seed N] [--rate HZ] [--at source|device]\n"
	      "                [--cable OHM] [--limit A] [--set NAME=VALUE]...\n"
	      "                [--degrade KIND]... [--facts]\n"
	      "       simulate --list\n\n"
	      "Writes a charge session made from physics to standard output, as a recording.\n\n"
	      "  --list        the scenarios: name, the cause that is true, what it is\n"
	      "  --seed N      another session of the same kind (default 1)\n"
	      "  --rate HZ     samples a second (default: the scenario's meter)\n"
	      "  --at PLACE    the meter's place: source or device\n"
	      "  --degrade KIND  what a worse recording would hold: no-noload, 10mv, 1sps, 30s,\n"
	      "                noposition, no-lines, no-notes, half-rate\n"
	      "  --cable OHM   another cable\n"
	      "  --limit A     another adapter, which gives no more\n"
	      "  --set NAME=VALUE  one parameter of the bench (sim-knobs.c), all else as it was\n"
	      "  --facts       say on standard error what really happened\n",
		f);
}

static void list(const struct sim_scenario *s)
{
	for (; s->name; s++) {
		printf("%-24s %-24s %s", s->name, s->expect, s->text);
		if (s->accept)
			printf(" (or: %s)", s->accept);
		putchar('\n');
	}
}

struct output {
	struct cd_buffer buffer;
	bool failed;
};

static void flush(struct output *o)
{
	o->failed |= fwrite(o->buffer.data, 1, o->buffer.len, stdout) != o->buffer.len;
	o->buffer.len = 0;
}

static void write_event(void *userdata, const struct cd_event *ev)
{
	struct output *o = userdata;

	o->failed |= cd_recording_write_event(&o->buffer, ev, 0) < 0;
	if (o->buffer.len > 32768)
		flush(o);
}

static void print_facts(const struct sim_facts *f)
{
	fprintf(stderr,
		"seconds %.0f  no-load %.3f V  max %.3f V %.3f A  end %.3f A  mean %.2f W  limited %.1f s  "
		"pinned %.1f s\n"
		"sag %.3f V  trips %u  breaks %u  pre-charge %.0f s %.3f A  charge %.3f A  taper %.0f s  "
		"done %d  knee %u\n",
		f->seconds, f->no_load_v, f->max_v, f->max_a, f->end_a, f->mean_w, f->limited_s, f->pinned_s,
		f->sag_v, f->trips, f->breaks, f->precharge_s, f->precharge_a, f->charge_a, f->taper_s,
		f->done, f->knee_samples);
}

static int parse_place(const char *s, enum cd_position *ret)
{
	if (cd_streq(s, "source"))
		*ret = CD_POSITION_SOURCE;
	else if (cd_streq(s, "device"))
		*ret = CD_POSITION_DEVICE;
	else
		return -EINVAL;
	return 0;
}

static int parse_degrade(const char *s, unsigned *degrade)
{
	for (unsigned k = 0; k < _SIM_DEGRADE_MAX; k++)
		if (cd_streq(s, sim_degrade_names[k])) {
			*degrade |= 1u << k;
			return 0;
		}
	return -EINVAL;
}

static int parse(int argc, char **argv, struct job *job)
{
	static const struct option options[] = {
		{ "list", no_argument, NULL, 'l' },
		{ "seed", required_argument, NULL, 's' },
		{ "rate", required_argument, NULL, 'r' },
		{ "at", required_argument, NULL, 'a' },
		{ "degrade", required_argument, NULL, 'd' },
		{ "cable", required_argument, NULL, 'c' },
		{ "limit", required_argument, NULL, 'i' },
		{ "set", required_argument, NULL, 'S' },
		{ "facts", no_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "h", options, NULL)) >= 0) {
		if (c == 'l')
			job->list = true;
		else if (c == 's')
			job->seed = strtoull(optarg, NULL, 10);
		else if (c == 'r')
			job->options.rate_hz = strtod(optarg, NULL);
		else if (c == 'd' && parse_degrade(optarg, &job->degrade) >= 0)
			continue;
		else if (c == 'c')
			job->options.cable_ohm = strtod(optarg, NULL);
		else if (c == 'i')
			job->options.limit_a = strtod(optarg, NULL);
		else if (c == 'S' && sim_options_set(&job->options, optarg) >= 0)
			continue;
		else if (c == 'f')
			job->facts = true;
		else if (c == 'h')
			return usage(stdout), 1;
		else if (c != 'a' || parse_place(optarg, &job->options.position) < 0)
			return usage(stderr), -EINVAL;
	}
	if (job->options.rate_hz < 0 || job->options.rate_hz > 1000 || (!job->list && optind + 1 != argc))
		return usage(stderr), -EINVAL;
	return 0;
}

int main(int argc, char **argv)
{
	struct job job = { .seed = 1, .options = SIM_OPTIONS_DEFAULT };
	struct output output = { 0 };
	struct sim_filter filter = { .to = { write_event, &output } };
	const struct sim_scenario *s;
	struct sim_facts f;
	int r = parse(argc, argv, &job);

	if (r != 0)
		return r < 0 ? 1 : 0;
	if (job.list)
		return list(sim_scenarios), list(sim_scenarios_next), 0;
	s = sim_find(argv[optind]);
	if (!s) {
		fprintf(stderr, "simulate: no scenario \"%s\"; simulate --list shows them\n", argv[optind]);
		return 1;
	}
	output.failed = cd_recording_write_header(&output.buffer, "2026-11-22T10:00:00Z") < 0;
	filter.degrade = job.degrade;
	r = sim_run_filtered(s, job.seed, &job.options, &filter, 1, &f);
	flush(&output);
	cd_buffer_done(&output.buffer);
	if (r == -EINVAL) {
		fprintf(stderr, "simulate: %s plays what a kernel says and has no bench\n", s->name);
		return 1;
	}
	if (r < 0) {
		fprintf(stderr, "simulate: seed %llu of %s never shows its fault\n",
			(unsigned long long)job.seed, s->name);
		return 1;
	}
	if (job.facts)
		print_facts(&f);
	return fflush(stdout) || output.failed ? 1 : 0;
}
