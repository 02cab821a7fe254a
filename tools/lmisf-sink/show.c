/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>

#include <jansson.h>

#include "base/clock.h"
#include "encode/utf8.h"
#include "net/sock.h"
#include "record.h"

/* Text that is safe to print: no controls, UTF-8 only. */
static void put_clean(struct li_buf *out, struct li_slice s)
{
	while (s.n > 0) {
		const size_t n = li_utf8_first(s);

		if (n == 0 || s.p[0] < 0x20 || s.p[0] == 0x7f)
			li_buf_put_u8(out, '?');
		else
			li_buf_put(out, s.p, n);
		s = li_slice_sub(s, n > 0 ? n : 1, s.n);
	}
}

static json_t *text_json(struct li_slice s)
{
	struct li_buf clean = {0};
	json_t *value;

	if (s.n == 0)
		return json_null();
	put_clean(&clean, s);
	value = json_stringn((const char *)clean.p, clean.n);
	li_buf_fini(&clean);
	return value;
}

/* With its ends of line, which JSON can hold. */
static json_t *sdp_json(struct li_slice s)
{
	if (s.n > 0 && li_utf8_valid(s))
		return json_stringn((const char *)s.p, s.n);
	return text_json(s);
}

static json_t *number_json(uint64_t v)
{
	return v > 0 ? json_integer((json_int_t)v) : json_null();
}

static int64_t event_us(const struct record *r)
{
	return (int64_t)r->pdu.seconds * 1000000 + r->pdu.nanoseconds / 1000;
}

static json_t *time_json(const struct record *r)
{
	char text[LI_CLOCK_TEXT];

	if (!r->pdu.has_time)
		return json_null();
	li_clock_format(event_us(r), text);
	return json_string(text);
}

static json_t *address_json(const struct li_address *at)
{
	char text[LI_SOCK_TEXT];

	if (at->family == 0)
		return json_null();
	li_sock_format(at, text);
	return json_string(text);
}

/* Target identifiers as [{"impu": "sip:..."}, ...]. */
static json_t *targets_json(const struct li_slice *list, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		struct li_x2_target target;
		json_t *one = json_object();

		if (li_x2_target_read(list[i], &target) == LI_OK)
			json_object_set_new(one, target.element,
				text_json(li_slice_str(target.text)));
		else
			json_object_set_new(one, "unreadable",
				text_json(list[i]));
		json_array_append_new(array, one);
	}
	return array;
}

static void put_identities(struct li_buf *out, const char *before,
	const struct li_eps_identity *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		li_buf_put_str(out, before);
		put_clean(out, ids[i].text);
	}
}

/* What happened, in a few words. */
static void put_summary(struct li_buf *out, const struct record *r)
{
	if (r->start_line.n > 0) {
		put_clean(out, r->start_line);
		return;
	}
	li_buf_put_str(out, r->event);
	if (r->start.originating_count > 0) {
		li_buf_put_str(out, ", ");
		put_clean(out, r->start.originating[0]);
		li_buf_put_str(out, " to ");
		put_clean(out, r->start.terminating);
	}
	if (r->eps.visited_network.n > 0) {
		li_buf_put_str(out, ", visited network ");
		put_clean(out, r->eps.visited_network);
	}
	if (r->eps.event != 0 && r->eps.reason_code >= 0)
		li_buf_printf(out, ", reason %" PRId64, r->eps.reason_code);
	put_identities(out, ", new ", r->eps.came, r->eps.came_count);
	put_identities(out, ", old ", r->eps.left, r->eps.left_count);
	if (r->registered.count > 0)
		li_buf_printf(out, ", status %u", r->registered.status);
}

static json_t *summary_json(const struct record *r)
{
	struct li_buf text = {0};
	json_t *value;

	put_summary(&text, r);
	value = text_json(li_buf_slice(&text));
	li_buf_fini(&text);
	return value;
}

static json_t *header_json(const struct record *r)
{
	const struct li_x2_pdu *p = &r->pdu;
	char xid[LI_UUID_TEXT], correlation[17];

	li_uuid_format(&p->xid, xid);
	/* In text: it has 64 bits, more than JSON readers keep. */
	snprintf(correlation, sizeof(correlation), "%016" PRIx64,
		p->correlation);
	/* The LIID is not on X2: the mediation function knows it of the XID.
	 * TS 33.128 cl. 5.3.2 */
	return json_pack("{s:s, s:s, s:s, s:n, s:I, s:s, s:o, s:s}", "format",
		r->format, "type", "x2", "xid", xid, "liid", "seq",
		(json_int_t)p->sequence, "correlation", correlation, "time",
		time_json(r), "direction", record_direction(r));
}

