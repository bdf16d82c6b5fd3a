/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A table becomes a meter: `added`, what the user said of it as a note, then a sample per row.
 *
 * Nothing is guessed. Columns are what the first line calls them. Without such a line only the shape
 * "seconds, volts, amperes" is taken, and only while nothing about the numbers speaks against it; every doubt
 * is an error that names the header which would remove it.
 */

#include "csv.h"

#include <stdarg.h>
#include <stdio.h>

#include "csv-dialect.h"
#include "decimal.h"
#include "lines.h"

/* Rows in which a table without header must prove its shape: ten seconds of the slowest meter known (10 Hz).
 * */
#define PROOF_ROWS 100
/* VBUS may fall to 4.4 V at a device (USB 2.0 §7.2.2), and 4 A is rare: that much in the third column with
 * less than 4 V in the second are columns in another order. */
#define SWAPPED_MICRO INT64_C(4000000)
/* What a table without header may carry: EPR ends at 48 V, cables at 5 A. */
#define HEADERLESS_UV_MAX INT64_C(60000000)
#define HEADERLESS_UA_MAX INT64_C(10000000)

/* What comes out next. */
enum stage {
	STAGE_HEADER, /* nothing: the first line is not read yet */
	STAGE_ADDED,
	STAGE_NOTE,
	STAGE_FIRST_ROW, /* the row that stood where a header could */
	STAGE_ROWS,
};

struct cd_csv_reader {
	struct cd_lines lines;
	struct cd_csv_options options;
	enum stage stage;
	const struct cd_csv_dialect *dialect;
	const struct cd_csv_column *columns[CD_CSV_COLUMNS_MAX]; /* NULL: ignored */
	size_t n_columns;
	char separator;
	char point; /* '.' or ',', 0 until a number tells */
	int64_t first_us, last_us;
	uint64_t rows, events, skipped;
	bool truncated;
	struct cd_event row; /* a row read ahead */
	int error;
	char text[224];
};

struct cd_csv_reader *cd_csv_reader_new(const struct cd_csv_options *options)
{
	struct cd_csv_reader *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->lines.max = CD_RECORDING_LINE_MAX;
	r->options = options ? *options : (struct cd_csv_options){ .note = CD_NOTE_NOTHING };
	if (!r->options.input)
		r->options.input = "csv";
	return r;
}

struct cd_csv_reader *cd_csv_reader_free(struct cd_csv_reader *r)
{
	if (!r)
		return NULL;
	cd_lines_done(&r->lines);
	free(r);
	return NULL;
}

void cd_csv_reader_feed(struct cd_csv_reader *r, const char *bytes, size_t len)
{
	cd_lines_feed(&r->lines, bytes, len);
}

static int CD_PRINTF(3, 4) fail(struct cd_csv_reader *r, int error, const char *fmt, ...)
{
	va_list ap;
	int n;

	n = snprintf(r->text, sizeof(r->text), "line %llu: ", (unsigned long long)r->lines.number);
	va_start(ap, fmt);
	(void)vsnprintf(r->text + n, sizeof(r->text) - (size_t)n, fmt, ap);
	va_end(ap);
	r->error = error;
	return error;
}

static int fail_unproven(struct cd_csv_reader *r, const char *why)
{
	return fail(r, -EBADMSG,
		"%s; without a header a table is seconds, volts, amperes: name the columns in a first "
		"line, " CD_CSV_HEADER,
		why);
}

/* Numbers */

/* The decimal point is the file's, not the cell's. A comma can only be one where it does not separate cells.
 * */
static unsigned number_flags(struct cd_csv_reader *r, const struct cd_csv_cell *cell)
{
	if (!r->point && memchr(cell->s, '.', cell->len))
		r->point = '.';
	else if (!r->point && r->separator != ',' && memchr(cell->s, ',', cell->len))
		r->point = ',';
	return CD_DECIMAL_EXPONENT | (r->point == ',' ? CD_DECIMAL_COMMA : 0);
}

static int take_time(struct cd_csv_reader *r, int64_t t_us)
{
	if (r->rows == 0)
		r->first_us = r->last_us = t_us;
	if (t_us < r->last_us)
		return fail(r, -EBADMSG, "time runs backwards (%lld us after %lld us)", (long long)t_us,
			(long long)r->last_us);
	if (t_us - r->first_us > CD_RECORDING_T_MAX)
		return fail(r, -EBADMSG, "time is out of range");
	r->last_us = t_us;
	r->row.t_us = t_us - r->first_us;
	return 0;
}

