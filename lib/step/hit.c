/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/redact.h"
#include "step/scope.h"

/* What else the mirror knows to be who the task's targets are. */
static size_t others(const struct li_step *step, const struct li_brief *task,
	struct li_identity out[static LI_IRI_IDENTITIES_MAX])
{
	struct li_identity target;
	size_t n = 0;

	for (size_t t = 0; t < task->target_count; t++) {
		li_brief_target(task, t, &target);
		n += li_mirror_who(step->mirror, &target, out + n,
			LI_IRI_IDENTITIES_MAX - n);
	}
	return n;
}

uint64_t li_hit_number(const struct li_step *step, uint64_t correlation)
{
	/* TS 103 221-2 cl. 5.2.8: one number for all of a session */
	uint64_t number = li_prf(&step->outer,
		li_slice(&correlation, sizeof(correlation)));

	if (!correlation)
		return 0;
	return number ? number : 1;
}

/* Whose location a message carries: its sender's. A target that redirects did
 * not send it, and what is broken says nothing for certain. */
static enum li_redact_sender sender(const struct li_report_case *c)
{
	uint8_t side =
		c->change->from_opener ? LI_SIDE_OPENER : LI_SIDE_ANSWERER;

	if (c->event->broken)
		return LI_REDACT_FROM_UNKNOWN;
	if (c->event->sip.method == LI_SIP_REGISTER)
		return c->event->sip.is_request ? LI_REDACT_FROM_TARGET
						: LI_REDACT_FROM_OTHER;
	return c->sides & side ? LI_REDACT_FROM_TARGET : LI_REDACT_FROM_OTHER;
}

/* Redact this task's copy of the message. A Cx exchange has none. */
static li_err redact(const struct li_event *event, struct li_arena *arena,
	struct li_report_case *c)
{
	struct li_redact_scope scope = {
		.content = c->task->content,
		.location = li_scope_place(c->change, c->task),
	};
	struct li_redacted redacted;
	li_err err;

	if (event->source != LI_SOURCE_SIP)
		return LI_OK;
	scope.sender = sender(c);
	err = li_redact_sip(event->raw, event->sip.body_at, &scope, arena,
		&redacted);
	if (err)
		return err;
	c->sip = redacted.sip;
	c->modifications = redacted.modifications;
	return LI_OK;
}

li_err li_hit_room(size_t n, size_t iris, const struct li_change *change,
	struct li_arena *arena, struct li_product *out)
{
	out->iris = li_arena_alloc(arena,
		iris * li_report_most(change) * sizeof(*out->iris));
	if (!out->iris)
		return LI_ENOMEM;
	if (change->registration)
		out->regs = li_arena_alloc(arena,
			n * LI_REPORT_REGS_MAX * sizeof(*out->regs));
	if (change->session)
		out->sessions =
			li_arena_alloc(arena, n * sizeof(*out->sessions));
	if ((change->registration && !out->regs) ||
		(change->session && !out->sessions))
		return LI_ENOMEM;
	return LI_OK;
}

/* The rows for the auditor, with what the mirror needs after a restart. */
static void keep_rows(struct li_step *step, const struct li_report_case *c,
	struct li_arena *arena, struct li_product *out)
{
	size_t regs = out->reg_count;
	struct li_session_row *session;

	if (step->change.registration)
		out->reg_count += li_report_regs(c, arena, &out->regs[regs]);
	for (; regs < out->reg_count; regs++)
		out->regs[regs].mirror =
			li_resume_user(step, c->task, &out->regs[regs], arena);
	if (!step->change.session)
		return;
	session = &out->sessions[out->session_count];
	if (!li_report_session(c, session))
		return;
	session->correlation = li_hit_number(step, session->correlation);
	if (!session->closed)
		session->mirror = li_resume_session(step, c->task,
			c->event->at_us, arena);
	out->session_count++;
}

struct li_report_case li_hit_case(const struct li_step *step,
	const struct li_event *event, const struct li_change *change,
	const struct li_hit *hit,
	struct li_identity known[static LI_IRI_IDENTITIES_MAX])
{
	struct li_report_case c = {
		.event = event,
		.change = change,
		.task = hit->task,
		.roles = hit->roles,
		.sides = hit->sides,
		.party = hit->party,
		.others = known,
		.other_count = others(step, hit->task, known),
		.sip_seen = step->counts.sip > 0,
	};
	bool again;

	for (size_t i = 0; event->source == LI_SOURCE_CX && i < c.other_count;
		i++)
		if (li_mirror_registered(step->mirror, &known[i], 1, &again) ==
			LI_REG_REGISTERED)
			c.others_up |= 1U << i;
	return c;
}

/* Slices of the mirror last until its next call. */
static li_err settle(struct li_iri_name *names, size_t count,
	struct li_arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		names[i].text = li_arena_copy(arena, names[i].text);
		if (!names[i].text.p)
			return LI_ENOMEM;
	}
	return LI_OK;
}

/* Add the records of one kind. */
static li_err tell(const struct li_step *step, const struct li_report_case *c,
	enum li_iri_kind kind, struct li_arena *arena, struct li_product *out)
{
	li_err err = LI_OK;

	for (size_t nth = 0; !err; nth++) {
		struct li_iri *iri = &out->iris[out->iri_count];
		struct li_slice *where = &iri->cx.visited_network;

		if (!li_report_iri(c, kind, nth, iri))
			break;
		out->iri_count++;
		iri->correlation = li_hit_number(step, iri->correlation);
		err = settle(iri->came, iri->came_count, arena);
		if (!err)
			err = settle(iri->left, iri->left_count, arena);
		if (err || !where->n)
			continue;
		*where = li_arena_copy(arena, *where);
		err = where->p ? LI_OK : LI_ENOMEM;
	}
	return err;
}

li_err li_hit_take(struct li_step *step, const struct li_event *event,
	const struct li_hit *hit, struct li_arena *arena,
	struct li_product *out)
{
	struct li_identity known[LI_IRI_IDENTITIES_MAX];
	struct li_report_case c =
		li_hit_case(step, event, &step->change, hit, known);
	enum li_iri_kind kinds[LI_REPORT_KINDS_MAX];
	size_t n = li_report_kinds(&c, kinds);
	li_err err;

	if (!li_scope_tells(step, event, &step->change, hit->task) ||
		!li_scope_party(step, event, hit))
		return LI_OK;
	err = n ? redact(event, arena, &c) : LI_OK;
	for (size_t i = 0; i < n && !err; i++)
		err = tell(step, &c, kinds[i], arena, out);
	if (!err)
		keep_rows(step, &c, arena, out);
	return err;
}

void li_hit_mark_repeats(struct li_step *step, const struct li_event *event,
	struct li_iri *iris, size_t count)
{
	struct li_key message;

	if (event->source != LI_SOURCE_SIP || !count)
		return;
	message = li_repeat_key(step->repeat, event);
	for (size_t i = 0; i < count; i++)
		if (iris[i].kind == LI_IRI_IMS_MESSAGE)
			iris[i].repeat = li_repeat_told(step->repeat, message,
				iris[i].task, event->at_us);
}
