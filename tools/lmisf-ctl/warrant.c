/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ip.h"
#include "base/text.h"
#include "ctl.h"
#include "hi1/tasks.h"
#include "model/pack.h"
#include "terms.h"
#include "warrant_each.h"
#include "warrant_list.h"
#include "warrant_over.h"

enum {
	FILE_MAX = 1 << 20, /* octets of a request */
	PATH_MAX_HERE = 1023,
};

/* A request on its way in. */
struct import {
	struct ctl *c;
	struct li_buf file, body; /* XIDs that end, or tasks */
	struct li_hi1_request *request;
	struct li_hi1_done *each; /* what became of each action; or NULL */
	struct li_uuid first;     /* of its tasks */
	bool active[LI_HI1_OBJECTS_MAX];
	int64_t at_us;
};

static li_err read_file(struct import *m)
{
	const char *path = m->c->file;
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
	li_err err = LI_OK;
	int octet = 0;

	if (!f)
		return li_fault_set(&m->c->fault,
			errno == ENOENT ? LI_ENOTFOUND : LI_EIO, "%s: %s", path,
			strerror(errno));
	while (!err && (octet = getc(f)) != EOF) {
		li_buf_put_u8(&m->file, (uint8_t)octet);
		if (m->file.n > FILE_MAX)
			err = li_fault_set(&m->c->fault, LI_ETOOBIG,
				"%s: larger than a request is", path);
	}
	if (!err && ferror(f))
		err = li_fault_set(&m->c->fault, LI_EIO, "%s: cannot be read",
			path);
	if (f != stdin)
		fclose(f);
	return err ? err : li_buf_check(&m->file);
}

/* TS 103 120 cl. 8.2.8.3, 8.2.8.4 */
static bool is_asked_for(const struct li_destination *d,
	const struct li_hi1_address *a)
{
	return d->port == a->port && li_host_eq(d->host, a->host) &&
		(a->handover == LI_HI1_HANDOVER_ANY ||
			a->handover == li_hi1_handover_of(d->handover.format));
}

/* A destination that is there already: an order names an address, and who may
 * answer there is not for it to say. TS 33.128 cl. 5.2 */
static li_err find_destination(struct ctl *c, const struct li_hi1_address *a,
	struct li_uuid *out)
{
	struct li_slice rest, item;
	struct li_destination d;
	li_err err;

	err = ctl_ask(c, LI_ADMIN_DESTINATION_LIST, (struct li_slice){0});
	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_destination(item, &d);
		if (!err && is_asked_for(&d, a)) {
			*out = d.did;
			return LI_OK;
		}
	}
	return err
		? err
		: li_fault_set(&c->fault, LI_ENOTFOUND,
			  a->handover ? "DeliveryAddress: no destination has "
					"it in this HandoverFormat"
				      : "DeliveryAddress: no destination has "
					"it");
}

static li_err add_task(struct import *m, size_t i)
{
	const struct li_hi1_object *o = &m->request->objects[i];
	struct li_buf one = {0};
	const char *why = "";
	struct li_task t;
	li_err err = li_hi1_task(m->request, i, m->at_us, &t, &why);

	if (err)
		return li_fault_set(&m->c->fault, err, "action %zu: %s", i,
			why);
	li_slice_copy(li_slice_str(m->c->operator_name), t.operator_name,
		sizeof(t.operator_name));
	for (size_t d = 0; !err && d < o->delivery_count; d++)
		err = find_destination(m->c, &o->deliveries[d],
			&t.destinations[t.destination_count++]);
	if (!err && li_task_check(&t, &why))
		err = li_fault_set(&m->c->fault, LI_EINVAL, "action %zu: %s", i,
			why);
	if (!err) {
		if (!m->body.n)
			m->first = t.xid;
		m->active[i] = li_task_in_force(&t, m->at_us);
		li_pack_task(&one, &t);
		li_pack_slice(&m->body, li_buf_slice(&one));
	}
	if (!err)
		err = li_buf_check(&one);
	li_buf_fini(&one);
	explicit_bzero(&t, sizeof(t));
	return err;
}

static li_err go_each(struct import *m)
{
	m->each = calloc(LI_HI1_OBJECTS_MAX, sizeof(*m->each));
	return m->each ? ctl_warrant_each(m->c, m->request, m->at_us, m->each)
		       : LI_ENOMEM;
}

