/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/door.h"

enum {
	X = 1 << LI_DOOR_X1,
	D = 1 << LI_DOOR_DELIVERY,
	A = 1 << LI_DOOR_AUDITOR,
	O = 1 << LI_DOOR_OPERATOR,
	M = 1 << LI_DOOR_METRICS,
};

/* The word that the audit has for a request, done or refused, and whose it is.
 * An operator sees how it runs, and nobody's name: no target, LIID or XID. An
 * auditor sees all, and changes nothing. Metrics see what is counted of all that
 * comes, and nothing of LI. TS 33.127 cl. 8.7 */
static const struct {
	const char *name;
	unsigned int doors;
} ops[LI_ADMIN_OP_LAST + 1] = {
	[LI_ADMIN_STATUS] = {"status.read", X | A | O},
	[LI_ADMIN_TASK_ADD] = {"task.add", X},
	[LI_ADMIN_TASK_MODIFY] = {"task.modify", X},
	[LI_ADMIN_TASK_END] = {"task.end", X},
	[LI_ADMIN_TASK_END_ALL] = {"task.end", X},
	[LI_ADMIN_TASK_LIST] = {"task.list", X | A},
	[LI_ADMIN_TASK_SHOW] = {"task.show", X | A},
	[LI_ADMIN_DESTINATION_ADD] = {"destination.add", X},
	[LI_ADMIN_DESTINATION_REMOVE] = {"destination.remove", X},
	[LI_ADMIN_DESTINATION_LIST] = {"destination.list", X | A | O},
	[LI_ADMIN_AUDIT_VERIFY] = {"audit.verify", A},
	[LI_ADMIN_CONFIRM] = {"delivery.confirm", D},
	[LI_ADMIN_ASIDE] = {"delivery.aside", D},
	[LI_ADMIN_CHECKED] = {"delivery.checked", D},
	[LI_ADMIN_CHECKING] = {"delivery.checking", D},
	[LI_ADMIN_DESTINATION_MODIFY] = {"destination.modify", X},
	[LI_ADMIN_DESTINATION_BEHIND] = {"status.read", X | A | O},
	[LI_ADMIN_SECURITY_LIST] = {"security.list", A},
	[LI_ADMIN_HEARD] = {"heard", X},
	[LI_ADMIN_FAULT_LIST] = {"status.read", X | A},
	[LI_ADMIN_REPORT_LIST] = {"report.list", X},
	[LI_ADMIN_REPORT_DONE] = {"report.done", X},
	[LI_ADMIN_ISSUE] = {"issue", X | D},
	[LI_ADMIN_LATE] = {"late", X},
	[LI_ADMIN_WARRANT_SHOW] = {"authorisation.show", A},
	[LI_ADMIN_WARRANT_OF] = {"authorisation.show", A},
	[LI_ADMIN_WARRANT_LIST] = {"authorisation.list", A},
	[LI_ADMIN_NOTE] = {"note", X | D | A},
	[LI_ADMIN_EXPORT_BEGIN] = {"audit.export", A},
	[LI_ADMIN_EXPORT_PAGE] = {"audit.export", A},
	[LI_ADMIN_EXPORT_END] = {"audit.exported", A},
	[LI_ADMIN_OBJECT_ADD] = {"object.add", X},
	[LI_ADMIN_OBJECT_MODIFY] = {"object.modify", X},
	[LI_ADMIN_OBJECT_REMOVE] = {"object.remove", X},
	[LI_ADMIN_OBJECT_LIST] = {"object.list", X | A},
	[LI_ADMIN_COUNT] = {"count.read", O | M},
	[LI_ADMIN_COUNT_LI] = {"status.read", O},
	[LI_ADMIN_BATCH] = {"batch", X},
	[LI_ADMIN_SESSION_LIST] = {"session.list", A},
	[LI_ADMIN_SESSION_LADDER] = {"session.ladder", A},
	[LI_ADMIN_KEYS] = {"count.keys", D},
	/* administrators alone */
	[LI_ADMIN_TASK_APPROVE] = {"task.approve", 0},
	[LI_ADMIN_WARRANT_ADD] = {"warrant.add", 0},
	[LI_ADMIN_WARRANT_MODIFY] = {"authorisation.modify", 0},
	[LI_ADMIN_WARRANT_END] = {"authorisation.end", 0},
};

static const char *const names[] = {
	[LI_DOOR_ADMIN] = "administrator",
	[LI_DOOR_X1] = "X1",
	[LI_DOOR_DELIVERY] = "delivery",
	[LI_DOOR_AUDITOR] = "auditor",
	[LI_DOOR_OPERATOR] = "operator",
	[LI_DOOR_METRICS] = "metrics",
};

bool li_door_allows(enum li_door door, enum li_admin_op op)
{
	return door == LI_DOOR_ADMIN ||
		(op <= LI_ADMIN_OP_LAST && ops[op].doors >> door & 1);
}

bool li_door_hears(enum li_door door, uint16_t type)
{
	return door == LI_DOOR_ADMIN ||
		(door == LI_DOOR_DELIVERY && type == LI_IPC_ADMIN_FOLLOW) ||
		(door == LI_DOOR_X1 && type == LI_IPC_ADMIN_LISTEN);
}

bool li_door_of_persons(enum li_door door)
{
	return door != LI_DOOR_X1 && door != LI_DOOR_DELIVERY &&
		door != LI_DOOR_METRICS;
}

const char *li_door_name(enum li_door door)
{
	return names[door];
}

const char *li_admin_op_name(enum li_admin_op op)
{
	return op <= LI_ADMIN_OP_LAST && ops[op].name ? ops[op].name
						      : "request";
}
