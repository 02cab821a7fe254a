/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "story.h"

static const struct {
	const char *key, *header;
	bool angle; /* the value is a URI in brackets */
} headers[] = {
	{"pai", "P-Asserted-Identity", true},
	{"ppi", "P-Preferred-Identity", true},
	{"pcpi", "P-Called-Party-ID", true},
	{"hi", "History-Info", true},
	{"div", "Diversion", true},
	{"served", "P-Served-User", false},
	{"passoc", "P-Associated-URI", true},
	{"refer-to", "Refer-To", true},
	{"referred-by", "Referred-By", true},
	{"subject", "Subject", false},
	{"expires", "Expires", false},
	{"type", "Content-Type", false},
	{"challenge", "WWW-Authenticate", false},
	{"pani", "P-Access-Network-Info", false},
	{"cni", "Cellular-Network-Info", false},
	{"geo", "Geolocation", false},
	{"event", "Event", false},
	{"substate", "Subscription-State", false},
	{"lives", "Session-Expires", false},
	{"icid", "P-Charging-Vector", false},
	{"reply-to", "In-Reply-To", false},
	{"replaces", "Replaces", false},
	{"allow", "Allow", false},
};

const char *words_nth(const struct words *w, const char *key, size_t n)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < w->count; i++)
		if (strncmp(w->at[i], key, len) == 0 && w->at[i][len] == '=' &&
			n-- == 0)
			return w->at[i] + len + 1;
	return NULL;
}

const char *words_value(const struct words *w, const char *key)
{
	return words_nth(w, key, 0);
}

bool words_have(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->at[i], word) == 0)
			return true;
	return false;
}

/* Of the line, else of the call, else what is usual. */
static const char *pick(const struct words *line, const struct words *call,
	const char *key, const char *usual)
{
	const char *v = words_value(line, key);

	if (!v)
		v = words_value(call, key);
	return v ? v : usual;
}

static bool opens(const char *method)
{
	static const char *const all[] = {"INVITE", "CANCEL", "MESSAGE",
		"REGISTER", "OPTIONS", "SUBSCRIBE", "PUBLISH"};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i], method) == 0)
			return true;
	return false;
}

static void put_party(struct li_buf *out, const char *header, const char *uri,
	const char *tag)
{
	li_buf_printf(out, "%s: <%s>", header, uri);
	if (tag && tag[0])
		li_buf_printf(out, ";tag=%s", tag);
	li_buf_put_str(out, "\r\n");
}

/* From and To; `back` is a request from the called side. */
static void put_parties(const struct words *line, const struct words *call,
	bool tagged, struct li_buf *out)
{
	const char *from = pick(line, call, "from", "sip:nobody@ims.example");
	const char *to = pick(line, call, "to", "sip:nobody@ims.example");
	const char *from_tag = pick(line, call, "ftag", "f");
	const char *to_tag = pick(line, call, "ttag", "t");

	if (words_have(line, "back")) {
		put_party(out, "From", to, to_tag);
		put_party(out, "To", from, from_tag);
		return;
	}
	put_party(out, "From", from, from_tag);
	put_party(out, "To", to, tagged ? to_tag : NULL);
}

static void put_contact(const struct words *line, const struct words *call,
	struct li_buf *out)
{
	const char *contact = pick(line, call, "contact", NULL);
	const char *instance = pick(line, call, "instance", NULL);
	const char *life = words_value(line, "life");
	const char *params = words_value(line, "params");
	const char *gruu = words_value(line, "gruu");

	if (words_have(line, "nocontact") || !contact)
		return;
	if (strcmp(contact, "*") == 0) {
		li_buf_put_str(out, "Contact: *\r\n");
		return;
	}
	li_buf_printf(out, "Contact: <%s>", contact);
	if (instance)
		li_buf_printf(out, ";+sip.instance=\"<%s>\"", instance);
	if (gruu)
		li_buf_printf(out, ";pub-gruu=\"%s\"", gruu);
	if (life)
		li_buf_printf(out, ";expires=%s", life);
	li_buf_printf(out, "%s\r\n", params ? params : "");
}

static void put_body(const struct words *line, struct li_buf *out)
{
	struct li_buf body = {0};

	if (!story_body(line, &body))
		out->bad = true;
	li_buf_printf(out, "Content-Length: %zu\r\n\r\n", body.n);
	li_buf_put_slice(out, li_buf_slice(&body));
	li_buf_fini(&body);
}

static void put_rest(const struct words *line, const struct words *call,
	struct li_buf *out)
{
	const char *user = words_value(line, "auth"), *v;

	if (words_value(line, "sdp"))
		li_buf_put_str(out, "Content-Type: application/sdp\r\n");
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		for (size_t n = 0; (v = words_nth(line, headers[i].key, n));
			n++)
			li_buf_printf(out,
				headers[i].angle ? "%s: <%s>\r\n"
						 : "%s: %s\r\n",
				headers[i].header, v);
	put_contact(line, call, out);
	if (user)
		li_buf_printf(out,
			"Authorization: Digest username=\"%s\", "
			"realm=\"ims.example\", nonce=\"\", response=\"\"\r\n",
			user);
	put_body(line, out);
}

bool story_compose(const struct words *line, const struct words *call,
	const char *name, struct li_buf *out)
{
	bool answer =
		line->count && line->at[0][0] >= '1' && line->at[0][0] <= '6';
	const char *method = line->at[answer ? 1 : 0];
	const char *cseq = pick(line, call, "cseq", "1");
	const char *to =
		pick(line, call, words_have(line, "back") ? "from" : "to",
			"sip:nobody@ims.example");
	bool tagged = answer ? atoi(line->at[0]) > 100 : !opens(method);

	if (line->count < (answer ? 2U : 1U))
		return false;
	if (words_have(line, "tagged") || words_value(line, "ttag"))
		tagged = true;
	if (words_have(line, "untagged"))
		tagged = false;
	if (answer)
		li_buf_printf(out, "SIP/2.0 %s Reason\r\n", line->at[0]);
	else
		li_buf_printf(out, "%s %s SIP/2.0\r\n", method,
			pick(line, &(struct words){.count = 0}, "ruri", to));
	li_buf_printf(out, "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%s%s\r\n",
		name, cseq);
	put_parties(line, call, tagged, out);
	li_buf_printf(out, "Call-ID: %s\r\nCSeq: %s %s\r\n", name, cseq,
		method);
	li_buf_put_str(out, "Max-Forwards: 70\r\n");
	put_rest(line, call, out);
	return !out->bad;
}
