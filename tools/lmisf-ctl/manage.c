/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ctl.h"
#include "files.h"
#include "model/pack.h"

/* Find a destination by DID or name.
 *   LI_ENOTFOUND
 */
static li_err find_destination(struct ctl *c, const char *word,
	struct li_uuid *out)
{
	struct li_slice rest, item;
	struct li_destination d;
	li_err err;

	if (li_uuid_parse(word, out) == LI_OK)
		return LI_OK;
	err = ctl_ask(c, LI_ADMIN_DESTINATION_LIST, (struct li_slice){0});
	if (err)
		return err;
	rest = li_buf_slice(&c->items);
	while (ctl_item(&rest, &item)) {
		err = li_unpack_destination(item, &d);
		if (err)
			return err;
		if (strcmp(d.name, word) != 0)
			continue;
		*out = d.did;
		return LI_OK;
	}
	return li_fault_set(&c->fault, LI_ENOTFOUND, "no such destination");
}

/* Send a task; print its XID, which only now matters to anyone. */
static li_err send_task(struct ctl *c, enum li_admin_op op,
	struct ctl_task_file *f)
{
	struct li_task *t = &f->task;
	char text[LI_UUID_TEXT];
	struct li_buf body = {0};
	li_err err;

	for (size_t i = 0; i < t->destination_count; i++) {
		err = find_destination(c, f->destinations[i],
			&t->destinations[i]);
		/* A word of a warrant is not repeated. TS 33.127 cl. 8.2 */
		if (err == LI_ENOTFOUND)
			return li_fault_set(&c->fault, err,
				"destination %zu of the task: there is none of "
				"that name",
				i + 1);
		if (err)
			return err;
	}
	li_pack_task(&body, t);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(c, op, li_buf_slice(&body));
	li_buf_fini(&body);
	if (err)
		return err;
	li_uuid_format(&t->xid, text);
	printf("xid: %s\n", text);
	return LI_OK;
}

li_err ctl_task_add(struct ctl *c)
{
	struct ctl_task_file f;
	li_err err;

	err = ctl_task_file_read(c->file, c->operator_name, &f, &c->fault);
	if (!err && !f.has_xid)
		err = li_uuid_draw(&f.task.xid);
	if (!err)
		err = send_task(c, LI_ADMIN_TASK_ADD, &f);
	explicit_bzero(&f, sizeof(f));
	return err;
}

/* The task of a number or an XID, as it is now.
 *   LI_ENOTFOUND
 */
static li_err find_task(struct ctl *c, int64_t number,
	const struct li_uuid *xid, struct li_task *out)
{
	struct li_slice rest, item;
	li_err err;

	err = ctl_ask(c, LI_ADMIN_TASK_LIST, (struct li_slice){0});
	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_task(item, out);
		if (!err &&
			(xid ? li_uuid_eq(&out->xid, xid) : out->row == number))
			return LI_OK;
	}
	return err ? err
		   : li_fault_set(&c->fault, LI_ENOTFOUND, "no such task");
}

/* A change replaces the whole task: a start that the file leaves out stays as
 * it is. TS 103 221-1 cl. 6.2.3 */
li_err ctl_task_modify(struct ctl *c)
{
	struct ctl_task_file f;
	struct li_task now;
	li_err err;

	err = ctl_task_file_read(c->file, c->operator_name, &f, &c->fault);
	if (!err && !f.has_xid)
		err = li_fault_set(&c->fault, LI_EINVAL,
			"%s: key 'xid' is missing: it says which task",
			c->file);
	if (!err && !f.has_starts) {
		err = find_task(c, 0, &f.task.xid, &now);
		f.task.starts_us = now.starts_us;
	}
	if (!err)
		err = send_task(c, LI_ADMIN_TASK_MODIFY, &f);
	explicit_bzero(&f, sizeof(f));
	return err;
}

static li_err xid_of_input(struct ctl *c, struct li_uuid *out)
{
	char line[64];

	if (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (li_uuid_parse(line, out) == LI_OK)
			return LI_OK;
	}
	return li_fault_set(&c->fault, LI_EINVAL,
		"standard input: not a UUID on its first line");
}

li_err ctl_xid(struct ctl *c, struct li_uuid *out)
{
	struct li_task task;
	uint64_t number;
	li_err err;

	if (strcmp(c->file, "-") == 0)
		return xid_of_input(c, out);
	if (li_text_u64(li_slice_str(c->file), INT64_MAX, &number))
		return li_fault_set(&c->fault, LI_EINVAL,
			"allowed: a number of 'task list', or - to read an XID "
			"from standard input (others can read a command line)");
	err = find_task(c, (int64_t)number, NULL, &task);
	if (!err)
		*out = task.xid;
	return err;
}

li_err ctl_task_end(struct ctl *c)
{
	struct li_uuid xid;
	li_err err = ctl_xid(c, &xid);

	return err ? err
		   : ctl_ask(c, LI_ADMIN_TASK_END,
			     li_slice(xid.octet, sizeof(xid.octet)));
}

li_err ctl_task_approve(struct ctl *c)
{
	struct li_uuid xid;
	li_err err = ctl_xid(c, &xid);

	return err ? err
		   : ctl_ask(c, LI_ADMIN_TASK_APPROVE,
			     li_slice(xid.octet, sizeof(xid.octet)));
}

/* What the command line says goes before what the file says. */
static li_err set_handover(struct ctl *c, struct li_destination *d)
{
	const char *why;

	if (c->format && li_format_of(c->format, &d->handover.format))
		return li_fault_set(&c->fault, LI_EINVAL,
			"--format: allowed: x2, x2-sip, hi2-33128, "
			"hi2-33128-r17, hi2-ipmm");
	if (c->scheme && li_scheme_of(c->scheme, &d->handover.scheme))
		return li_fault_set(&c->fault, LI_EINVAL,
			"--scheme: allowed: report, session");
	d->handover.silent |= c->no_ack;
	return li_destination_check(d, &why)
		? li_fault_set(&c->fault, LI_EINVAL, "%s", why)
		: LI_OK;
}

/* Send a destination; print its DID. */
static li_err send_destination(struct ctl *c, enum li_admin_op op,
	struct li_destination *d)
{
	struct li_buf body = {0};
	char text[LI_UUID_TEXT];
	li_err err = set_handover(c, d);

	if (err)
		return err;
	li_pack_destination(&body, d);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(c, op, li_buf_slice(&body));
	li_buf_fini(&body);
	if (err)
		return err;
	li_uuid_format(&d->did, text);
	printf("did: %s\n", text);
	return LI_OK;
}

li_err ctl_destination_add(struct ctl *c)
{
	struct li_destination d;
	bool has_did = false;
	li_err err =
		ctl_destination_file_read(c->file, &d, &has_did, &c->fault);

	return err ? err : send_destination(c, LI_ADMIN_DESTINATION_ADD, &d);
}

/* TS 103 221-1 cl. 6.3.2: all of it is replaced */
li_err ctl_destination_modify(struct ctl *c)
{
	struct li_destination d;
	bool has_did = false;
	li_err err =
		ctl_destination_file_read(c->file, &d, &has_did, &c->fault);

	if (!err && !has_did)
		err = find_destination(c, d.name, &d.did);
	return err ? err : send_destination(c, LI_ADMIN_DESTINATION_MODIFY, &d);
}

li_err ctl_destination_remove(struct ctl *c)
{
	struct li_uuid did;
	li_err err = find_destination(c, c->file, &did);

	return err ? err
		   : ctl_ask(c, LI_ADMIN_DESTINATION_REMOVE,
			     li_slice(did.octet, sizeof(did.octet)));
}