static int take_cell(struct cd_csv_reader *r, size_t i, const struct cd_csv_cell *cell)
{
	const struct cd_csv_column *column = r->columns[i];
	int64_t v;
	int e;

	if (!column || (cell->len == 0 && !column->is_time))
		return 0;
	e = column->parse(cell, number_flags(r, cell), &v);
	if (e < 0 && (e != -ERANGE || column->is_time))
		return fail(r, -EBADMSG, "column %zu is no %s", i + 1, column->is_time ? "time" : "number");
	if (column->is_time)
		return take_time(r, v);
	if (e == 0 && cd_field_plausible(column->field, v))
		cd_sample_set(&r->row.sample, column->field, v);
	else
		r->skipped++;
	return 0;
}

/* A table without header must look like what it is taken for. */
static int check_shape(struct cd_csv_reader *r)
{
	int64_t uv = cd_sample_get(&r->row.sample, CD_FIELD_VBUS);
	int64_t ua = cd_sample_get(&r->row.sample, CD_FIELD_IBUS);

	if (r->dialect != &cd_csv_headerless || r->rows >= PROOF_ROWS)
		return 0;
	if (!cd_known(uv) || !cd_known(ua))
		return fail_unproven(r, "a cell is empty or out of range");
	if (uv < -CD_US_PER_S || uv > HEADERLESS_UV_MAX || llabs(ua) > HEADERLESS_UA_MAX)
		return fail_unproven(r, "the second column is no USB voltage or the third no USB current");
	if (llabs(ua) >= SWAPPED_MICRO && uv < SWAPPED_MICRO)
		return fail_unproven(r, "the third column looks like the volts");
	return 0;
}

static int take_row(struct cd_csv_reader *r, const char *line, size_t len)
{
	struct cd_csv_cell cells[CD_CSV_COLUMNS_MAX];
	size_t n = cd_csv_split(line, len, r->separator, cells, CD_CSV_COLUMNS_MAX);
	int e = 0;

	if (n != r->n_columns)
		return fail(r, -EBADMSG, "%zu cells where %zu are expected", n, r->n_columns);
	r->row = (struct cd_event){ .type = CD_EVENT_SAMPLE, .input = r->options.input };
	for (size_t i = 0; e == 0 && i < n; i++)
		e = take_cell(r, i, &cells[i]);
	if (e == 0)
		e = check_shape(r);
	if (e == 0)
		r->rows++;
	return e;
}

/* The first line */

static const char separators[] = { ',', ';', '\t' };

static void take_columns(
	struct cd_csv_reader *r, char separator, size_t n, const struct cd_csv_dialect *dialect)
{
	r->separator = separator;
	r->point = separator == ',' ? '.' : 0;
	r->n_columns = n;
	r->dialect = dialect;
}

static bool take_header(struct cd_csv_reader *r, const char *line, size_t len)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(separators); i++) {
		struct cd_csv_cell cells[CD_CSV_COLUMNS_MAX];
		size_t n = cd_csv_split(line, len, separators[i], cells, CD_CSV_COLUMNS_MAX);
		const struct cd_csv_dialect *dialect;

		if (n > CD_CSV_COLUMNS_MAX)
			continue;
		dialect = cd_csv_match(cells, n, r->columns);
		if (!dialect)
			continue;
		take_columns(r, separators[i], n, dialect);
		for (size_t c = 0; c < n; c++)
			r->skipped += !r->columns[c];
		return true;
	}
	return false;
}

static bool all_numbers(struct cd_csv_reader *r, const struct cd_csv_cell *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t v;

		if (cd_decimal_parse(cells[i].s, cells[i].len, number_flags(r, &cells[i]), &v) < 0)
			return false;
	}
	return true;
}

/* Three numbers, in whatever way they are separated. */
static bool take_headerless(struct cd_csv_reader *r, const char *line, size_t len)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(separators); i++) {
		struct cd_csv_cell cells[3];
		size_t n = cd_csv_split(line, len, separators[i], cells, CD_ELEMENTSOF(cells));

		take_columns(r, separators[i], n, &cd_csv_headerless);
		if (n != CD_ELEMENTSOF(cells) || !all_numbers(r, cells, n))
			continue;
		for (size_t c = 0; c < n; c++)
			r->columns[c] = &cd_csv_headerless.columns[c];
		return true;
	}
	return false;
}

