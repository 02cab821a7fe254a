/* SPDX-License-Identifier: BSD-3-Clause
 *
 * apply.h - carry out one request and write its response.
 *
 * OK is written when lmisfd said that the change is committed and in force.
 * When it has the request and says nothing in time, the answer is Acknowledged,
 * and lmisfd reports what came of it. When it ends before it has answered, it is
 * looked whether it was done (apply_lost.c). When it is not known to have it, the
 * answer is an error, and the ADMF asks for the state or sends the request
 * again. TS 103 221-1 cl. 5.2.2, 5.2.3
 *
 * Floor    4: ipc, base, model.
 * Threads  That of the service's asker.
 * Memory   The response is appended to the caller's buffer.
 * Spec     TS 103 221-1 cl. 6.2 to 6.6, table 46
 */
#ifndef LI_X1_APPLY_H
#define LI_X1_APPLY_H

#include "x1/batch.h"
#include "x1/reply.h"

/* A request came from the ADMF: called before any of its document is carried
 * out. */
typedef void (*li_x1_heard_fn)(void *data);

/* What an NE is set to, and whom it asks. */
struct li_x1_service {
	const char *admf, *ne; /* the identifiers of both ends */
	li_x1_ask_fn ask;
	void *ask_data;
	li_x1_heard_fn heard; /* NULL: nobody wants to know */
	void *heard_data;
	uint64_t *refused;   /* requests that were not looked at; NULL: nobody
			    * wants to know */
	bool deactivate_all; /* TS 103 221-1 cl. 6.2.4: as agreed */
	bool remove_all;     /* cl. 6.3.4 */
	bool keepalive;      /* cl. 6.6.2 */
};

/* A request whose head was checked, and what it shares with those of its
 * container that are asked with it. ends->at_us is now. */
struct li_x1_job {
	const struct li_x1_service *service;
	const struct li_x1_ends *ends;
	const struct li_x1_request *request;
	struct li_x1_batch *batch;
	struct li_slice container; /* all of its requests, packed */
};

/* Judge it, and put what it asks of lmisfd into the batch, if it asks. False: it
 * cannot be asked with those before it. */
bool li_x1_ask_ahead(const struct li_x1_job *job);

/* Ask what was put into the batch. */
void li_x1_ask_all(const struct li_x1_job *job);

/* Carry it out and write its response: with the next answer of the batch where
 * that was asked, else it is asked alone. */
void li_x1_apply(const struct li_x1_job *job, struct li_buf *out);

#endif
