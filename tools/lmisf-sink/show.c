/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>

#include "base/clock.h"
#include "show_value.h"

static void put_identities(struct li_buf *out, const char *before,
	const struct li_eps_identity *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		li_buf_put_str(out, before);
		show_clean(out, ids[i].text);
	}
}

static void put_eps(struct li_buf *out, const struct li_eps *eps)
{
	if (eps->visited_network.n > 0) {
		li_buf_put_str(out, ", visited network ");
		show_clean(out, eps->visited_network);
	}
	if (eps->event != 0 && eps->reason_code >= 0)
		li_buf_printf(out, ", reason %" PRId64, eps->reason_code);
	put_identities(out, ", new ", eps->came, eps->came_count);
	put_identities(out, ", old ", eps->left, eps->left_count);
	if (eps->event == LI_EPS_MEDIA_KEYS)
		li_buf_printf(out, ", %zu keys%s", eps->key_count,
			eps->key_failure ? ", not all" : "");
}

/* What happened, in a few words. */
static void put_summary(struct li_buf *out, const struct record *r)
{
	if (r->start_line.n > 0) {
		show_clean(out, r->start_line);
		return;
	}
	li_buf_put_str(out, r->event);
	if (r->start.originating_count > 0) {
		li_buf_put_str(out, ", ");
		show_clean(out, r->start.originating[0]);
		li_buf_put_str(out, " to ");
		show_clean(out, r->start.terminating);
	}
	if (r->eps)
		put_eps(out, r->eps);
	if (r->registered.count > 0)
		li_buf_printf(out, ", status %u", r->registered.status);
	if (r->check)
		li_buf_printf(out, ", %s", r->check);
}

static json_t *summary_json(const struct record *r)
{
	struct li_buf text = {0};
	json_t *value;

	put_summary(&text, r);
	value = show_text(li_buf_slice(&text));
	li_buf_fini(&text);
	return value;
}

static json_t *x2_json(const struct record *r)
{
	char xid[LI_UUID_TEXT], correlation[17];

	li_uuid_format(&r->x2->xid, xid);
	/* In text: it has 64 bits, more than JSON readers keep. */
	snprintf(correlation, sizeof(correlation), "%016" PRIx64,
		r->x2->correlation);
	/* The LIID is not on X2: the mediation function knows it of the XID.
	 * TS 33.128 cl. 5.3.2 */
	return json_pack("{s:s, s:s, s:s, s:n, s:s, s:n, s:n}", "format",
		r->format, "type", "x2", "xid", xid, "liid", "correlation",
		correlation, "cin", "iri_type");
}

/* TS 102 232-1 cl. 5.2.10 */
static const char *type_name(uint8_t type)
{
	static const char *const names[] = {NULL, "begin", "end", "continue",
		"report"};

	return type < sizeof(names) / sizeof(names[0]) ? names[type] : NULL;
}

/* The XID is not on HI2; the CIN is what its records correlate by. */
static json_t *hi2_json(const struct record *r)
{
	const struct li_psp *p = r->psp;
	char liid[RECORD_LIID_TEXT];

	record_liid(p->liid, liid);
	return json_pack("{s:s, s:s, s:n, s:s, s:n, s:o, s:s?, s:I, s:I, s:o,"
			 " s:o, s:o, s:o}",
		"format", r->format, "type", "hi2", "xid", "liid", liid,
		"correlation", "cin",
		p->has_cin ? json_integer(p->cin) : json_null(), "iri_type",
		type_name(r->type), "record", (json_int_t)r->part, "version",
		(json_int_t)p->version, "operator", show_text(p->operator_id),
		"element", show_text(p->element), "authorization_country",
		show_text(p->authorization_country), "delivery_country",
		show_text(p->delivery_country));
}

static json_t *body_json(const struct record *r)
{
	return json_pack("{s:I, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o,"
			 " s:o, s:o, s:o, s:o, s:b, s:o, s:b, s:b, s:b, s:I}",
		"seq", (json_int_t)r->sequence, "time",
		r->has_time ? show_time(r->at_us) : json_null(), "direction",
		record_direction(r), "event", r->event, "sip_method",
		show_text(r->method), "sip_status", show_number(r->status),
		"call_id", show_text(r->call_id), "matched",
		show_targets(r, true), "others", show_targets(r, false),
		"summary", summary_json(r), "nfid", show_text(r->nfid), "ipid",
		show_text(r->ipid), "src", show_address(&r->from), "dst",
		show_address(&r->to), "modified", r->modified, "modifications",
		show_modifications(r->modifications), "der", r->der,
		"duplicate", r->duplicate, "differs", r->differs, "received_us",
		(json_int_t)r->received_us);
}

/* TS 33.128 cl. 7.12.4.2.2 */
static int add_start(const struct li_xiri_start *start, json_t *to)
{
	json_t *originating = json_array();

	for (size_t i = 0; i < start->originating_count; i++)
		json_array_append_new(originating,
			show_text(start->originating[i]));
	return json_object_update_new(to,
		json_pack("{s:o, s:o, s:o, s:o, s:o}", "originating",
			originating, "terminating",
			show_text(start->terminating), "diversion",
			show_text(start->diversion), "offer",
			show_lines(start->offer), "answer",
			show_lines(start->answer)));
}

