/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A fake world for a whole program: starts the command given as arguments inside it and then lets a story happen, one
 * command a line on standard input:
 *
 *     battery BAT0 Charging 12000000      made at its first mention; later: status and flow in µW
 *     ac AC 1                             likewise
 *     typec 0                             makes port0 and its ucsi-source-psy-USBC000:001
 *     plug port0 30w | unplug port0 | downgrade port0 | renegotiate port0 1
 *     hub 1 4 | over-current usb1-port2 3
 *     usb 1-2 2e3c 5558 FNB58 [SERIAL]    makes a USB device
 *     supply NAME type=USB online=1 …     makes any other power supply
 *     hwmon hwmon3 1-2 name=powerz …      "-" for a parent of its own
 *     set NAME ATTRIBUTE VALUE…           and "change"; quiet …: without; break, unset NAME ATTRIBUTE
 *     event NAME ACTION | remove NAME | vanish NAME
 *     meter 1-3 fnb58 …                   a USB meter that streams, and more about it: story-meter.h
 *     ok?                                 answers "ok" on standard output: all before it has happened
 *     quit                                SIGTERM to the command
 *
 * The command finds its world by UMOCKDEV_DIR and LD_PRELOAD. With `-b` devices can be made before it starts: it is
 * started by the line `start`. Exits as the command does; an unknown line is an error of the test and exits with 99.
 */

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "story-meter.h"
#include "world.h"

#define WORDS_MAX 40
#define EXIT_STORY 99

static struct world *world;
static char **command;
static pid_t child;

static unsigned port_number(const char *name)
{
	return strncmp(name, "port", 4) == 0 ? (unsigned)atoi(name + 4) : (unsigned)atoi(name);
}

/* The world's threads may hold locks of the allocator, and a child of fork() that is built with counts of the lines that run
 * writes those before it becomes the command. */
static void start(char **w)
{
	posix_spawnattr_t attributes;
	sigset_t none;
	int r;

	(void)w;
	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	r = posix_spawnp(&child, command[0], NULL, &attributes, command, environ);
	posix_spawnattr_destroy(&attributes);
	if (r != 0) {
		fprintf(stderr, "fake-world: %s: %s\n", command[0], strerror(r));
		exit(EXIT_STORY);
	}
}

static void battery(char **w)
{
	if (world_has(world, w[1]))
		world_battery_flow(world, w[1], w[2], atoll(w[3]));
	else
		world_add_battery(world, w[1], w[2], atoll(w[3]));
}

static void ac(char **w)
{
	if (world_has(world, w[1]))
		world_set(world, w[1], "online", w[2]);
	else
		world_add_ac(world, w[1], atoi(w[2]));
}

static void typec(char **w)
{
	world_add_typec_port(world, port_number(w[1]));
}

static void plug(char **w)
{
	const struct world_charger *c = world_charger_find(w[2]);

	if (!c) {
		fprintf(stderr, "fake-world: no charger '%s'\n", w[2]);
		exit(EXIT_STORY);
	}
	world_plug(world, port_number(w[1]), c);
}

static void unplug(char **w)
{
	world_unplug(world, port_number(w[1]));
}

static void downgrade(char **w)
{
	world_downgrade(world, port_number(w[1]));
}

static void renegotiate(char **w)
{
	world_renegotiate(world, port_number(w[1]), (unsigned)atoi(w[2]));
}

static void hub(char **w)
{
	world_add_hub(world, (unsigned)atoi(w[1]), (unsigned)atoi(w[2]));
}

static void over_current(char **w)
{
	world_over_current(world, w[1], (unsigned)atoi(w[2]));
}

static void usb(char **w)
{
	world_add_usb_device(world, w[1], (uint16_t)strtoul(w[2], NULL, 16),
		(uint16_t)strtoul(w[3], NULL, 16), w[4], w[5]);
}

static void supply(char **w)
{
	world_add_supply(world, w[1], (const char *const *)w + 2);
}

static void hwmon(char **w)
{
	world_add_hwmon(world, w[1], strcmp(w[2], "-") == 0 ? "" : w[2], (const char *const *)w + 3);
}

/* The value is the rest of the line: the words were cut in place and are joined again. */
static const char *rest(char **w)
{
	for (char **next = w; next[0] && next[1]; next++)
		next[0][strlen(next[0])] = ' ';
	return w[0] ? w[0] : "";
}

