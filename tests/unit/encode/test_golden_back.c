/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/eps.h"
#include "encode/xiri.h"
#include "golden.h"
#include "golden_link.h"
#include "unit.h"

static struct sample samples[SAMPLES_MAX];
static struct golden list[GOLDEN_MAX];
static struct li_arena arena;

static bool address(const struct li_address *got, const struct li_address *want)
{
	/* an address is mandatory: an unknown one is 0.0.0.0 */
	return got->family == (want->family ? want->family : 4) &&
		memcmp(got->ip, want->ip, sizeof(got->ip)) == 0;
}

static bool text(struct li_slice got, const struct li_identity *want)
{
	return li_slice_eq(got, li_slice(want->text, want->len));
}

/* TS 33.128 table 5.5.2-2 */
static bool targets(const struct li_xiri *x, const struct li_iri *iri)
{
	size_t at = 0;

	for (size_t i = 0; i < iri->matched_count; i++, at++)
		if (at >= x->target_count ||
			!text(x->targets[at].text, &iri->matched[i]) ||
			x->targets[at].provenance != LI_XIRI_MATCHED_ON)
			return false;
	for (size_t i = 0; i < iri->other_count; i++, at++)
		if (at >= x->target_count ||
			!text(x->targets[at].text, &iri->others[i]))
			return false;
	return at == x->target_count;
}

static bool start(const struct li_xiri_start *s, const struct li_iri *iri)
{
	if (iri->originating_count == 0) /* nothing of it is known */
		return s->originating_count == 1 && s->terminating.n > 0 &&
			s->offer.n == 0 && s->answer.n == 0;
	for (size_t i = 0; i < iri->originating_count; i++)
		if (!li_slice_eq(s->originating[i], iri->originating[i]))
			return false;
	return s->originating_count == iri->originating_count &&
		li_slice_eq(s->terminating, iri->terminating) &&
		li_slice_eq(s->diversion, iri->diversion) &&
		li_slice_eq(s->offer, iri->offer) &&
		li_slice_eq(s->answer, iri->answer);
}

/* Is what was read what was written? r17 cannot say what was modified. */
static bool xiri(struct li_slice payload, const struct li_iri *iri, bool hi2,
	bool r17)
{
	struct li_xiri x;

	if (li_xiri_decode(payload, &arena, &x) != LI_OK || x.hi2 != hi2 ||
		x.release != (r17 ? 17 : 19) || (hi2 && !targets(&x, iri)))
		return false;
	if (iri->kind == LI_IRI_START_OF_INTERCEPTION)
		return x.event == LI_XIRI_ACTIVE_SESSION &&
			start(&x.start, iri);
	if (iri->kind == LI_IRI_REGISTERED_TARGET)
		return x.event == LI_XIRI_REGISTERED_TARGET &&
			x.registered.status == iri->status &&
			x.registered.count >= iri->matched_count;
	return x.event == LI_XIRI_IMS_MESSAGE && x.session == iri->session &&
		li_slice_eq(x.sip, iri->sip) && address(&x.from, &iri->from) &&
		address(&x.to, &iri->to) &&
		x.modifications == (r17 ? 0 : iri->modifications);
}

static bool has(const struct li_eps_identity *ids, size_t count,
	struct li_slice want)
{
	for (size_t i = 0; i < count; i++)
		if (li_slice_eq(ids[i].text, want))
			return true;
	return false;
}

static bool changes(const struct li_eps *e, const struct li_iri *iri)
{
	for (size_t i = 0; i < iri->came_count; i++)
		if (!has(e->came, e->came_count, iri->came[i].text))
			return false;
	for (size_t i = 0; i < iri->left_count; i++)
		if (!has(e->left, e->left_count, iri->left[i].text))
			return false;
	return e->came_count == iri->came_count &&
		e->left_count == iri->left_count;
}

/* TS 33.108 cl. B.9, CCKeyInfo */
static bool keys(const struct li_eps *e, const struct li_iri *iri)
{
	const bool of_keys = iri->kind == LI_IRI_MEDIA_KEYS;
	const size_t count = of_keys && iri->keys ? iri->keys->count : 0;

	for (size_t i = 0; i < count; i++) {
		const struct li_media_key *k = &iri->keys->at[i];

		if (!li_slice_eq(e->keys[i].cs_id,
			    li_slice(k->cs_id, k->cs_id_n)) ||
			!li_slice_eq(e->keys[i].key,
				li_slice(k->key, k->key_n)) ||
			!li_slice_eq(e->keys[i].salt,
				li_slice(k->salt, k->salt_n)))
			return false;
	}
	return e->key_count == count &&
		e->key_failure ==
		(of_keys && (count == 0 || iri->keys->failed));
}

