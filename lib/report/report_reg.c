/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "report/report.h"

enum { NO_PARTY = 0xff };

static bool is_impu(uint8_t kind)
{
	return kind == LI_ID_IMPU || kind == LI_ID_E164;
}

/* Are all targets of the task IMPUs? Such a task knows only of these; with an
 * IMPI, IMSI or IMEI it knows of all that its user registers. R6.3-400 */
static bool impus_only(const struct li_brief *task)
{
	for (size_t i = 0; i < task->target_count; i++)
		if (!is_impu(task->kinds[i]))
			return false;
	return true;
}

static bool is_target(const struct li_report_case *c, size_t at)
{
	for (size_t i = 0; i < c->task->target_count; i++)
		if (c->party[i] == at)
			return true;
	return false;
}

/* The canonical text of an identity in the arena; empty when it is none. */
static struct li_slice canonical(enum li_id_kind kind, struct li_slice text,
	struct li_arena *arena)
{
	struct li_identity id;

	if (text.n == 0 || li_identity_parse(kind, text, &id))
		return (struct li_slice){0};
	return li_arena_copy(arena, li_slice(id.text, id.len));
}

static struct li_slice text_of(const struct li_identity *id,
	struct li_arena *arena)
{
	return li_arena_copy(arena, li_slice(id->text, id->len));
}

/* The text of a target; a number as the IMPU that it is. RFC 3966 */
static struct li_slice target(const struct li_brief *task, size_t i,
	struct li_arena *arena)
{
	char tel[LI_ID_MAX + 6];
	struct li_identity id;
	int n;

	li_brief_target(task, i, &id);
	if (id.kind != LI_ID_E164)
		return text_of(&id, arena);
	n = snprintf(tel, sizeof(tel), "tel:+%s", id.text);
	return li_arena_copy(arena, li_slice(tel, (size_t)n));
}

/* The identity of a kind: as the event has it, as a target, or as known. */
static struct li_slice of_kind(const struct li_report_case *c,
	enum li_id_kind kind, uint32_t roles, struct li_arena *arena)
{
	const struct li_event *event = c->event;

	for (size_t i = 0; i < event->party_count; i++)
		if (event->parties[i].role & roles &&
			event->parties[i].kind == kind)
			return canonical(kind, event->parties[i].text, arena);
	for (size_t i = 0; i < c->task->target_count; i++)
		if (c->task->kinds[i] == kind)
			return target(c->task, i, arena);
	for (size_t i = 0; i < c->other_count; i++)
		if (c->others[i].kind == kind)
			return text_of(&c->others[i], arena);
	return (struct li_slice){0};
}

/* An S-CSCF that registers a user with an application server binds its own
 * contact there, not the user's. TS 24.229 cl. 5.4.1.7 */
static bool third_party(const struct li_event *event)
{
	struct li_slice from = {0}, to = {0};

	for (size_t i = 0; i < event->party_count; i++) {
		if (event->parties[i].role == LI_ROLE_FROM)
			from = event->parties[i].text;
		else if (event->parties[i].role == LI_ROLE_TO)
			to = event->parties[i].text;
	}
	return !li_slice_eq(from, to);
}

/* What all rows of the case have in common. */
static struct li_reg_row common(const struct li_report_case *c,
	struct li_arena *arena)
{
	const struct li_event *event = c->event;
	struct li_reg_row row = {
		.task = c->task->row,
		.state = c->change->reg_after,
		.witness = event->source,
		.at_us = event->at_us,
	};

	row.impi = of_kind(c, LI_ID_IMPI,
		LI_ROLE_AUTH_USERNAME | LI_ROLE_CX_USER_NAME, arena);
	row.imei = of_kind(c, LI_ID_IMEI, LI_ROLE_CONTACT_INSTANCE, arena);
	if (c->change->expires_s >= 0)
		row.expires_us = event->at_us + c->change->expires_s * 1000000;
	if (event->source == LI_SOURCE_CX) {
		row.server_name = event->cx.server_name;
		row.visited_network = event->cx.visited_network.n
			? event->cx.visited_network
			: c->change->visited;
	} else if (event->sip.contact_count && !third_party(event)) {
		row.contact = event->sip.contacts[0].uri;
	}
	return row;
}

/* Does the event say something of the registration? Of Cx only what is granted
 * does, of queries only where the user is, of a profile only who it is. */
static bool tells(const struct li_report_case *c)
{
	const struct li_event *event = c->event;

	if (!c->change->registration)
		return false;
	if (event->source == LI_SOURCE_SIP)
		return true;
	switch (event->cx.command) {
	case LI_CX_SAR:
	case LI_CX_RTR: return li_cx_success(&event->cx);
	case LI_CX_UAR:
		return li_cx_success(&event->cx) && c->change->visited_changed;
	case LI_CX_PPR:
		return li_cx_success(&event->cx) &&
			(c->change->came_count || c->change->left_count);
	case LI_CX_LIR:
	case LI_CX_MAR: return false;
	}
	return false;
}

/* Is the target an IMPU that its user has no longer? TS 29.228 cl. 6.2.2 */
static bool has_left(const struct li_report_case *c)
{
	struct li_identity id;

	li_brief_target(c->task, 0, &id);
	for (size_t i = 0; i < c->change->left_count; i++)
		if (li_identity_same(&id, &c->change->left[i]))
			return true;
	return false;
}

size_t li_report_regs(const struct li_report_case *c, struct li_arena *arena,
	struct li_reg_row rows[static LI_REPORT_REGS_MAX])
{
	const struct li_event *event = c->event;
	bool sip = event->source == LI_SOURCE_SIP, only;
	struct li_reg_row row;
	size_t n = 0;

	if (!tells(c))
		return 0;
	row = common(c, arena);
	only = !sip && impus_only(c->task);
	for (size_t i = 0; i < event->party_count && n < LI_REPORT_REGS_MAX;
		i++) {
		const struct li_party *p = &event->parties[i];

		if (p->role != (sip ? LI_ROLE_TO : LI_ROLE_CX_PUBLIC_IDENTITY))
			continue;
		if (only && !is_target(c, i))
			continue;
		row.impu = canonical(LI_ID_IMPU, p->text, arena);
		row.key = row.impu;
		if (row.key.n)
			rows[n++] = row;
	}
	if (n || sip)
		return n;
	/* An exchange that names no IMPU of the target. */
	row.impu = (struct li_slice){0};
	if (only)
		row.impu = target(c->task, 0, arena);
	if (only && has_left(c))
		row.state = LI_REG_NONE;
	row.key = only ? row.impu : row.impi;
	if (row.key.n)
		rows[n++] = row;
	return n;
}

bool li_report_registered_row(const struct li_report_case *c,
	enum li_reg_state state, struct li_arena *arena, struct li_reg_row *row)
{
	*row = (struct li_reg_row){
		.task = c->task->row,
		.impi = of_kind(c, LI_ID_IMPI, 0, arena),
		.state = state,
		.witness = LI_SOURCE_CX,
		.at_us = c->event->at_us,
	};
	if (impus_only(c->task))
		row->impu = target(c->task, 0, arena);
	row->key = row->impu.n ? row->impu : row->impi;
	return row->key.n > 0;
}