/* Authorisations, and tasks under them. */
static li_err hand_over(struct import *m)
{
	struct li_buf all = {0};
	li_err err;

	ctl_warrant_pack(m->request, &all);
	li_buf_put_slice(&all, li_buf_slice(&m->body));
	err = li_buf_check(&all);
	if (!err)
		err = ctl_ask(m->c, LI_ADMIN_WARRANT_ADD, li_buf_slice(&all));
	li_buf_wipe(&all);
	li_buf_fini(&all);
	return err;
}

/* Read, check and hand over all of it. */
static li_err carry_out(struct import *m)
{
	const char *where = "";
	li_err err;

	err = li_hi1_read(li_buf_slice(&m->file), m->request, &where);
	if (err)
		return li_fault_set(&m->c->fault, err,
			"not a request that is understood: %s", where);
	err = ctl_warrant_know(m->c, m->request);
	if (err)
		return err;
	err = li_hi1_check(m->request, &where);
	if (err)
		return li_fault_set(&m->c->fault, err, "%s", where);
	if (li_hi1_way(&m->request->objects[0]) == LI_HI1_EACH)
		return go_each(m);
	for (size_t i = 0; !err && i < m->request->object_count; i++)
		if (m->request->objects[i].verb == LI_HI1_UPDATE)
			err = ctl_warrant_end(m->c, m->request, i, &m->body);
		else if (m->request->objects[i].is_task)
			err = add_task(m, i);
	if (!err)
		err = li_buf_check(&m->body);
	if (err)
		return err;
	return m->request->objects[0].verb == LI_HI1_UPDATE
		? ctl_ask(m->c, LI_ADMIN_TASK_END, li_buf_slice(&m->body))
		: hand_over(m);
}

/* Does what was added wait for another operator? */
static li_err is_awaiting(struct import *m, bool *out)
{
	struct li_slice rest, item;
	struct li_task t;
	li_err err = ctl_ask(m->c, LI_ADMIN_TASK_SHOW,
		li_slice(m->first.octet, sizeof(m->first.octet)));

	rest = li_buf_slice(&m->c->items);
	if (!err && !ctl_item(&rest, &item))
		err = LI_ENOTFOUND;
	if (!err)
		err = li_unpack_task(item, &t);
	if (!err)
		*out = t.awaiting;
	return err;
}

/* The answer goes beside the request, or out when that came in so. */
static li_err write_answer(struct import *m, const struct li_buf *answer)
{
	char path[PATH_MAX_HERE + 16];
	FILE *f = stdout;
	int fd;

	if (strcmp(m->c->file, "-") != 0) {
		snprintf(path, sizeof(path), "%.*s.response", PATH_MAX_HERE,
			m->c->file);
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		f = fd < 0 ? NULL : fdopen(fd, "wb");
	}
	if (!f || fwrite(answer->p, 1, answer->n, f) != answer->n ||
		(f != stdout && fclose(f) != 0))
		return li_fault_set(&m->c->fault, LI_EIO,
			"the response cannot be written");
	return LI_OK;
}

static li_err answer(struct import *m, li_err done)
{
	char error[sizeof(m->c->fault.text)];
	struct li_hi1_outcome outcome = {
		.at_us = m->at_us,
		.active = m->active,
	};
	struct li_buf out = {0};
	li_err err = done || m->request->objects[0].verb != LI_HI1_CREATE
		? LI_OK
		: is_awaiting(m, &outcome.awaiting);

	/* Nothing of a target is in the text of a fault. */
	memcpy(error, m->c->fault.text, sizeof(error));
	if (m->each)
		outcome.each = m->each;
	else if (done)
		outcome.error = error;
	if (!err) {
		li_hi1_respond(&out, m->request, &outcome);
		err = li_buf_check(&out);
	}
	if (!err)
		err = write_answer(m, &out);
	li_buf_fini(&out);
	return done ? done : err;
}

li_err ctl_warrant_import(struct ctl *c)
{
	struct import m = {.c = c, .at_us = li_clock_now_us()};
	li_err err = read_file(&m);

	m.request = calloc(1, sizeof(*m.request));
	if (!err && !m.request)
		err = LI_ENOMEM;
	if (!err)
		err = answer(&m, carry_out(&m));
	if (m.request)
		explicit_bzero(m.request, sizeof(*m.request));
	free(m.request);
	ctl_warrant_each_free(m.each);
	li_buf_fini(&m.file);
	li_buf_fini(&m.body);
	return err;
}

