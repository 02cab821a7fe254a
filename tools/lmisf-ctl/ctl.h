/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ctl.h - what the parts of lmisf-ctl share.
 *
 * No identity, LIID or XID comes in by the command line, where every process
 * could read it: they come in files or on standard input.
 *
 * Floor    5: base, model, store, net, ipc, flow, common; libcyaml for files,
 *          jansson for output.
 * Threads  One.
 * Memory   A struct ctl lives as long as the program.
 * Spec     TS 33.107 cl. 8 (no way in that is not logged)
 */
#ifndef LI_CTL_CTL_H
#define LI_CTL_CTL_H

#include "base/buf.h"
#include "common/config.h"
#include "ipc/admin.h"
#include "store/store.h"

/* One run of the program. */
struct ctl {
	struct li_config config;
	const char *operator_name; /* who acts; NULL when not said */
	const char *file; /* the first word behind the command, or its last */
	const char *session;         /* the last word of the command */
	const char *format, *scheme; /* of a destination; NULL: not said */
	bool no_ack;
	const char *since; /* a checkpoint, or a file with some; or NULL */
	const char *role;  /* as which he acts */
	enum li_door door;
	const char *out; /* audit export: the file, or NULL */
	const char *key; /* audit check: whose signature, or NULL */
	bool one_task;   /* audit export: not the rest of its warrant */
	bool json;
	int fd;                 /* to lmisfd, -1 without */
	struct li_store *store; /* ours while lmisfd does not run, or NULL */
	struct li_buf items;    /* ITEM messages of the last answer */
	struct li_admin_reply reply; /* the last answer */
	struct li_fault fault;       /* what went wrong */
};

/* ---- ask.c ---- */

/* Ask lmisfd, or do it here when none runs; items and reply hold the answer.
 *   LI_EAGAIN     the store is locked, but nobody answers
 *   LI_ETIMEOUT   no answer in a minute; LI_ECLOSED, LI_EVERSION, ...
 *   or what the reply says; fault holds its text
 */
LI_MUST_USE li_err ctl_ask(struct ctl *c, enum li_admin_op op,
	struct li_slice body);

/* Give back socket, store and buffers. */
void ctl_end(struct ctl *c);

/* The body of the next item: start with the whole of c->items; false ends. */
bool ctl_item(struct li_slice *rest, struct li_slice *item);

/* ---- init.c ---- */

/* Make the key file when there is none, and the store.
 *   LI_EEXIST   the store is there; nothing was changed
 */
LI_MUST_USE li_err ctl_init(struct ctl *c);

/* The store is a backup that was restored: have HI2 count anew.
 *   LI_EAGAIN   lmisfd has it
 *   as li_store_open(), li_store_restored()
 */
LI_MUST_USE li_err ctl_restored(struct ctl *c);

/* Replace the key file.
 *   LI_EAGAIN   somebody has the store open
 *   as li_store_key_rotate()
 */
LI_MUST_USE li_err ctl_key_rotate(struct ctl *c);

/* Does the store open, read only?
 *   as li_store_open()
 */
LI_MUST_USE li_err ctl_check(struct ctl *c);

/* ---- manage.c ---- */

/* Do a command that changes something. Errors are those of its file, of
 * ctl_ask() and of the store. */
LI_MUST_USE li_err ctl_task_add(struct ctl *c);
LI_MUST_USE li_err ctl_task_modify(struct ctl *c);
LI_MUST_USE li_err ctl_task_end(struct ctl *c);
LI_MUST_USE li_err ctl_task_approve(struct ctl *c);
LI_MUST_USE li_err ctl_destination_add(struct ctl *c);
LI_MUST_USE li_err ctl_destination_modify(struct ctl *c);
LI_MUST_USE li_err ctl_destination_remove(struct ctl *c);

/* ---- warrant.c ---- */

/* Import a request over HI1, all of it or nothing, and write the response:
 * beside its file, or out. Errors are also said in the response. */
LI_MUST_USE li_err ctl_warrant_import(struct ctl *c);

/* Print each warrant's reference with the numbers of its tasks. */
LI_MUST_USE li_err ctl_warrant_list(struct ctl *c);

/* Which tasks a command is about. */
struct ctl_warrant {
	char reference[LI_WARRANT_MAX + 1];
	int64_t alone; /* a task's number: not the others of its warrant */
};

/* Those that the command's word stands for: of the warrant of a task's number,
 * or, "-", of the one whose reference is on standard input; one task alone when
 * it is to be so or came over X1. At least one is among c->items, which list all
 * tasks.
 *   LI_EINVAL     neither; LI_ENOTFOUND   no task has it
 */
LI_MUST_USE li_err ctl_warrant_find(struct ctl *c, struct ctl_warrant *out);

/* Is the task one of them? */
bool ctl_warrant_has(const struct ctl_warrant *warrant,
	const struct li_task *task);

/* The XID that the command's word stands for: a number of `task list`, or "-"
 * for an XID on standard input.
 *   LI_EINVAL     neither; LI_ENOTFOUND   no task has this number
 */
LI_MUST_USE li_err ctl_xid(struct ctl *c, struct li_uuid *out);

/* ---- show.c, show_task.c, show_security.c ---- */

/* Do a command that only reads, and print; errors as above. */
LI_MUST_USE li_err ctl_status(struct ctl *c);
LI_MUST_USE li_err ctl_task_list(struct ctl *c);
LI_MUST_USE li_err ctl_task_show(struct ctl *c);
LI_MUST_USE li_err ctl_warrant_show(struct ctl *c);
LI_MUST_USE li_err ctl_destination_list(struct ctl *c);
LI_MUST_USE li_err ctl_security_list(struct ctl *c);

/* ---- sessions.c, ladder.c ---- */

/* Print the sessions of a task that there are records of; print those of one.
 * Errors as above.
 *   LI_EINVAL      not the number of a session
 *   LI_ENOTFOUND   no such task, or it has no such session
 *   LI_ETOOBIG     too many sessions
 */
LI_MUST_USE li_err ctl_sessions(struct ctl *c);
LI_MUST_USE li_err ctl_ladder(struct ctl *c);

/* ---- audit.c ---- */

/* Check the audit, and print what was checked.
 *   LI_ECORRUPT   fault names the first row that does not fit
 */
LI_MUST_USE li_err ctl_audit_verify(struct ctl *c);

/* ---- audit_export.c, audit_check.c ---- */

/* Write the audit's rows of one warrant or task, with the proof that they are
 * of it, and what was ordered and done, opened.
 *   LI_EEXIST     the file is there; untouched
 *   LI_ECORRUPT   the audit does not fit; nothing is written
 */
LI_MUST_USE li_err ctl_audit_export(struct ctl *c);

/* Check such a file, without configuration, store or lmisfd.
 *   LI_ECORRUPT LI_EMALFORMED   it is not as it was signed
 */
LI_MUST_USE li_err ctl_audit_check(struct ctl *c);

#endif
