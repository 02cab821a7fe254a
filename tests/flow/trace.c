/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/roles.h"
#include "story.h"

static const char *way(enum li_direction d)
{
	switch (d) {
	case LI_DIRECTION_UNKNOWN: return "unknown way";
	case LI_DIRECTION_TO_TARGET: return "to target";
	case LI_DIRECTION_FROM_TARGET: return "from target";
	case LI_DIRECTION_BOTH: return "both ways";
	case LI_DIRECTION_NONE: return "no way";
	}
	return "?";
}

static const char *session_way(enum li_session_direction d)
{
	switch (d) {
	case LI_SESSION_FROM_TARGET: return "session from target";
	case LI_SESSION_TO_TARGET: return "session to target";
	case LI_SESSION_COMBINED: return "session combined";
	case LI_SESSION_INDETERMINATE: return "session indeterminate";
	}
	return "?";
}

static const char *session_state(enum li_session_state s)
{
	switch (s) {
	case LI_SESSION_NONE: return "none";
	case LI_SESSION_TRYING: return "trying";
	case LI_SESSION_EARLY: return "early";
	case LI_SESSION_CONFIRMED: return "confirmed";
	case LI_SESSION_RELEASING: return "releasing";
	case LI_SESSION_GONE: return "gone";
	}
	return "?";
}

static const char *reg_state(enum li_reg_state s)
{
	switch (s) {
	case LI_REG_NONE: return "none";
	case LI_REG_PENDING: return "pending";
	case LI_REG_CHALLENGED: return "challenged";
	case LI_REG_REGISTERED: return "registered";
	case LI_REG_UNREGISTERED: return "unregistered";
	}
	return "?";
}

