/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hi2_outbox.h - what a link over HI2 is given to send, and what came of it.
 */
#ifndef UNIT_DELIVER_HI2_OUTBOX_H
#define UNIT_DELIVER_HI2_OUTBOX_H

#include "deliver/link.h"
#include "encode/psp.h"
#include "peer.h"

enum { DUE_MAX = 64 };

static const int64_t id_step = 3;

/* What a PDU of a record said. */
struct got {
	char liid[LI_LIID_MAX + 1];
	bool has_cin;
	uint32_t cin, sequence;
	enum li_psp_type type;
	uint8_t content;
};

/* A link over HI2, its peer, and an outbox whose n-th record has id 3n + 3; it
 * is for LIID A, and every other one for B, too. */
struct world {
	struct li_loop *loop;
	struct li_link *link;
	struct peer peer;
	uint32_t due;
	int64_t gone;   /* nobody waits any more for what is up to there */
	uint32_t alone; /* from this record on they are for A only; 0: none */
	int64_t confirmed;
	size_t confirms;
	bool hss; /* records are of the HSS: of no session */
	enum li_notification notification; /* records are of HI4; 0: no */
	bool short_imsi;                   /* of whom they tell */
	char told[64]; /* test PDUs and notifications: "TA1", ... */
	bool wrong;    /* the peer answers with another number */
	bool options;  /* it takes options, */
	bool declines; /* or says that it does not */
	bool wants;    /* it asks for one, too */
	bool forgets;  /* it never says that it is content */
	bool mute;     /* it has no word on records */
	/* How far they are on this connection; records come behind that. */
	bool negotiates, content;
	/* What it was told, with numbers: 'o' asked for options, 'r' answered, 'c'
	 * complete, 'a' asked for a word on records */
	char asked[32];
	size_t resets; /* so often it was told that numbers begin anew, */
	size_t before; /* last behind so many PDUs of records */
	size_t checks, checks_before; /* integrity checks, and those before */
	struct got got[2 * DUE_MAX];
	uint32_t keepalives[DUE_MAX]; /* their numbers */
};

static inline void fill(struct li_outbox_entry *e, uint32_t n, bool hss)
{
	*e = (struct li_outbox_entry){
		.id = (int64_t)(n + 1) * id_step,
		.cin = hss ? 0 : 77,
		.iri = {.kind = hss ? LI_IRI_HSS_SERVING_SYSTEM
				    : LI_IRI_IMS_MESSAGE,
			.task = 1,
			.at_us = 1700000000123456,
			.correlation = hss ? 0 : 1,
			.direction = LI_DIRECTION_FROM_TARGET,
			.session = LI_SESSION_FROM_TARGET,
			.matched_count = 1,
			.sip = li_slice_str(
				"OPTIONS sip:a@ims.example SIP/2.0\r\n\r\n")},
		.liid_count = 1 + (n % 2 == 0),
		.liids = {{.text = "A",
				  .sequence = n,
				  .type = n ? LI_IRI_TYPE_CONTINUE
					    : LI_IRI_TYPE_BEGIN},
			{.text = "B",
				.sequence = n / 2,
				.type = LI_IRI_TYPE_REPORT}},
	};
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU,
				li_slice_str("sip:a@ims.example"),
				&e->iri.matched[0]),
		LI_OK);
}

static inline void notify(struct li_outbox_entry *e, enum li_notification what)
{
	e->cin = 0;
	e->iri.kind = LI_IRI_NOTIFICATION;
	e->iri.correlation = 0;
	e->iri.notification = what;
	e->iri.starts_us = 1700000000000000;
	e->iri.ends_us = 1800000000000000;
}

static inline void name_imsi(struct li_outbox_entry *e)
{
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMSI, li_slice_str("00101"),
				&e->iri.matched[0]),
		LI_OK);
}

static inline li_err scan(void *data, const struct li_uuid *did,
	const struct li_store_keys *keys, size_t *count)
{
	const int64_t last =
		(int64_t)((const struct world *)data)->due * id_step;

	li_err err = LI_OK;

	(void)did;
	*count = 0;
	for (int64_t id = (keys->after / id_step + 1) * id_step;
		!err && id <= last && *count < keys->limit; id += id_step) {
		if (id <= ((const struct world *)data)->gone)
			continue;
		err = keys->fn(id, 1, keys->data);
		*count += !err;
	}
	return err;
}

static inline li_err fetch(void *data, const struct li_uuid *did,
	const struct li_store_picks *picks, size_t *count)
{
	static struct li_outbox_entry entry;
	const struct world *w = data;
	li_err err = LI_OK;
	int64_t id;

	for ((void)did, *count = 0; !err && picks->next(&id, picks->data);
		*count += !err) {
		fill(&entry, (uint32_t)(id / id_step) - 1, w->hss);
		if (w->alone && entry.id > w->alone * id_step)
			entry.liid_count = 1;
		if (w->notification)
			notify(&entry, w->notification);
		if (w->short_imsi)
			name_imsi(&entry);
		err = picks->fn(&entry, picks->data);
	}
	return err;
}

static inline void confirmed(void *data, const struct li_uuid *did, int64_t id)
{
	struct world *w = data;

	(void)did;
	CU_ASSERT_TRUE(id > w->confirmed);
	w->confirmed = id;
	w->confirms++;
}

/* Every record of these can be sent. */
static inline li_err aside(void *data, const struct li_uuid *did, int64_t id,
	li_err why)
{
	(void)data;
	(void)did;
	(void)id;
	(void)why;
	CU_FAIL("a record was set aside");
	return LI_EBUG;
}

#endif
