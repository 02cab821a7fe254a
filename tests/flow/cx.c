/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "story.h"

static void party(struct li_event *e, const struct li_hash_secret *secret,
	enum li_role role, const char *text)
{
	struct li_party p = {.role = role, .text = li_slice_str(text)};
	struct li_identity id;

	p.kind = role == LI_ROLE_CX_USER_NAME ? LI_ID_IMPI : LI_ID_IMPU;
	if (li_identity_parse(p.kind, p.text, &id) ||
		e->party_count == LI_EVENT_IDENTITIES_MAX)
		return;
	p.key_count = (uint8_t)li_identity_keys_given(&id, secret, p.keys);
	e->parties[e->party_count++] = p;
}

static int32_t number(const struct words *line, const char *key, int32_t usual)
{
	const char *v = words_value(line, key);

	return v ? (int32_t)atoi(v) : usual;
}

static bool command(const char *name, enum li_cx_command *out)
{
	static const char *const names[] = {"UAR", "SAR", "LIR", "MAR", "RTR",
		"PPR"};

	for (int i = 0; i < 6; i++) {
		if (strcmp(names[i], name) == 0) {
			*out = (enum li_cx_command)(LI_CX_UAR + i);
			return true;
		}
	}
	return false;
}

bool story_cx(const struct words *line, const struct li_hash_secret *secret,
	struct li_event *e)
{
	struct li_cx *cx = &e->cx;
	const char *v;

	e->source = LI_SOURCE_CX;
	if (line->count < 1 || !command(line->at[0], &cx->command))
		return false;
	cx->answered = !words_have(line, "unanswered");
	cx->experimental = words_value(line, "experimental");
	cx->result_vendor = cx->experimental ? 10415 : 0;
	cx->result = (uint32_t)number(line,
		cx->experimental ? "experimental" : "result", 2001);
	cx->user_name = li_slice_str(words_value(line, "impi"));
	cx->server_name = li_slice_str(words_value(line, "server"));
	cx->visited_network = li_slice_str(words_value(line, "visited"));
	cx->origin_host = li_slice_str(words_value(line, "host"));
	cx->assignment_type = number(line, "type", -1);
	cx->authorization_type = number(line, "authorization", -1);
	cx->reason_code = number(line, "reason", -1);
	for (size_t n = 0; (v = words_nth(line, "impi", n)); n++)
		party(e, secret, LI_ROLE_CX_USER_NAME, v);
	for (size_t n = 0; (v = words_nth(line, "impu", n)); n++) {
		if (cx->impu_count < LI_CX_IMPUS_MAX)
			cx->impus[cx->impu_count++] = li_slice_str(v);
		party(e, secret, LI_ROLE_CX_PUBLIC_IDENTITY, v);
	}
	for (size_t n = 0; (v = words_nth(line, "data", n)); n++)
		party(e, secret, LI_ROLE_CX_USER_DATA, v);
	e->cx_more.profile_whole = words_value(line, "data");
	return true;
}
