/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_note.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "ipc/door.h"
#include "store/audit.h"

/* Which actions a program may note, and by which door it comes when it is not
 * the administrators'. */
static bool may_note(const struct li_admin_request *r, const char *action)
{
	static const struct {
		const char *via, *word;
		enum li_door door;
	} words[] = {
		{"lmisf-x1d", "x1.", LI_DOOR_X1},
		{"lmisf-deliver", "delivery.", LI_DOOR_DELIVERY},
		{"lmisf-ctl", "audit.", LI_DOOR_AUDITOR},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(r->via, words[i].via) == 0)
			return (r->door == LI_DOOR_ADMIN ||
				       r->door == words[i].door) &&
				strncmp(action, words[i].word,
					strlen(words[i].word)) == 0;
	return false;
}

li_err li_admin_note(struct li_store *store,
	const struct li_admin_request *request)
{
	const struct li_actor actor = {request->actor, request->via};
	struct li_admin_note body;
	struct li_audit_note note;
	li_err err = li_admin_note_get(request->body, &body);

	if (err)
		return err;
	if (!may_note(request, body.action))
		return LI_EDENIED;
	note = (struct li_audit_note){
		.action = body.action,
		.object = body.object[0] ? body.object : NULL,
		.result = body.result[0] ? body.result : NULL,
		.detail = body.detail,
	};
	return li_store_note(store, &actor, &note);
}

li_err li_admin_looked(struct li_store *store, const struct li_actor *actor,
	const char *action, const char *what, const struct li_uuid *id)
{
	char text[64], uuid[LI_UUID_TEXT];
	int n;

	li_uuid_format(id, uuid);
	n = snprintf(text, sizeof(text), "%s=%s", what, uuid);
	return li_store_audit(store, actor, action, NULL,
		li_slice(text, (size_t)n));
}

void li_admin_refused(struct li_store *store,
	const struct li_admin_request *request, li_err err, const char *text)
{
	/* Who is not named is at least known by the program that asked. */
	const struct li_actor actor = {
		.name = request->actor[0] ? request->actor : "not named",
		.via = request->via[0] ? request->via : "not named",
	};
	const struct li_audit_note note = {
		.action = li_admin_op_name(request->op),
		.result = li_err_name(err),
		.detail = li_slice_str(text),
	};
	li_err kept = li_store_note(store, &actor, &note);

	if (kept)
		li_log(LI_LOG_ERROR, "audit", 0,
			"a refused request was not kept: %s",
			li_err_name(kept));
}
