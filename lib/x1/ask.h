/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ask.h - ask lmisfd to do something, and wait for its answer.
 *
 * lmisfd answers when a change is committed and in force, within milliseconds,
 * so the wait is short; it is bounded, as an ADMF waits for us. What was sent
 * in time is done nevertheless, so lmisfd can be asked on the same connection to
 * tell the ADMF what came of it.
 *
 * Floor    4: ipc, net.
 * Threads  An asker belongs to one thread.
 * Memory   An asker owns its connection; items are wiped with the next
 *          question and at the end.
 * Spec     TS 103 221-1 cl. 5.2.2 (TIME1), table 46 (9040); TS 33.107 cl. 8 (who asks is named)
 */
#ifndef LI_X1_ASK_H
#define LI_X1_ASK_H

#include "ipc/admin.h"

/* A question's answer. Items are messages of ipc/admin.h, one behind the
 * other. */
struct li_x1_answer {
	struct li_buf items;
	struct li_admin_reply reply;
	/* Set before asking, or empty: a body of LI_ADMIN_LATE, to have lmisfd
	 * tell the ADMF when the answer is not waited for. Then `later` says
	 * that it will. */
	struct li_slice late;
	bool later;
	/* Set before asking: it is looked what came of a question whose answer
	 * was lost. lmisfd may be starting again, so that is waited for, for as
	 * long as that answer would have been. */
	bool looks;
	/* The question was sent, and then the connection broke: it may have been
	 * carried out. */
	bool lost;
};

/* How questions are put: to lmisfd, or in a test to a store.
 *   LI_OK   an answer came; what it is, is in answer->reply
 *   LI_ETIMEOUT LI_ECLOSED LI_ENOTFOUND LI_EDENIED LI_EMALFORMED ...
 *           none came: it is not known what became of a change
 */
typedef li_err (*li_x1_ask_fn)(void *data,
	const struct li_admin_request *request, struct li_x1_answer *answer);

struct li_x1_asker;

/* Make one; nothing is connected yet. socket is copied.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_x1_asker_new(const char *socket, int64_t timeout_us,
	struct li_x1_asker **out);

/* NULL is fine. */
void li_x1_asker_free(struct li_x1_asker *asker);

/* The li_x1_ask_fn of an asker, which is data. Connects when it must, once. */
li_err li_x1_asker_ask(void *data, const struct li_admin_request *request,
	struct li_x1_answer *answer);

/* Wipe and free what an answer holds. */
void li_x1_answer_fini(struct li_x1_answer *answer);

/* The next item of an answer: start with *rest all of its items; false ends. */
bool li_x1_answer_next(struct li_slice *rest, struct li_slice *item);

#endif