/* TS 33.108 cl. 7, B.9 */
static bool eps(const struct li_eps *e, const struct li_iri *iri,
	const char *liid)
{
	static const uint8_t events[] = {
		[LI_IRI_HSS_SERVING_SYSTEM] = LI_EPS_SERVING_SYSTEM,
		[LI_IRI_HSS_REGISTRATION_TERMINATION] =
			LI_EPS_REGISTRATION_TERMINATION,
		[LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE] =
			LI_EPS_SUBSCRIBER_RECORD_CHANGE,
		[LI_IRI_HSS_LOCATION_INFORMATION_REQUEST] =
			LI_EPS_LOCATION_INFORMATION_REQUEST,
		[LI_IRI_MEDIA_KEYS] = LI_EPS_MEDIA_KEYS,
	};
	const bool ends = iri->kind == LI_IRI_HSS_REGISTRATION_TERMINATION;
	const bool asks = iri->kind == LI_IRI_HSS_LOCATION_INFORMATION_REQUEST;

	return e->record == LI_EPS_REPORT && e->event == events[iri->kind] &&
		li_slice_is(e->liid, liid) && e->at_s == iri->at_us / 1000000 &&
		has(e->parties, e->party_count,
			li_slice(iri->matched[0].text, iri->matched[0].len)) &&
		changes(e, iri) && keys(e, iri) &&
		(!ends || e->assignment_type == iri->cx.assignment_type) &&
		(!ends || e->reason_code == iri->cx.reason_code) &&
		(!asks || li_slice_eq(e->requesting_node, iri->cx.origin_host));
}

static bool x2_payload(const struct golden *g, const struct li_x2_pdu *p)
{
	static struct li_eps e; /* large */

	if (p->format == LI_X2_FORMAT_33128)
		return xiri(p->payload, g->iri, false, false);
	if (p->format == LI_X2_FORMAT_SIP)
		return li_slice_eq(p->payload, g->iri->sip);
	return p->format == LI_X2_FORMAT_EPS &&
		li_eps_decode(p->payload, &arena, &e) == LI_OK &&
		eps(&e, g->iri, LI_EPS_LIID);
}

static bool x2(const struct golden *g, struct li_slice octets)
{
	const struct li_iri *iri = g->iri;
	struct li_x2_pdu p;

	if (li_x2_decode(octets, &p) != LI_OK || p.size != octets.n)
		return false;
	if (!iri)
		return p.sequence == 7 && p.payload.n == 0 &&
			p.type ==
			(g->acknowledges ? LI_X2_KEEPALIVE_ACK
					 : LI_X2_KEEPALIVE_REQUEST);
	return p.sequence == iri->sequence &&
		p.correlation == iri->correlation &&
		p.direction == iri->direction &&
		li_uuid_eq(&p.xid, &iri->xid) &&
		(int64_t)p.seconds * 1000000 + p.nanoseconds / 1000 ==
		iri->at_us &&
		p.matched_count == iri->matched_count &&
		p.other_count >= iri->other_count && x2_payload(g, &p);
}

static bool record(const struct golden *g, const struct li_psp_record *r)
{
	const struct li_iri *iri = g->iri;

	if (r->type != g->type)
		return false;
	if (r->content == 15)
		return r->eps && eps(r->eps, iri, "LIID-TEST-1");
	if (r->content == 19)
		return xiri(r->octets, iri, true, g->form == GOLDEN_R17);
	return r->content == 11 && r->ipmm == 17 &&
		r->iri_only == (iri->modifications != 0) &&
		li_slice_eq(r->sip, iri->sip) &&
		address(&r->from, &iri->from) && address(&r->to, &iri->to);
}

static bool link_of(const struct golden_link *l, const struct li_psp *p)
{
	const struct li_psp_notice *got = p->notices;

	if (l->notice.type)
		return p->notice_count == 1 && got->type == l->notice.type &&
			got->start_us == l->notice.start_us &&
			got->end_us == l->notice.end_us &&
			li_address_eq(&got->delivery, &l->notice.delivery) &&
			(l->notice.target ? text(got->target.text,
						    l->notice.target)
					  : !got->target.kind);
	if (p->kind != l->kind || l->kind != LI_PSP_INTEGRITY)
		return p->kind == l->kind;
	return p->checked_count == l->check.count &&
		memcmp(p->checked, l->check.numbers,
			l->check.count * sizeof(*p->checked)) == 0 &&
		p->check_type == (l->check.signature ? 2 : 1) &&
		li_slice_eq(p->value, l->check.value);
}

static bool hi2(const struct golden *g, struct li_slice octets)
{
	const struct li_psp_head head = golden_head(g);
	struct li_psp p;
	size_t size = 0;

	return li_psp_frame(octets, &size) == LI_OK && size == octets.n &&
		li_psp_decode(octets, &arena, &p) == LI_OK &&
		p.version == LI_PSP_VERSION && li_slice_eq(p.liid, head.liid) &&
		p.has_cin == head.has_cin && p.cin == head.cin &&
		p.sequence == head.sequence && p.at_us == head.at_us &&
		(g->link ? link_of(g->link, &p)
			 : p.record_count == 1 && record(g, &p.records[0]));
}

static void test_golden_back__reads_what_was_written(void)
{
	const size_t n = golden_make(samples, samples_make(samples), list);

	for (size_t i = 0; i < n; i++) {
		const struct golden *g = &list[i];
		struct li_buf out = {0};
		bool good;

		CU_ASSERT_EQUAL_FATAL(golden_encode(g, &out), LI_OK);
		good = g->form <= GOLDEN_X2_SIP ? x2(g, li_buf_slice(&out))
						: hi2(g, li_buf_slice(&out));
		if (!good)
			printf("%s/%s\n", golden_folder(g->form), g->name);
		CU_ASSERT_TRUE(good);
		li_buf_fini(&out);
		li_arena_reset(&arena);
	}
	li_arena_fini(&arena);
}

UNIT_MAIN("encode.golden_back",
	UNIT_TEST(test_golden_back__reads_what_was_written))
