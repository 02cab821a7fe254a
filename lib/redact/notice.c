/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/notice.h"

#include "base/text.h"
#include "redact/xml.h"

/* RFC 3680 cl. 5; RFC 5628 (GRUU) */
bool li_redact_reginfo(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	static const char *const keep[] = {"uri", "@version", "@state", "@aor",
		"@event", "@expires", "@duration-registered", "@retry-after",
		"@q", "@callid", "@cseq", "@uri", "@first-cseq", NULL};

	(void)type;
	return li_redact_xml(c, e->from, e->to, keep);
}

/* RFC 4235 cl. 4 */
bool li_redact_dialog_info(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	static const char *const keep[] = {"state", "duration", "identity",
		"@version", "@state", "@call-id", "@local-tag", "@remote-tag",
		"@direction", "@event", "@code", "@uri", "@pname", "@pval",
		NULL};

	(void)type;
	return li_redact_xml(c, e->from, e->to, keep);
}

/* RFC 4575 cl. 5 */
bool li_redact_conference_info(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	static const char *const keep[] = {"uri", "user-count",
		"maximum-user-count", "active", "locked", "status",
		"joining-method", "disconnection-method", "when", "type",
		"label", "src-id", "call-id", "from-tag", "to-tag", "@version",
		"@state", NULL};

	(void)type;
	return li_redact_xml(c, e->from, e->to, keep);
}

static bool is_count(uint8_t b)
{
	return li_text_digit(b) || b == '/' || b == '(' || b == ')' || b == ' ';
}

/* Messages-Waiting: yes, Message-Account: URI, Voice-Message: 2/8 (0/2) */
static bool is_summary_line(struct li_slice line)
{
	size_t colon = li_slice_find(line, ':');
	struct li_slice name = li_slice_trim(li_slice_sub(line, 0, colon));
	struct li_slice value =
		li_slice_trim(li_slice_sub(line, colon + 1, line.n));

	if (li_slice_is_nocase(name, "Messages-Waiting"))
		return li_slice_is_nocase(value, "yes") ||
			li_slice_is_nocase(value, "no");
	if (li_slice_is_nocase(name, "Message-Account"))
		return li_slice_find(value, ' ') == value.n;
	if (name.n < 8 ||
		!li_slice_is_nocase(li_slice_sub(name, name.n - 8, name.n),
			"-Message"))
		return false;
	for (size_t i = 0; i < value.n; i++)
		if (!is_count(value.p[i]))
			return false;
	return true;
}

/* RFC 3842 cl. 5.2: what follows the empty line is of messages that wait, with
 * their subjects. */
bool li_redact_summary(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	struct li_slice s = li_slice_sub(c->sip, e->from, e->to);

	(void)type;
	while (s.n) {
		size_t lf = li_slice_find(s, '\n');
		struct li_slice line = li_slice_trim(li_slice_sub(s, 0, lf));

		if (!line.n)
			break;
		if (!is_summary_line(line))
			return false;
		s = li_slice_sub(s, lf + 1, s.n);
	}
	if (li_slice_trim(s).n)
		li_copy_fill(c, e->to - s.n, e->to, LI_MOD_BLANK,
			LI_MOD_TEXT_CONTENT);
	return true;
}
