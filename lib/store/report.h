/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report.h - faults that stand, and reports that an ADMF was not told yet.
 *
 * A report is queued in the transaction of what causes it, and is there until
 * the ADMF has answered OK to it. What waits is bounded: a report takes an older
 * one of the same thing and state into it, and stands where it happened last.
 *
 * Floor    3: base, model.
 * Threads  As store.h.
 * Memory   As store.h.
 * Spec     TS 103 221-1 cl. 6.5 (reports), tables 24, 27, 29 (faults that are
 *          not resolved); TS 33.127 cl. 8.7 (faults are recorded)
 */
#ifndef LI_STORE_REPORT_H
#define LI_STORE_REPORT_H

#include "model/issue.h"
#include "store/store.h"

#define LI_REPORT_TOLD "report.told"

enum { LI_REPORTS_MAX = 65536 }; /* that wait; more are counted only */

/* Is there an ADMF to tell? Until told so, faults are kept and nothing is
 * queued. */
void li_store_reporting(struct li_store *store, bool on);

/* Keep an issue (writer): a fault that is raised or cleared stands or does not
 * from then on; what is new in it is audited and queued for the ADMF. One that
 * waits takes an older one of the same state in. since_us and times are set
 * here. A fault that stands already with this number, or does not stand and is
 * cleared, is nothing new. */
LI_MUST_USE li_err li_store_issue(struct li_store *store,
	const struct li_issue *issue);

/* The fault is of no interest any more: nobody is told. */
LI_MUST_USE li_err li_store_issue_forget(struct li_store *store,
	const struct li_issue *issue);

/* How many reports were queued since the store was opened. */
uint64_t li_store_reports(const struct li_store *store);

/* Given each fault or report; another value than LI_OK ends the walk and is
 * returned. fn calls nothing of this store. */
typedef li_err (*li_store_issue_fn)(int64_t id, const struct li_issue *issue,
	void *data);

/* Walk the faults that stand, or the first `limit` reports, oldest first.
 *   LI_ECORRUPT   a sealed value was changed
 */
LI_MUST_USE li_err li_store_fault_each(struct li_store *store,
	li_store_issue_fn fn, void *data);
LI_MUST_USE li_err li_store_report_each(struct li_store *store, size_t limit,
	li_store_issue_fn fn, void *data);

/* A report was told: it is erased, and action (LI_REPORT_TOLD, or why not)
 * audited, but that a checkpoint was told: a row of that would ask for the next
 * one. One that is gone already is LI_OK. */
LI_MUST_USE li_err li_store_report_done(struct li_store *store, int64_t id,
	const struct li_actor *actor, const char *action);

#endif
