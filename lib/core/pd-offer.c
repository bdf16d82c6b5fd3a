/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Capabilities as they come in: whose they are, whether something began anew with them, and those that come in pieces.
 */

#include "pd-internal.h"

/* After a Hard Reset and at an attachment the MessageID begins at 0, and a source begins with its offer. The 0 that
 * follows 7 is no sign, and neither is one after 0: not every source counts while nobody answers. Who became the source
 * by a swap begins at 0 as well. */
static bool begins_anew(const struct cd_pd *pd, const struct pd_frame *f)
{
	const struct cd_pd_last *last = &pd->last[0][true];
	unsigned id = PD_BITS(last->header, 11, 9);

	return f->id == 0 && cd_known(last->t_us) && id != 0 && id != 7 && pd->sequence != CD_PD_SWAPPED;
}

enum cd_pd_result cd_pd_take_source_offer(struct cd_pd *pd, const struct pd_frame *f)
{
	struct cd_pd_offer offer;

	if (!cd_pd_offer_read(&offer, f->object, f->n, false, f->t_us))
		return CD_PD_INVALID;
	if (!f->from_source)
		return CD_PD_IGNORED; /* a sink that could be a source tells what it could give (§6.3.7) */
	if (begins_anew(pd, f)) {
		cd_pd_request_reset(&pd->contract);
		pd->counts.restarts++;
	}
	pd->source = offer;
	cd_pd_break_off(pd);
	return CD_PD_KNOWN;
}

enum cd_pd_result cd_pd_take_sink_offer(struct cd_pd *pd, const struct pd_frame *f)
{
	struct cd_pd_offer offer;

	if (!cd_pd_offer_read(&offer, f->object, f->n, false, f->t_us))
		return CD_PD_INVALID;
	if (f->from_source)
		return CD_PD_IGNORED; /* the same the other way round (§6.3.8) */
	pd->sink = offer;
	return CD_PD_KNOWN;
}

/* The objects that have come so far. */
static bool read_assembled(const struct cd_pd_chunks *c, int64_t t_us, struct cd_pd_offer *offer)
{
	uint32_t object[CD_PD_OBJECTS_MAX];
	unsigned n = c->have / 4u;

	for (unsigned i = 0; i < n; i++)
		object[i] = pd_le32(c->bytes + 4 * (size_t)i);
	if (!cd_pd_offer_read(offer, object, n, true, t_us))
		return false;
	offer->complete = c->have == c->size;
	return true;
}

/* True when the data of `f` is the next of the message that is being put together: of the two chunks that there are at
 * most, the first always begins anew, and the second fits once. */
static bool assemble(struct cd_pd_chunks *c, const struct pd_frame *f)
{
	if (f->chunk == 0)
		*c = (struct cd_pd_chunks){ .type = f->type, .size = f->size };
	if (c->type != f->type || c->size != f->size || c->have + f->n_data > c->size)
		return false;
	memcpy(c->bytes + c->have, f->data, f->n_data);
	c->have = (uint16_t)(c->have + f->n_data);
	return true;
}

/* §6.5.15. A list of 11 comes in two chunks, of which the first ends inside the seventh object. */
static enum cd_pd_result take_epr_offer(struct cd_pd *pd, const struct pd_frame *f, struct cd_pd_offer *to)
{
	struct cd_pd_offer offer;

	if (f->size == 0 || f->size % 4 || f->size > sizeof(pd->chunks.bytes))
		return CD_PD_INVALID;
	if (!assemble(&pd->chunks, f))
		return CD_PD_IGNORED; /* its beginning was missed */
	if (!read_assembled(&pd->chunks, f->t_us, &offer)) {
		pd->chunks.type = 0;
		return CD_PD_INVALID;
	}
	*to = offer;
	return CD_PD_KNOWN;
}

enum cd_pd_result cd_pd_take_epr_source_offer(struct cd_pd *pd, const struct pd_frame *f)
{
	if (f->chunk_request || !f->from_source)
		return CD_PD_IGNORED;
	return take_epr_offer(pd, f, &pd->source);
}

enum cd_pd_result cd_pd_take_epr_sink_offer(struct cd_pd *pd, const struct pd_frame *f)
{
	if (f->chunk_request || f->from_source)
		return CD_PD_IGNORED;
	return take_epr_offer(pd, f, &pd->sink);
}
