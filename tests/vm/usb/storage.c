/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A drive without a medium; see storage.h. */

#include "storage.h"

#include <errno.h>
#include <string.h>

#define COMMAND_LEN 31
#define STATUS_LEN 13
#define OPCODE_AT 15
#define REQUEST_SENSE 0x03
#define INQUIRY 0x12

enum {
	DATA,
	STATUS,
};

/* SPC-3 §6.4: a removable disk. */
static const uint8_t inquiry[36] = { 0x00, 0x80, 0x04, 0x02, 31, 0, 0, 0, 'F', 'N', 'I', 'R', 'S', 'I', ' ',
	' ', 'F', 'N', 'B', '5', '8', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', '1', '.', '0',
	'0' };
/* NOT READY, MEDIUM NOT PRESENT */
static const uint8_t sense[18] = { 0x70, 0, 0x02, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3a };

static const struct {
	uint8_t opcode;
	const uint8_t *answer;
	size_t len;
} answers[] = {
	{ INQUIRY, inquiry, sizeof(inquiry) },
	{ REQUEST_SENSE, sense, sizeof(sense) },
};

void storage_out(struct storage *s, const uint8_t *bytes, size_t len)
{
	uint32_t wanted;
	uint8_t failed = 1;

	if (len != COMMAND_LEN || memcmp(bytes, "USBC", 4) != 0)
		return;
	memcpy(&wanted, bytes + 8, sizeof(wanted));
	/* A command that fails answers what was asked for with an empty packet. */
	s->waiting[DATA] = wanted > 0;
	s->lengths[DATA] = 0;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (answers[i].opcode == bytes[OPCODE_AT]) {
			s->lengths[DATA] = answers[i].len < wanted ? answers[i].len : wanted;
			memcpy(s->answers[DATA], answers[i].answer, s->lengths[DATA]);
			failed = 0;
		}
	memset(s->answers[STATUS], 0, STATUS_LEN);
	memcpy(s->answers[STATUS], "USBS", 4);
	memcpy(s->answers[STATUS] + 4, bytes + 4, 4); /* its tag */
	s->answers[STATUS][12] = failed;
	s->lengths[STATUS] = STATUS_LEN;
	s->waiting[STATUS] = true;
}

int storage_in(struct storage *s, uint8_t *bytes, size_t room)
{
	for (int i = DATA; i <= STATUS; i++) {
		size_t len = s->lengths[i];

		if (!s->waiting[i])
			continue;
		len = len < room ? len : room;
		memcpy(bytes, s->answers[i], len);
		s->waiting[i] = false;
		return (int)len;
	}
	return -EAGAIN;
}
