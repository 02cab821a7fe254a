/* SPDX-License-Identifier: BSD-3-Clause */
#include "gap.h"

#include <inttypes.h>

#include <jansson.h>

static const char *const whats[] = {[TRACK_RECORDS] = NULL,
	[TRACK_HASHES] = "hash",
	[TRACK_SIGNATURES] = "signature"};

static void say_stream(const struct track_stream *s, FILE *out)
{
	char xid[LI_UUID_TEXT];

	if (s->x2) {
		li_uuid_format(&s->xid, xid);
		fprintf(out, "xid %s correlation %016" PRIx64, xid,
			s->correlation);
		return;
	}
	fprintf(out, "liid %s", s->liid);
	if (s->has_cin)
		fprintf(out, " cin %" PRIu32, s->cin);
	if (whats[s->what])
		fprintf(out, " checks with a %s", whats[s->what]);
}

void gap_say(const struct track_gap *gap, FILE *out)
{
	fputs("lmisf-sink: gap: ", out);
	say_stream(gap->stream, out);
	fprintf(out, ": %" PRIu64 " missing, the first is %" PRIu32 "\n",
		gap->missing, gap->first);
}

/* The names are those of a record's line, which has more: who reads lines finds each. */
static json_t *stream_json(const struct track_stream *s)
{
	char xid[LI_UUID_TEXT], correlation[17];

	if (!s->x2)
		return json_pack("{s:s, s:n, s:s, s:n, s:o}", "type", "hi2",
			"xid", "liid", s->liid, "correlation", "cin",
			s->has_cin ? json_integer(s->cin) : json_null());
	li_uuid_format(&s->xid, xid);
	snprintf(correlation, sizeof(correlation), "%016" PRIx64,
		s->correlation);
	return json_pack("{s:s, s:s, s:n, s:s, s:n}", "type", "x2", "xid", xid,
		"liid", "correlation", correlation, "cin");
}

li_err gap_show_json(const struct track_gap *gap, FILE *out)
{
	json_t *all = stream_json(gap->stream);
	json_t *more =
		json_pack("{s:s, s:s?, s:I, s:I, s:n, s:n, s:n, s:n, s:n,"
			  " s:n, s:n, s:n}",
			"event", "gap", "check_type", whats[gap->stream->what],
			"first", (json_int_t)gap->first, "missing",
			(json_int_t)gap->missing, "format", "seq", "time",
			"direction", "sip_method", "sip_status", "call_id",
			"matched");
	li_err err = LI_OK;

	if (!all || !more || json_object_update(all, more) != 0)
		err = LI_ENOMEM;
	else if (json_dumpf(all, out, JSON_COMPACT) != 0 ||
		fputc('\n', out) == EOF)
		err = LI_EIO;
	json_decref(all);
	json_decref(more);
	return err;
}
