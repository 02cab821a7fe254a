/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/media.h"
#include "model/sdp.h"

/* Holes are words without an end of line and without a blank, so that a text
 * has the lines and words of its sample. A line says something of the media
 * when it is an m= or a c= line, or one of four attributes. */

enum { COLUMNS = 10 }; /* of "a=sendrecv"; the others are no longer */

bool li_media_deaf(struct li_slice sdp)
{
	struct li_sdp read;

	li_sdp_read(sdp, &read);
	return !read.receives;
}

/* A line that is one of the four attributes, or begins with it. */
static bool is_way(struct li_slice line)
{
	static const char *const ways[] = {"a=sendrecv", "a=sendonly",
		"a=recvonly", "a=inactive"};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (li_slice_starts_nocase(line, ways[i]))
			return true;
	return false;
}

/* Is there more than zeros in the word of a line that tells, a port or an
 * address? So it is neither 0, nor 0.0.0.0, nor ::. */
static bool says_more(struct li_slice line, size_t word)
{
	size_t at = 0;

	for (; word && at < line.n; at++)
		word -= line.p[at] == ' ';
	for (; at < line.n && line.p[at] > ' ' && line.p[at] != '/'; at++)
		if (line.p[at] > '0' && line.p[at] != ':')
			return true;
	return false;
}

/* May an attribute be one of the four when it has others from this column on?
 * They go on with "e" or "n", and have no more columns than these. */
static bool may_be_way(struct li_slice line, size_t column)
{
	return column < 4 || is_way(line) ||
		(column < COLUMNS && (line.p[3] == 'e' || line.p[3] == 'n'));
}

/* What a hole at this column means. A number that begins with another digit
 * than 0 leaves a port open and an address one. */
static uint8_t mark_of(struct li_slice line, size_t column)
{
	if (column < 2)
		return LI_HOLE_ANY;
	if (line.p[0] == 'm')
		return says_more(line, 1) ? LI_HOLE_ZERO : LI_HOLE_ANY;
	if (line.p[0] == 'c')
		return says_more(line, 2) ? LI_HOLE_ZERO : LI_HOLE_ANY;
	return line.p[0] == 'a' && may_be_way(line, column) ? LI_HOLE_ANY : 0;
}

void li_media_mark(struct li_stencil *stencil, struct li_slice sample)
{
	struct li_slice line;
	size_t from = 0, i = 0;

	for (; from < sample.n && i < stencil->count; from += line.n + 1) {
		line = li_slice_sub(sample, from, sample.n);
		line.n = li_slice_find(line, '\n');
		for (; i < stencil->count &&
			stencil->holes[i].from <= from + line.n;
			i++)
			stencil->holes[i].marks =
				mark_of(line, stencil->holes[i].from - from);
	}
	for (; i < stencil->count; i++)
		stencil->holes[i].marks = LI_HOLE_ANY;
}