/* Every warrant's reference with the numbers of its tasks. */
static li_err gather(struct ctl *c, json_t *all)
{
	struct li_slice rest, item;
	struct li_task t;
	li_err err = ctl_ask(c, LI_ADMIN_TASK_LIST, (struct li_slice){0});

	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item)) {
		json_t *tasks;

		err = li_unpack_task(item, &t);
		if (err)
			break;
		tasks = json_object_get(all, t.warrant);
		if (!tasks) {
			tasks = json_array();
			json_object_set_new(all, t.warrant, tasks);
		}
		json_array_append_new(tasks, json_integer((json_int_t)t.row));
	}
	return err;
}

li_err ctl_warrant_list(struct ctl *c)
{
	json_t *all = json_object(), *tasks, *number;
	const char *reference;
	size_t i;
	li_err err = gather(c, all);

	if (!err && c->json) {
		json_dumpf(all, stdout, JSON_INDENT(2));
		putchar('\n');
	} else if (!err) {
		json_object_foreach(all, reference, tasks)
		{
			printf("%s: task", reference);
			json_array_foreach(tasks, i, number) printf(" %lld",
				(long long)json_integer_value(number));
			putchar('\n');
		}
	}
	json_decref(all);
	return err;
}

/* ---- which tasks a word stands for ---- */

/* A task of X1 has in that place what else its ADMF said, which many have alike
 * and which makes no warrant. */
static bool is_reference(const char *text)
{
	return strncmp(text, "X1", 2) != 0 ||
		(text[2] != ' ' && text[2] != '\0');
}

static li_err read_reference(struct ctl *c, struct ctl_warrant *w)
{
	if (!fgets(w->reference, sizeof(w->reference), stdin))
		return li_fault_set(&c->fault, LI_EINVAL,
			"standard input: no reference of a warrant");
	w->reference[strcspn(w->reference, "\n")] = '\0';
	return is_reference(w->reference)
		? LI_OK
		: li_fault_set(&c->fault, LI_EINVAL,
			  "not the reference of a warrant: a task of X1 has a "
			  "number");
}

bool ctl_warrant_has(const struct ctl_warrant *w, const struct li_task *t)
{
	return w->alone ? t->row == w->alone
			: strcmp(t->warrant, w->reference) == 0;
}

/* Take the warrant over from the task of this number; 0: is there any? */
static li_err look_up(struct ctl *c, uint64_t number, struct ctl_warrant *w)
{
	struct li_slice rest = li_buf_slice(&c->items), item;
	bool found = false;
	struct li_task t;
	li_err err = LI_OK;

	while (!err && !found && ctl_item(&rest, &item)) {
		err = li_unpack_task(item, &t);
		found = !err &&
			(number ? t.row == (int64_t)number
				: ctl_warrant_has(w, &t));
		if (!found || !number)
			continue;
		memcpy(w->reference, t.warrant, sizeof(t.warrant));
		if (c->one_task || !is_reference(t.warrant))
			w->alone = t.row;
	}
	explicit_bzero(&t, sizeof(t));
	if (!err && !found)
		err = li_fault_set(&c->fault, LI_ENOTFOUND, "%s",
			number ? "no task has this number"
			       : "no task has this warrant");
	return err;
}

li_err ctl_warrant_find(struct ctl *c, struct ctl_warrant *out)
{
	struct ctl_warrant w = {.alone = 0};
	uint64_t number = 0;
	li_err err = LI_OK;

	if (strcmp(c->file, "-") == 0 && !c->one_task)
		err = read_reference(c, &w);
	else if (li_text_u64(li_slice_str(c->file), INT64_MAX, &number) ||
		number == 0)
		err = li_fault_set(&c->fault, LI_EINVAL,
			"a task's number is needed, as `task list` has it");
	if (!err)
		err = ctl_ask(c, LI_ADMIN_TASK_LIST, (struct li_slice){0});
	if (!err)
		err = look_up(c, number, &w);
	*out = w;
	return err;
}
