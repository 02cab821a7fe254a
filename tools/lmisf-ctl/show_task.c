/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "ctl.h"
#include "json.h"
#include "model/pack.h"
#include "terms.h"

/* "in force", "not yet", "over", "ended" (before its time), "awaiting
 * approval". */
static const char *state(const struct li_task *t, int64_t at_us)
{
	if (t->ended_us && at_us >= t->ended_us)
		return "ended";
	if (t->awaiting)
		return "awaiting approval";
	if (li_task_in_force(t, at_us))
		return "in force";
	return at_us < t->starts_us ? "not yet" : "over";
}

json_t *ctl_time_json(int64_t at_us)
{
	char text[LI_CLOCK_TEXT];

	if (at_us == 0)
		return json_null();
	li_clock_format(at_us, text);
	return json_string(text);
}

static json_t *targets_json(const struct li_task *t)
{
	json_t *all = json_array();

	for (size_t i = 0; i < t->target_count; i++)
		json_array_append_new(all,
			json_pack("{ss}", li_id_kind_name(t->targets[i].kind),
				t->targets[i].text));
	return all;
}

static json_t *destinations_json(const struct li_task *t)
{
	json_t *all = json_array();
	char did[LI_UUID_TEXT];

	for (size_t i = 0; i < t->destination_count; i++) {
		li_uuid_format(&t->destinations[i], did);
		json_array_append_new(all, json_string(did));
	}
	return all;
}

static json_t *task_json(const struct li_task *t)
{
	char xid[LI_UUID_TEXT];
	json_t *json;

	li_uuid_format(&t->xid, xid);
	json = json_pack("{sI ss ss ss so so so so sb so ss ss}", "number",
		(json_int_t)t->row, "state", state(t, li_clock_now_us()), "xid",
		xid, "liid", t->liid, "targets", targets_json(t), "starts",
		ctl_time_json(t->starts_us), "ends", ctl_time_json(t->ends_us),
		"ended", ctl_time_json(t->ended_us), "content", t->content,
		"destinations", destinations_json(t), "operator",
		t->operator_name, "warrant", t->warrant);
	ctl_terms_json(t, json);
	return json;
}

static void print_row(const struct li_task *t)
{
	char ends[LI_CLOCK_TEXT];

	li_clock_format(t->ends_us, ends);
	printf("%6" PRId64 "  %-8s  %-25s  %.19sZ  %-7s  ", t->row,
		state(t, li_clock_now_us()), t->liid, ends,
		t->content ? "yes" : "no");
	for (size_t i = 0; i < t->target_count; i++)
		printf("%s%s", i ? " and " : "", t->targets[i].text);
	putchar('\n');
}

li_err ctl_task_list(struct ctl *c)
{
	json_t *list = json_array();
	struct li_slice rest, item;
	struct li_task t;
	li_err err;

	err = ctl_ask(c, LI_ADMIN_TASK_LIST, (struct li_slice){0});
	rest = li_buf_slice(&c->items);
	if (!err && !c->json)
		printf("%6s  %-8s  %-25s  %-20s  %-7s  %s\n", "NUMBER", "STATE",
			"LIID", "ENDS", "CONTENT", "TARGETS");
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_task(item, &t);
		if (!err && c->json)
			json_array_append_new(list, task_json(&t));
		else if (!err)
			print_row(&t);
	}
	if (!err && c->json)
		return ctl_print_json(list);
	json_decref(list);
	return err;
}

/* JSON's form of a string is one of YAML's. */
void ctl_print_text(const char *name, const char *text)
{
	json_t *value = json_string(text);

	printf("%s: ", name);
	json_dumpf(value, stdout, JSON_ENCODE_ANY);
	putchar('\n');
	json_decref(value);
}

void ctl_print_time(const char *name, int64_t at_us)
{
	char text[LI_CLOCK_TEXT];

	li_clock_format(at_us, text);
	printf("%s: %s\n", name, text);
}

/* As a task file: what is shown can be changed and given to `task modify`. */
static void print_task(const struct li_task *t)
{
	char id[LI_UUID_TEXT];

	printf("# task %" PRId64 ", %s\n", t->row, state(t, li_clock_now_us()));
	if (t->ended_us)
		ctl_print_time("# ended", t->ended_us);
	li_uuid_format(&t->xid, id);
	printf("xid: %s\n", id);
	ctl_print_text("liid", t->liid);
	printf("targets:\n");
	for (size_t i = 0; i < t->target_count; i++) {
		printf("  - ");
		ctl_print_text(li_id_kind_name(t->targets[i].kind),
			t->targets[i].text);
	}
	ctl_print_time("starts", t->starts_us);
	ctl_print_time("ends", t->ends_us);
	printf("content: %s\ndestinations:\n", t->content ? "yes" : "no");
	for (size_t i = 0; i < t->destination_count; i++) {
		li_uuid_format(&t->destinations[i], id);
		printf("  - %s\n", id);
	}
	ctl_print_text("operator", t->operator_name);
	ctl_print_text("warrant", t->warrant);
	ctl_terms_print(t);
}

li_err ctl_task_show(struct ctl *c)
{
	struct li_slice rest, item;
	struct li_uuid xid;
	struct li_task t;
	li_err err;

	err = ctl_xid(c, &xid);
	if (!err)
		err = ctl_ask(c, LI_ADMIN_TASK_SHOW,
			li_slice(xid.octet, sizeof(xid.octet)));
	rest = li_buf_slice(&c->items);
	if (!err && !ctl_item(&rest, &item))
		err = LI_ENOTFOUND;
	if (!err)
		err = li_unpack_task(item, &t);
	if (!err && c->json)
		return ctl_print_json(task_json(&t));
	if (!err)
		print_task(&t);
	return err;
}

li_err ctl_warrant_show(struct ctl *c)
{
	json_t *list = json_array();
	struct ctl_warrant warrant;
	struct li_slice rest, item;
	struct li_task t;
	const char *between = "";
	li_err err = ctl_warrant_find(c, &warrant);

	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_task(item, &t);
		if (err || !ctl_warrant_has(&warrant, &t))
			continue;
		if (c->json) {
			json_array_append_new(list, task_json(&t));
			continue;
		}
		fputs(between, stdout);
		between = "---\n";
		print_task(&t);
	}
	explicit_bzero(&t, sizeof(t));
	if (!err && c->json)
		return ctl_print_json(list);
	json_decref(list);
	return err;
}