static int take_first_line(struct cd_csv_reader *r, const char *line, size_t len)
{
	if (take_header(r, line, len)) {
		r->stage = STAGE_ADDED;
		return 0;
	}
	if (!take_headerless(r, line, len))
		return fail(r, -EBADMSG,
			"neither a recording nor a known table: the first line must name the "
			"columns, " CD_CSV_HEADER);
	r->stage = STAGE_ADDED;
	return take_row(r, line, len);
}

/* Events */

static bool says_anything(const struct cd_event_note *note)
{
	return note->profile || note->inline_profile || (int)note->position >= 0 || (int)note->battery >= 0 ||
	       note->led || note->cable || note->adapter || note->label || cd_known(note->adapter_uw);
}

static void make_added(const struct cd_csv_reader *r, struct cd_event *ret)
{
	enum cd_position position = r->options.note.position;

	*ret = (struct cd_event){ .type = CD_EVENT_ADDED, .input = r->options.input };
	ret->added.kind = CD_INPUT_METER;
	ret->added.position = (int)position >= 0 ? position : CD_POSITION_UNKNOWN;
	ret->added.settle_us = CD_UNKNOWN;
	ret->added.sign_known = r->dialect->sign_known;
}

/* What comes before the rows; false when that is over. */
static bool take_intro(struct cd_csv_reader *r, struct cd_event *ret)
{
	if (r->stage == STAGE_ADDED) {
		make_added(r, ret);
		r->stage = STAGE_NOTE;
		return true;
	}
	if (r->stage == STAGE_NOTE) {
		r->stage = r->rows ? STAGE_FIRST_ROW : STAGE_ROWS;
		if (says_anything(&r->options.note)) {
			*ret = (struct cd_event){ .type = CD_EVENT_NOTE, .input = r->options.input };
			ret->note = r->options.note;
			return true;
		}
	}
	if (r->stage == STAGE_FIRST_ROW) {
		*ret = r->row;
		r->stage = STAGE_ROWS;
		return true;
	}
	return false;
}

static bool is_blank(const char *line, size_t len)
{
	struct cd_csv_cell cell;

	return cd_csv_split(line, len, '\0', &cell, 1) == 1 && cell.len == 0;
}

static int take_line(struct cd_csv_reader *r, const char *line, size_t len)
{
	if (r->lines.number == 1 && len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
		line += 3;
		len -= 3;
	}
	if (is_blank(line, len))
		return CD_READ_MORE;
	if (r->stage == STAGE_HEADER)
		return take_first_line(r, line, len);
	return take_row(r, line, len) < 0 ? r->error : CD_READ_EVENT;
}

static int take_end(struct cd_csv_reader *r)
{
	if (!r->lines.ended)
		return CD_READ_MORE;
	r->truncated = cd_lines_rest(&r->lines) > 0;
	if (r->stage == STAGE_HEADER && r->lines.number == 0)
		r->lines.number = 1;
	if (r->stage == STAGE_HEADER)
		return fail(r, -EBADMSG, "no table: its first line names the columns, " CD_CSV_HEADER);
	return CD_READ_MORE;
}

static int read_line(struct cd_csv_reader *r, struct cd_event *ret)
{
	const char *line;
	size_t len;
	int e;

	e = cd_lines_next(&r->lines, &line, &len);
	if (e == -E2BIG)
		return fail(r, -EBADMSG, "longer than %d bytes", CD_RECORDING_LINE_MAX);
	if (e < 0)
		return fail(r, e, "out of memory");
	if (e == CD_LINES_MORE)
		return take_end(r);
	e = take_line(r, line, len);
	if (e == CD_READ_EVENT)
		*ret = r->row;
	return e < 0 || e == CD_READ_EVENT ? e : -EAGAIN;
}

int cd_csv_reader_next(struct cd_csv_reader *r, struct cd_event *ret_event)
{
	int e;

	if (r->error < 0)
		return r->error;
	do
		e = take_intro(r, ret_event) ? CD_READ_EVENT : read_line(r, ret_event);
	while (e == -EAGAIN); /* a blank line, or the header */
	r->events += e == CD_READ_EVENT;
	return e;
}

const char *cd_csv_reader_error(const struct cd_csv_reader *r)
{
	return r->error < 0 ? r->text : NULL;
}

void cd_csv_reader_stats(const struct cd_csv_reader *r, struct cd_recording_stats *ret)
{
	*ret = (struct cd_recording_stats){
		.lines = r->lines.number,
		.events = r->events,
		.skipped = r->skipped,
		.truncated = r->truncated,
	};
}

bool cd_looks_like_recording(const char *bytes, size_t len)
{
	size_t i = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (i < len && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n'))
		i++;
	return i < len && bytes[i] == '{';
}