static json_t *body_json(const struct record *r)
{
	const struct li_x2_pdu *p = &r->pdu;

	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
			 " s:o, s:b, s:b, s:b, s:I}",
		"event", r->event, "sip_method", text_json(r->method),
		"sip_status", number_json(r->status), "call_id",
		text_json(r->call_id), "matched",
		targets_json(p->matched, p->matched_count), "others",
		targets_json(p->others, p->other_count), "summary",
		summary_json(r), "nfid", text_json(p->nfid), "ipid",
		text_json(p->ipid), "src", address_json(&p->from), "dst",
		address_json(&p->to), "modified", r->modified, "duplicate",
		r->duplicate, "differs", r->differs, "received_us",
		(json_int_t)r->received_us);
}

/* TS 33.128 cl. 7.12.4.2.2 */
static int add_start(const struct li_xiri_start *start, json_t *to)
{
	json_t *originating = json_array();

	for (size_t i = 0; i < start->originating_count; i++)
		json_array_append_new(originating,
			text_json(start->originating[i]));
	return json_object_update_new(to,
		json_pack("{s:o, s:o, s:o, s:o, s:o}", "originating",
			originating, "terminating",
			text_json(start->terminating), "diversion",
			text_json(start->diversion), "offer",
			sdp_json(start->offer), "answer",
			sdp_json(start->answer)));
}

static json_t *identities_json(const struct li_eps_identity *ids, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array,
			json_pack("{s:o}", ids[i].kind,
				text_json(ids[i].text)));
	return array;
}

/* TS 33.108 cl. B.9 */
static int add_eps(const struct li_eps *eps, json_t *to)
{
	return json_object_update_new(to,
		json_pack("{s:o, s:o, s:o, s:o, s:o}", "parties",
			identities_json(eps->parties, eps->party_count),
			"other_identities",
			identities_json(eps->others, eps->other_count), "new",
			identities_json(eps->came, eps->came_count), "old",
			identities_json(eps->left, eps->left_count),
			"requesting_node", text_json(eps->requesting_node)));
}

/* TS 33.128 cl. 7.2.4.3.3 */
static int add_registered(const struct li_xiri_registered *r, json_t *to)
{
	json_t *identities = json_array();

	for (size_t i = 0; i < r->count; i++)
		json_array_append_new(identities,
			json_pack("{s:o}", li_id_kind_name(r->ids[i].kind),
				text_json(r->ids[i].text)));
	return json_object_update_new(to,
		json_pack("{s:o, s:i}", "identities", identities, "status",
			(int)r->status));
}

li_err record_show_json(const struct record *r, FILE *out)
{
	json_t *all = header_json(r), *body = body_json(r);
	li_err err = LI_OK;

	if (!all || !body || json_object_update(all, body) != 0 ||
		(r->start.originating_count > 0 && add_start(&r->start, all)) ||
		(r->eps.event && add_eps(&r->eps, all)) ||
		(r->registered.count && add_registered(&r->registered, all)))
		err = LI_ENOMEM;
	else if (json_dumpf(all, out, JSON_COMPACT) != 0 ||
		fputc('\n', out) == EOF)
		err = LI_EIO;
	json_decref(all);
	json_decref(body);
	return err;
}

li_err record_show_text(const struct record *r, FILE *out)
{
	struct li_buf summary = {0};
	char xid[LI_UUID_TEXT], at[LI_CLOCK_TEXT];
	li_err err;

	put_summary(&summary, r);
	li_buf_put_u8(&summary, '\0');
	err = li_buf_check(&summary);
	if (err == LI_OK) {
		li_uuid_format(&r->pdu.xid, xid);
		li_clock_format(event_us(r), at);
		if (fprintf(out, "%s  %.8s  %6" PRIu32 "  %-11s  %s%s%s\n", at,
			    xid, r->pdu.sequence, record_direction(r),
			    (const char *)summary.p,
			    r->modified ? "  [modified]" : "",
			    r->differs             ? "  [differs]"
				    : r->duplicate ? "  [again]"
						   : "") < 0)
			err = LI_EIO;
	}
	li_buf_fini(&summary);
	return err;
}
