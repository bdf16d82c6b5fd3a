/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Options are for tests, demonstrations and second daemons; whatever an administrator sets is in the
 * configuration file.
 */

#include <getopt.h>
#include <stdio.h>

#include "args.h"
#include "config.h"
#include "event.h"
#include "names.h"

#define SPEED_MAX 100000.0

static int help(void)
{
	(void)printf("Usage: " CD_PROGRAM " [OPTION]...\n"
		     "Watches charging and says on D-Bus why a device is not charging.\n"
		     "\n"
		     "  -h, --help             print this help and end\n"
		     "      --version          print the version and end\n"
		     "      --config=FILE      read FILE instead of\n"
		     "                         " CD_CONFIG_FILE "\n"
		     "      --user             use the session bus instead of the system bus\n"
		     "      --name=NAME        own NAME on the bus instead of " CD_BUS_NAME "\n"
		     "      --play=FILE[,speed=N][,name=NAME]\n"
		     "                         play a recording as live ports, N times as fast\n"
		     "                         (0: as fast as possible), called NAME; repeatable\n"
		     "      --no-hardware      look at no input of this machine\n"
		     "\n"
		     "See chargediagd(8) and chargediagd.conf(5).\n");
	return 0;
}

/* "12.5": digits and a point, none of the other things that strtod() knows. We never set a locale. */
static int parse_speed(const char *s, double *ret)
{
	char *end;
	double v;

	if (*s < '0' || *s > '9' || s[strspn(s, "0123456789.")])
		return -EINVAL;
	v = strtod(s, &end);
	if (*end || !(v >= 0 && v <= SPEED_MAX) || (v > 0 && v < 1))
		return -EINVAL;
	*ret = v;
	return 0;
}

/* Cuts the last ",key=value" off `s` if there is one: NULL when there is none. */
static char *cut_option(char *s, const char *key)
{
	char *comma = strrchr(s, ',');
	size_t n = strlen(key);

	if (!comma || strncmp(comma + 1, key, n) != 0 || comma[1 + n] != '=')
		return NULL;
	*comma = '\0';
	return comma + n + 2;
}

int args_play_parse(const char *s, struct args_play *ret)
{
	CD_FREE char *file = strdup(s);
	CD_FREE char *name = NULL;
	double speed = 1;
	char *v;

	if (!file)
		return -ENOMEM;
	for (;;) {
		if ((v = cut_option(file, "speed"))) {
			if (parse_speed(v, &speed) < 0)
				return -EINVAL;
		} else if ((v = cut_option(file, "name"))) {
			if (!cd_name_valid(v))
				return -EINVAL;
			free(name);
			name = strdup(v);
			if (!name)
				return -ENOMEM;
		} else {
			break;
		}
	}
	if (!*file)
		return -EINVAL;
	*ret = (struct args_play){ .file = CD_TAKE(file), .speed = speed, .name = CD_TAKE(name) };
	return 0;
}

void args_done(struct args *a)
{
	for (size_t i = 0; i < a->n_plays; i++) {
		free(a->plays[i].file);
		free(a->plays[i].name);
	}
	a->n_plays = 0;
}

static int add_play(struct args *a, const char *s)
{
	int r;

	if (a->n_plays == ARGS_PLAYS_MAX) {
		(void)fprintf(stderr, CD_PROGRAM ": at most %d recordings can be played\n", ARGS_PLAYS_MAX);
		return -EINVAL;
	}
	r = args_play_parse(s, &a->plays[a->n_plays]);
	if (r == -EINVAL)
		(void)fprintf(stderr,
			CD_PROGRAM
			": --play=%s: expected FILE[,speed=N][,name=NAME] with N 0 or from 1 to %.0f\n",
			s, SPEED_MAX);
	if (r == 0)
		a->n_plays++;
	return r;
}

enum { OPT_VERSION = 0x100, OPT_CONFIG, OPT_USER, OPT_NAME, OPT_PLAY, OPT_NO_HARDWARE };

int args_parse(int argc, char *argv[], struct args *ret)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, OPT_VERSION },
		{ "config", required_argument, NULL, OPT_CONFIG },
		{ "user", no_argument, NULL, OPT_USER },
		{ "name", required_argument, NULL, OPT_NAME },
		{ "play", required_argument, NULL, OPT_PLAY },
		{ "no-hardware", no_argument, NULL, OPT_NO_HARDWARE },
		{ 0 },
	};
	int c, r = 0;

	*ret = (struct args){ .bus_name = CD_BUS_NAME };
	while (r == 0 && (c = getopt_long(argc, argv, "h", options, NULL)) >= 0)
		switch (c) {
		case 'h':
			return help();
		case OPT_VERSION:
			(void)printf(CD_PROGRAM " " CD_VERSION "\n");
			return 0;
		case OPT_CONFIG:
			ret->config = optarg;
			break;
		case OPT_USER:
			ret->user_bus = true;
			break;
		case OPT_NAME:
			ret->bus_name = optarg;
			break;
		case OPT_PLAY:
			r = add_play(ret, optarg);
			break;
		case OPT_NO_HARDWARE:
			ret->no_hardware = true;
			break;
		default:
			r = -EINVAL;
			(void)fprintf(stderr, "Try \"" CD_PROGRAM " --help\".\n");
		}
	if (r == 0 && optind < argc) {
		(void)fprintf(
			stderr, CD_PROGRAM ": no argument is expected, \"%s\" was given\n", argv[optind]);
		r = -EINVAL;
	}
	return r < 0 ? r : 1;
}