/* TS 33.108 cl. B.9 */
static int add_eps(const struct li_eps *eps, json_t *to)
{
	return json_object_update_new(to,
		json_pack("{s:o, s:o, s:o, s:o, s:o}", "parties",
			show_identities(eps->parties, eps->party_count),
			"other_identities",
			show_identities(eps->others, eps->other_count), "new",
			show_identities(eps->came, eps->came_count), "old",
			show_identities(eps->left, eps->left_count),
			"requesting_node", show_text(eps->requesting_node)));
}

/* TS 33.108 cl. B.9, CCKeyInfo */
static int add_keys(const struct li_eps *eps, json_t *to)
{
	json_t *keys = json_array();

	for (size_t i = 0; i < eps->key_count; i++)
		json_array_append_new(keys,
			json_pack("{s:o, s:o, s:o}", "cs_id",
				show_octets(eps->keys[i].cs_id), "key",
				show_octets(eps->keys[i].key), "salt",
				show_octets(eps->keys[i].salt)));
	return json_object_update_new(to,
		json_pack("{s:o, s:b}", "media_keys", keys, "media_key_failure",
			(int)eps->key_failure));
}

/* TS 33.128 cl. 7.2.4.3.3 */
static int add_registered(const struct li_xiri_registered *r, json_t *to)
{
	json_t *identities = json_array();

	for (size_t i = 0; i < r->count; i++)
		json_array_append_new(identities,
			json_pack("{s:o}", li_id_kind_name(r->ids[i].kind),
				show_text(r->ids[i].text)));
	return json_object_update_new(to,
		json_pack("{s:o, s:i}", "identities", identities, "status",
			(int)r->status));
}

/* TS 102 232-1 cl. 7.2 */
static int add_check(const struct record *r, json_t *to)
{
	const struct li_psp *p = r->psp;
	json_t *numbers = json_array();

	for (size_t i = 0; i < p->checked_count; i++)
		json_array_append_new(numbers, json_integer(p->checked[i]));
	return json_object_update_new(to,
		json_pack("{s:s, s:o, s:s}", "check_type",
			p->check_type == 2 ? "signature" : "hash", "checked",
			numbers, "check", r->check));
}

/* TS 33.128 cl. 5.7 */
static int add_notice(const struct li_psp_notice *n, json_t *to)
{
	static const char *const names[] = {"other", "activation",
		"deactivation", "modification"};
	json_t *target = json_array();

	if (n->target.kind)
		json_array_append_new(target,
			json_pack("{s:o}", n->target.kind,
				show_text(n->target.text)));
	return json_object_update_new(to,
		json_pack("{s:s, s:o, s:o, s:o, s:o}", "notification",
			names[n->type], "target", target, "delivery",
			show_address(&n->delivery), "start",
			n->start_us >= 0 ? show_time(n->start_us) : json_null(),
			"end",
			n->end_us >= 0 ? show_time(n->end_us) : json_null()));
}

static int add_more(const struct record *r, json_t *to)
{
	int bad = 0;

	if (r->start.originating_count > 0)
		bad |= add_start(&r->start, to);
	if (r->eps)
		bad |= add_eps(r->eps, to);
	if (r->eps && r->eps->event == LI_EPS_MEDIA_KEYS)
		bad |= add_keys(r->eps, to);
	if (r->registered.count > 0)
		bad |= add_registered(&r->registered, to);
	if (r->check)
		bad |= add_check(r, to);
	if (r->notice)
		bad |= add_notice(r->notice, to);
	return bad;
}

li_err record_show_json(const struct record *r, FILE *out)
{
	json_t *all = r->x2 ? x2_json(r) : hi2_json(r), *body = body_json(r);
	li_err err = LI_OK;

	if (!all || !body || json_object_update(all, body) != 0 ||
		add_more(r, all) != 0)
		err = LI_ENOMEM;
	else if (json_dumpf(all, out, JSON_COMPACT) != 0 ||
		fputc('\n', out) == EOF)
		err = LI_EIO;
	json_decref(all);
	json_decref(body);
	return err;
}

/* What a line for people begins with: a piece of the XID, or the LIID. */
static void stream_text(const struct record *r, char text[static LI_UUID_TEXT])
{
	char liid[RECORD_LIID_TEXT];

	if (r->x2) {
		li_uuid_format(&r->x2->xid, text);
		text[8] = '\0';
		return;
	}
	record_liid(r->psp->liid, liid);
	snprintf(text, LI_UUID_TEXT, "%.25s", liid);
}

li_err record_show_text(const struct record *r, FILE *out)
{
	struct li_buf summary = {0};
	char stream[LI_UUID_TEXT], at[LI_CLOCK_TEXT];
	li_err err;

	put_summary(&summary, r);
	li_buf_put_u8(&summary, '\0');
	err = li_buf_check(&summary);
	if (err == LI_OK) {
		stream_text(r, stream);
		li_clock_format(r->at_us, at);
		if (fprintf(out, "%s  %s  %6" PRIu32 "  %-11s  %s%s%s\n", at,
			    stream, r->sequence, record_direction(r),
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