static void modifications(uint32_t set, struct li_buf *out)
{
	static const char *const names[] = {"text", "subject", "body", "keys",
		"sms", "sms cut", "access network", "cellular network",
		"geolocation", "presence", "keys", "keys", "keys", "keys",
		"keys"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (set & 1U << i)
			li_buf_printf(out, ", %s blanked", names[i]);
}

static struct {
	bool shown;
	uint64_t numbers[26];
	size_t count;
} sessions;

void story_show_sessions(void)
{
	sessions.shown = true;
}

/* The letter of a correlation number. */
static void session_name(uint64_t number, struct li_buf *out)
{
	size_t i = 0;

	if (!sessions.shown)
		return;
	if (!number) {
		li_buf_put_str(out, " of none");
		return;
	}
	while (i < sessions.count && sessions.numbers[i] != number)
		i++;
	if (i == sizeof(sessions.numbers) / sizeof(sessions.numbers[0])) {
		out->bad = true;
		return;
	}
	if (i == sessions.count)
		sessions.numbers[sessions.count++] = number;
	li_buf_printf(out, " of %c", (char)('A' + (char)i));
}

/* Media and way of an SDP in short. */
static void trace_sdp(const char *name, struct li_slice sdp, struct li_buf *out)
{
	static const char *const ways[] = {"sendrecv", "sendonly", "recvonly",
		"inactive"};

	li_buf_printf(out, ", %s ", name);
	if (sdp.n == 0)
		li_buf_put_str(out, "unknown");
	for (size_t at = 0; at < sdp.n; at++) {
		struct li_slice s = li_slice_sub(sdp, at, sdp.n);

		if (li_slice_starts_nocase(s, "m="))
			li_buf_put_slice(out,
				li_slice_sub(s, 2, li_slice_find(s, ' ')));
		for (size_t i = 0; i < 4; i++)
			if (li_slice_starts_nocase(s, "a=") &&
				li_slice_starts_nocase(li_slice_sub(s, 2, s.n),
					ways[i]))
				li_buf_printf(out, " %s", ways[i]);
		at += li_slice_find(s, '\n');
	}
}

static void trace_start(const struct li_iri *iri, struct li_buf *out)
{
	li_buf_printf(out, ", %s", session_way(iri->session));
	for (size_t i = 0; i < iri->originating_count; i++) {
		li_buf_put_str(out, i ? "+" : ", ");
		li_buf_put_slice(out, iri->originating[i]);
	}
	li_buf_put_str(out, " to ");
	li_buf_put_slice(out, iri->terminating);
	if (iri->diversion.n) {
		li_buf_put_str(out, " by ");
		li_buf_put_slice(out, iri->diversion);
	}
	trace_sdp("offer", iri->offer, out);
	trace_sdp("answer", iri->answer, out);
}

/* What a KMS is asked. */
static void trace_keys(const struct li_iri *iri, struct li_buf *out)
{
	li_buf_printf(out, " %s of ", way(iri->direction));
	li_buf_put_slice(out, iri->order.user);
	if (iri->order.kms.n) {
		li_buf_put_str(out, " at ");
		li_buf_put_slice(out, iri->order.kms);
	}
	if (!iri->order.init.n)
		li_buf_put_str(out, ", offer unknown");
}

static void names(const char *before, const struct li_iri_name *list, size_t n,
	struct li_buf *out)
{
	for (size_t i = 0; i < n; i++) {
		li_buf_put_str(out, before);
		li_buf_put_slice(out, list[i].text);
	}
}

/* What a record of the HSS says beside who it is about. */
static void trace_hss(const struct li_iri *iri, struct li_buf *out)
{
	const struct li_cx *cx = &iri->cx;
	bool ends = iri->kind == LI_IRI_HSS_REGISTRATION_TERMINATION;

	if (ends && cx->command == LI_CX_SAR)
		li_buf_printf(out, " by type %d", (int)cx->assignment_type);
	else if (ends && cx->reason_code >= 0)
		li_buf_printf(out, " for reason %d", (int)cx->reason_code);
	if (cx->visited_network.n) {
		li_buf_put_str(out, " in ");
		li_buf_put_slice(out, cx->visited_network);
	}
	if (iri->kind == LI_IRI_HSS_LOCATION_INFORMATION_REQUEST &&
		cx->origin_host.n) {
		li_buf_put_str(out, " by ");
		li_buf_put_slice(out, cx->origin_host);
	}
	names(", new ", iri->came, iri->came_count, out);
	names(", old ", iri->left, iri->left_count, out);
	if (!cx->answered)
		li_buf_put_str(out, ", unanswered");
	else if (!li_cx_success(cx))
		li_buf_printf(out, ", refused %u", cx->result);
}

static void trace_status(enum li_ims_status status, struct li_buf *out)
{
	static const char *const names[] = {
		[LI_IMS_INITIAL_REGISTRATION] = "initial registration",
		[LI_IMS_REREGISTRATION] = "re-registration",
		[LI_IMS_UNREGISTERED_USER] = "unregistered user",
	};

	li_buf_printf(out, ", %s", names[status]);
}

static void trace_iri(const struct li_iri *iri, const char *name,
	struct li_buf *out)
{
	if (iri->kind != LI_IRI_IMS_MESSAGE) {
		li_buf_printf(out, "%s %s", name, li_iri_kind_name(iri->kind));
		session_name(iri->correlation, out);
		if (iri->kind == LI_IRI_START_OF_INTERCEPTION)
			trace_start(iri, out);
		else if (iri->kind == LI_IRI_MEDIA_KEYS)
			trace_keys(iri, out);
		else if (iri->kind == LI_IRI_REGISTERED_TARGET)
			trace_status(iri->status, out);
		else
			trace_hss(iri, out);
	} else {
		li_buf_printf(out, "%s ", name);
		if (iri->sip_status)
			li_buf_printf(out, "%u ", iri->sip_status);
		li_buf_printf(out, "%s", iri->sip_method);
		session_name(iri->correlation, out);
		li_buf_printf(out, " %s, %s", way(iri->direction),
			session_way(iri->session));
	}
	if (iri->matched_roles)
		li_buf_put_str(out, " as ");
	li_roles_put(out, iri->matched_roles);
	modifications(iri->modifications, out);
	if (iri->repeat)
		li_buf_put_str(out, ", repeated");
	for (size_t i = 0; i < iri->other_count; i++)
		li_buf_printf(out, "%s%s%s", i ? " " : ", also ",
			iri->down & 1U << i ? "-" : "", iri->others[i].text);
	li_buf_put_str(out, "\n");
}

static void trace_reg(const struct li_reg_row *row, const char *name,
	struct li_buf *out)
{
	li_buf_printf(out, "%s registration of ", name);
	li_buf_put_slice(out, row->key);
	li_buf_printf(out, " %s", reg_state(row->state));
	if (row->expires_us)
		li_buf_printf(out, ", expires in %lld s",
			(long long)(row->expires_us - row->at_us) / 1000000);
	li_buf_put_str(out, "\n");
}

static void trace_session(const struct li_session_row *row, const char *name,
	struct li_buf *out)
{
	li_buf_printf(out, "%s %s session %s", name, row->method,
		session_state(row->state));
	if (row->status)
		li_buf_printf(out, ", %u", row->status);
	li_buf_put_str(out, row->closed ? ", closed\n" : "\n");
}

void story_trace(const struct li_event *event, const struct li_product *p,
	const char *(*name)(int64_t row), struct li_buf *out)
{
	unsigned long long n = event->number;

	if (p->iri_count + p->reg_count + p->session_count == 0)
		li_buf_printf(out, "#%llu nothing\n", n);
	for (size_t i = 0; i < p->iri_count; i++) {
		li_buf_printf(out, "#%llu ", n);
		trace_iri(&p->iris[i], name(p->iris[i].task), out);
	}
	for (size_t i = 0; i < p->reg_count; i++) {
		li_buf_printf(out, "#%llu ", n);
		trace_reg(&p->regs[i], name(p->regs[i].task), out);
	}
	for (size_t i = 0; i < p->session_count; i++) {
		li_buf_printf(out, "#%llu ", n);
		trace_session(&p->sessions[i], name(p->sessions[i].task), out);
	}
}