static void set_or_quiet(char **w)
{
	(w[0][0] == 's' ? world_set : world_set_quietly)(world, w[1], w[2], rest(w + 3));
}

static void break_or_unset(char **w)
{
	(w[0][0] == 'b' ? world_break : world_unset)(world, w[1], w[2]);
}

static void event(char **w)
{
	world_event(world, w[1], w[2]);
}

static void remove_or_vanish(char **w)
{
	(w[0][0] == 'r' ? world_remove : world_vanish)(world, w[1]);
}

static void ok(char **w)
{
	(void)w;
	puts("ok");
	fflush(stdout);
}

static void quit(char **w)
{
	(void)w;
	if (child > 0)
		kill(child, SIGTERM);
}

static const struct {
	const char *word;
	int least; /* words after it */
	void (*run)(char **words);
} lines[] = {
	{ "ac", 2, ac },
	{ "battery", 3, battery },
	{ "break", 2, break_or_unset },
	{ "downgrade", 1, downgrade },
	{ "event", 2, event },
	{ "hub", 2, hub },
	{ "hwmon", 2, hwmon },
	{ "ok?", 0, ok },
	{ "over-current", 2, over_current },
	{ "plug", 2, plug },
	{ "quiet", 2, set_or_quiet },
	{ "quit", 0, quit },
	{ "remove", 1, remove_or_vanish },
	{ "renegotiate", 2, renegotiate },
	{ "set", 2, set_or_quiet },
	{ "start", 0, start },
	{ "supply", 2, supply },
	{ "typec", 1, typec },
	{ "unplug", 1, unplug },
	{ "unset", 2, break_or_unset },
	{ "usb", 4, usb },
	{ "vanish", 1, remove_or_vanish },
};

static void run_line(char *line)
{
	char *words[WORDS_MAX + 1] = { NULL }, *save = NULL;
	int n = 0;

	for (char *w = strtok_r(line, " \t", &save); w && n < WORDS_MAX; w = strtok_r(NULL, " \t", &save))
		words[n++] = w;
	if (n == 0 || words[0][0] == '#')
		return;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (strcmp(lines[i].word, words[0]) == 0 && n - 1 >= lines[i].least) {
			lines[i].run(words);
			return;
		}
	for (const struct story_word *w = story_meter_words; w->word; w++)
		if (strcmp(w->word, words[0]) == 0 && n - 1 >= w->least) {
			w->run(world, words);
			return;
		}
	fprintf(stderr, "fake-world: cannot tell '%s'\n", words[0]);
	exit(EXIT_STORY);
}

/* Lines of standard input, whatever pieces they come in. False at its end. */
static bool read_lines(void)
{
	static char buf[65536];
	static size_t have;
	char *newline;
	ssize_t n = read(STDIN_FILENO, buf + have, sizeof(buf) - 1 - have);

	if (n <= 0)
		return false;
	have += (size_t)n;
	buf[have] = '\0';
	while ((newline = strchr(buf, '\n'))) {
		*newline = '\0';
		run_line(buf);
		have -= (size_t)(newline + 1 - buf);
		memmove(buf, newline + 1, have + 1);
	}
	return true;
}

static int wait_for_child(int signals)
{
	struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signals, .events = POLLIN } };
	int status;

	for (;;) {
		if (poll(fds, 2, -1) < 0)
			continue;
		if (fds[0].revents && !read_lines()) {
			if (!child)
				return 0;
			fds[0].fd = -1;
		}
		if (child > 0 && waitpid(child, &status, WNOHANG) == child)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		if (fds[1].revents) {
			struct signalfd_siginfo info;

			(void)!read(signals, &info, sizeof(info));
		}
	}
}

int main(int argc, char **argv)
{
	bool later = argc > 1 && strcmp(argv[1], "-b") == 0;
	sigset_t set;
	int status;

	command = argv + 1 + later;
	if (!command[0]) {
		fprintf(stderr, "usage: fake-world [-b] COMMAND [ARGUMENT…] < STORY\n");
		return EXIT_STORY;
	}
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	world = world_new();
	setenv("LD_PRELOAD", "libumockdev-preload.so.0:" USBFS_SEEK, 1);
	/* A command built with AddressSanitizer minds that the preload library comes before it. */
	if (!getenv("ASAN_OPTIONS"))
		setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
	if (!later)
		start(NULL);
	status = wait_for_child(signalfd(-1, &set, SFD_CLOEXEC));
	story_meter_free();
	world_free(world);
	return status;
}
