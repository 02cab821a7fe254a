/* SPDX-License-Identifier: BSD-3-Clause
 *
 * desk.h - a service on a store of its own, asked as an ADMF would.
 */
#ifndef LI_UNIT_X1_DESK_H
#define LI_UNIT_X1_DESK_H

#include "../flow/place.h"
#include "flow/admin.h"
#include "messages.h"
#include "x1/pack.h"
#include "x1/service.h"

/* A service on a store of its own: what lmisfd does, without lmisfd. */
struct desk {
	struct place place;
	struct li_store *store;
	struct li_x1_service service;
	int64_t at_us;
	li_err broken; /* the asker gives this instead */
	enum heard { HEARD, LOST_DONE, LOST_UNDONE } next; /* the next answer */
	size_t heard;                                      /* of the ADMF */
	size_t asked;                                      /* questions */
	bool later;          /* who is not heard tells the ADMF later */
	struct li_buf lates; /* what it would tell */
	struct li_buf out;
};

static const int64_t now_us = 1795316645678901;

static inline li_err ask(void *data, const struct li_admin_request *request,
	struct li_x1_answer *answer)
{
	const struct li_admin_terms terms = {.at_us = now_us,
		.two_person = true};
	struct li_admin_change change;
	struct desk *d = data;

	li_buf_wipe(&answer->items);
	d->asked++;
	answer->later = d->broken && d->later;
	li_buf_put_slice(&d->lates, answer->late);
	answer->lost = d->next != HEARD;
	if (d->broken || d->next == LOST_UNDONE) {
		d->next = HEARD;
		return d->broken ? d->broken : LI_ECLOSED;
	}
	CU_ASSERT_STRING_EQUAL(request->actor, "admf-1");
	CU_ASSERT_STRING_EQUAL(request->via, "lmisf-x1d");
	li_admin_apply(d->store, &terms, request, &answer->items,
		&answer->reply, &change);
	d->next = HEARD;
	return answer->lost ? LI_ECLOSED : LI_OK;
}

static inline void on_heard(void *data)
{
	struct desk *d = data;

	d->heard++;
}

static inline void set_up(struct desk *d)
{
	struct li_store_place at;

	*d = (struct desk){.service = {.admf = "admf-1",
				   .ne = "ne-1",
				   .ask = ask,
				   .ask_data = d,
				   .heard = on_heard,
				   .heard_data = d,
				   .deactivate_all = true,
				   .remove_all = true,
				   .keepalive = true},
		.at_us = now_us};
	at = place_make(&d->place);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&at, LI_STORE_WRITER, &d->store,
				      NULL),
		LI_OK);
}

static inline void tear_down(struct desk *d)
{
	li_store_close(d->store);
	li_buf_fini(&d->out);
	li_buf_fini(&d->lates);
	place_remove(&d->place);
}

/* Serve a document; the answer is NUL-terminated. */
static const char *serve_as(struct desk *d, const char *uid, const char *text)
{
	struct li_x1_arrived arrived = {.uid = uid, .at_us = d->at_us};
	struct li_buf requests = {0};

	arrived.err = li_x1_pack_document(li_slice_str(text), &requests);
	arrived.requests = li_buf_slice(&requests);
	li_buf_reset(&d->out);
	CU_ASSERT_EQUAL_FATAL(li_x1_serve(&d->service, &arrived, &d->out),
		LI_OK);
	li_buf_fini(&requests);
	li_buf_put_u8(&d->out, 0);
	CU_ASSERT_PTR_NULL(strstr((char *)d->out.p, "canary"));
	return (char *)d->out.p;
}

/* The error code of the only answer; 0: OK; -1: something else. */
static inline int code_of(const char *answer)
{
	const char *at = strstr(answer, "<ns1:errorCode>");

	if (at)
		return atoi(at + strlen("<ns1:errorCode>"));
	return strstr(answer, "<ns1:oK>AcknowledgedAndCompleted</ns1:oK>") ? 0
									   : -1;
}

static inline int code(struct desk *d, const char *text)
{
	return code_of(serve_as(d, "admf-1", text));
}

static inline bool says(struct desk *d, const char *text, const char *answer)
{
	return strstr(serve_as(d, "admf-1", text), answer) != NULL;
}

#define XID2 "29f28e1c-f230-486a-a860-f5a784ab9173"
#define TASK_OF(target, rest) TASK(TARGET("telUri", target), rest)
#define CREATE                                                                 \
	ROOT(MESSAGE("CreateDestination",                                      \
		DESTINATION(EL("friendlyName", "mdf") IP_PORT(                 \
			"<c:IPv4Address>192.0.2.7</c:IPv4Address>",            \
			"<c:TCPPort>4444</c:TCPPort>"))))
#define ACTIVATE ROOT(MESSAGE("ActivateTask", TASK_OF("tel:+15551230001", "")))
#define MODIFY                                                                 \
	ROOT(MESSAGE("ModifyTask",                                             \
		TASK_OF("tel:+15551230002", EL("correlationID", "7"))))
#define ONE(type, name, value) ROOT(MESSAGE(type, EL(name, value)))
#define BARE(type) ROOT(MESSAGE(type, ""))

#endif
