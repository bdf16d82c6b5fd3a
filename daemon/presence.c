/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A sorted array: tens of rows, changed on plug and unplug, read as a whole.
 */

#include "presence.h"

static void row_done(struct presence_row *r)
{
	free(r->name);
	free(r->kind);
	free(r->detail);
}

void presence_done(struct presence *p)
{
	while (p->n > 0)
		row_done(&p->rows[--p->n]);
	free(p->rows);
	*p = (struct presence){ 0 };
}

/* Where a row of this name is, or would be. */
static size_t locate(const struct presence *p, const char *name, bool *ret_found)
{
	size_t lo = 0, hi = p->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(p->rows[mid].name, name);

		if (c == 0) {
			*ret_found = true;
			return mid;
		}
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*ret_found = false;
	return lo;
}

static int reserve(struct presence *p)
{
	size_t n = p->allocated ? p->allocated * 2 : 16;
	struct presence_row *rows;

	if (p->n < p->allocated)
		return 0;
	rows = reallocarray(p->rows, n, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	p->rows = rows;
	p->allocated = n;
	return 0;
}

static int insert(struct presence *p, size_t at, struct presence_row *row)
{
	if (p->n >= PRESENCE_MAX) {
		p->refused++;
		return -E2BIG;
	}
	if (reserve(p) < 0)
		return -ENOMEM;
	memmove(p->rows + at + 1, p->rows + at, (p->n - at) * sizeof(*row));
	p->rows[at] = *row;
	p->n++;
	return 1;
}

int presence_set(
	struct presence *p, const char *name, const char *kind, enum cd_presence v, const char *detail)
{
	struct presence_row row = { .presence = v };
	bool found;
	size_t at = locate(p, name, &found);
	int r = 1;

	if (found && p->rows[at].presence == v && cd_streq(p->rows[at].kind, kind) &&
		cd_streq(p->rows[at].detail, detail ? detail : ""))
		return 0;
	row.name = strdup(name);
	row.kind = strdup(kind);
	row.detail = strdup(detail ? detail : "");
	if (!row.name || !row.kind || !row.detail)
		r = -ENOMEM;
	else if (!found)
		r = insert(p, at, &row);
	if (r < 0) {
		row_done(&row);
		return r;
	}
	if (found) {
		row_done(&p->rows[at]);
		p->rows[at] = row;
	}
	return 1;
}

bool presence_remove(struct presence *p, const char *name)
{
	bool found;
	size_t at = locate(p, name, &found);

	if (!found)
		return false;
	row_done(&p->rows[at]);
	p->n--;
	memmove(p->rows + at, p->rows + at + 1, (p->n - at) * sizeof(*p->rows));
	return true;
}
