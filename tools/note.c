/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See note.h. The core decides what is right; here stands what to say when it is not.
 */

#include <stdio.h>

#include "note.h"

static const char *const help_values[][2] = {
	{ "battery", "empty, low, full or unknown" },
	{ "position", "source, device or unknown" },
	{ "line", "the name of a port, a battery or a meter" },
	{ "profile", "the name of a profile: a-z, 0-9 and -" },
	{ "adapter_watts", "a number of watts" },
};

static int complain_key(const struct ctl_call *call, const char *key)
{
	char keys[CTL_TEXT_MAX] = "";
	size_t len = 0;

	for (size_t i = 0; cd_note_keys[i] && len < sizeof(keys); i++)
		len += snprintf(keys + len, sizeof(keys) - len, "%s%s", i ? ", " : "", cd_note_keys[i]);
	return ctl_usage(call, "no key “%s”: the keys are %s", key, keys);
}

static int complain_value(const struct ctl_call *call, const char *key, const char *value)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(help_values); i++)
		if (cd_streq(help_values[i][0], key))
			return ctl_usage(call, "%s is %s, not “%s”", key, help_values[i][1], value);
	return ctl_usage(call, "%s is 1 to %d bytes of text, not “%s”", key, CD_NOTE_TEXT_MAX, value);
}

int ctl_note_parse(const struct ctl_call *call, char *word, struct cd_event_note *note)
{
	char *equals = strchr(word, '=');
	int r;

	if (!equals)
		return ctl_usage(call, "“%s” is not KEY=VALUE", word);
	*equals = '\0';
	r = cd_note_set(note, word, equals + 1);
	if (r == -ENOENT)
		return complain_key(call, word);
	if (r < 0)
		return complain_value(call, word, equals + 1);
	return 0;
}
