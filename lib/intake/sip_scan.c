/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_scan.h"

#include <stdatomic.h>

#include "base/text.h"
#include "intake/sdp.h"
#include "intake/sip_field.h"
#include "intake/sip_param.h"
#include "intake/sip_plain.h"
#include "intake/sip_sms.h"

struct scan {
	struct li_sip_field field;
	bool big;
	bool ended; /* the header block, by its empty line */
};

enum { START_LINES = 4 }; /* that a broken one may take */

/* Offset of the last "SIP/" in the line, its length when there is none. */
static size_t find_version(struct li_slice line)
{
	for (size_t i = line.n < 4 ? 0 : line.n - 3; i-- > 0;)
		if (li_slice_starts_nocase(li_slice_sub(line, i, i + 4),
			    "SIP/"))
			return i;
	return line.n;
}

static void take_status_line(struct scan *s, struct li_slice line)
{
	struct li_sip *sip = &s->field.found.event->sip;
	struct li_slice rest;
	size_t blank = li_slice_find(line, ' ');
	uint64_t status;

	rest = li_slice_trim(li_slice_sub(line, blank, line.n));
	if (!li_slice_is_nocase(li_slice_sub(line, 0, blank), "SIP/2.0") ||
		(rest.n > 3 && rest.p[3] != ' ') ||
		li_text_u64(li_slice_sub(rest, 0, 3), 699, &status) ||
		status < 100)
		s->field.found.bad = true;
	else
		sip->status = (uint16_t)status;
}

/* What stands between the method and the version. It is one word; each word
 * of a line that has more may be what a proxy routes by. */
static void take_request_uri(struct scan *s, struct li_slice uri)
{
	size_t at = 0, end;

	while (at < uri.n) {
		struct li_slice word;

		for (end = at; end < uri.n && !li_sip_blank(uri.p[end]); end++)
			;
		if (end < uri.n)
			s->field.found.bad = true;
		word = li_slice_sub(uri, at, end);
		if (word.n && word.p[0] == '<') {
			s->field.found.bad =
				true; /* RFC 3261 cl. 7.1: no brackets */
			word = li_slice_sub(word, 1, li_slice_find(word, '>'));
		}
		li_sip_party_uri(&s->field.found, LI_ROLE_REQUEST_URI, word);
		at = end + 1;
	}
}

static void take_request_line(struct scan *s, struct li_slice line,
	size_t version)
{
	struct li_sip *sip = &s->field.found.event->sip;
	size_t from = 0, blank;

	while (from < version && li_sip_blank(line.p[from]))
		from++;
	blank = from;
	while (blank < version && !li_sip_blank(line.p[blank]))
		blank++;
	sip->is_request = true;
	sip->method_name = li_slice_sub(line, from, blank);
	sip->method = li_sip_method_find(sip->method_name);
	if (from || blank + 1 >= version || line.p[blank] != ' ' ||
		line.p[version - 1] != ' ' ||
		!li_slice_is_nocase(li_slice_sub(line, version, line.n),
			"SIP/2.0"))
		s->field.found.bad = true;
	take_request_uri(s,
		li_slice_sub(line, blank + 1, version ? version - 1 : 0));
}

static li_err take_start_line(struct scan *s, struct li_slice line)
{
	size_t version;

	if (line.n > LI_SIP_START_LINE_MAX)
		s->big = true;
	if (li_slice_starts_nocase(line, "SIP/")) {
		take_status_line(s, line);
		return LI_OK;
	}
	version = find_version(line);
	if (version == line.n)
		return LI_EUNSUPPORTED;
	take_request_line(s, line, version);
	return LI_OK;
}

/* Offset of the first CR at or behind `at` with no LF after it. */
static size_t find_lone_cr(struct li_slice line, size_t at)
{
	for (;;) {
		at += li_slice_find(li_slice_sub(line, at, line.n), '\r');
		if (at >= line.n || at + 1 == line.n || line.p[at + 1] != '\n')
			return at;
		at++;
	}
}

/* Some parsers end a line at a lone CR, others do not: read it both ways. */
static void take_pieces(struct scan *s, struct li_slice line)
{
	size_t cr = find_lone_cr(line, 0);

	while (cr < line.n) {
		size_t from = cr + 1;

		s->field.found.bad = true;
		cr = find_lone_cr(line, from);
		if (from < line.n && !li_sip_blank(line.p[from]))
			li_sip_field_line(&s->field,
				li_slice_sub(line, from, cr));
	}
}

/* Offset of the LF that ends the line at `at`, or of the end. */
static size_t line_end(struct li_slice m, size_t at)
{
	return at + li_slice_find(li_slice_sub(m, at, m.n), '\n');
}

/* The line without the CR that may stand before its LF. */
static struct li_slice line_of(struct li_slice m, size_t from, size_t lf)
{
	if (lf > from && m.p[lf - 1] == '\r')
		lf--;
	return li_slice_sub(m, from, lf);
}

/* Read headers from `at` on; returns where the body starts. */
static size_t take_headers(struct scan *s, struct li_slice block, size_t at)
{
	size_t count = 0;

	while (at < block.n) {
		size_t lf = line_end(block, at), cr;
		struct li_slice line = line_of(block, at, lf);

		if (line.n == 0 && lf < block.n) {
			s->ended = true;
			return lf + 1;
		}
		while (lf + 1 < block.n &&
			(block.p[lf + 1] == ' ' || block.p[lf + 1] == '\t'))
			lf = line_end(block, lf + 1);
		line = line_of(block, at, lf);
		if (line.n > LI_SIP_HEADER_MAX || ++count > LI_SIP_HEADERS_MAX)
			s->big = true;
		li_sip_field_line(&s->field, line);
		cr = find_lone_cr(line, 0);
		if (cr < line.n) {
			li_sip_field_line(&s->field, li_slice_sub(line, 0, cr));
			take_pieces(s, line);
		}
		at = lf + 1;
	}
	s->field.found.bad = true; /* no empty line */
	return block.n;
}

/* What can only be told when all is read. */
static inline __attribute__((always_inline)) li_err verdict(struct scan *s)
{
	const uint32_t mandatory = 1U << LI_SIP_NAME_FROM |
		1U << LI_SIP_NAME_TO | 1U << LI_SIP_NAME_CALL_ID |
		1U << LI_SIP_NAME_CSEQ | 1U << LI_SIP_NAME_VIA;
	struct li_sip_field *f = &s->field;
	struct li_sip *sip = &f->found.event->sip;
	struct li_slice raw = f->found.event->raw;

	if ((f->seen & mandatory) != mandatory)
		f->found.bad = true; /* RFC 3261 cl. 8.1.1 */
	if (!sip->is_request) {
		sip->method_name = f->cseq_method;
		sip->method = f->cseq_is;
	} else if (sip->method != f->cseq_is ||
		(sip->method == LI_SIP_OTHER &&
			(!f->cseq_method.p ||
				!li_slice_eq(sip->method_name,
					f->cseq_method)))) {
		f->found.bad = true; /* RFC 3261 cl. 8.1.1.5 */
	}
	if (sip->method == LI_SIP_REGISTER && sip->is_request)
		li_sip_party_derived(&f->found);
	f->found.event->odd = f->found.odd;
	/* A Contact tells, too; few of these requests have one. RFC 3840 */
	if (li_sip_field_seen(f, LI_SIP_NAME_CONTACT) &&
		li_sip_field_wants_services(sip))
		sip->services = li_slice_sub(raw, 0, sip->body_at);
	if (f->content_length > raw.n - sip->body_at)
		f->found.bad = true;
	if (raw.n - sip->body_at > LI_SIP_BODY_MAX)
		s->big = true;
	if (s->big)
		return LI_ETOOBIG;
	return f->found.bad ? LI_EMALFORMED : LI_OK;
}

/* memset() of 256 octets or more, by stores: they are sooner begun than what
 * clears any number. */
static inline void clear_octets(uint8_t *p, size_t n)
{
	memset(p, 0, 64);
	memset(p + 64, 0, 64);
	memset(p + 128, 0, 64);
	memset(p + 192, 0, 64);
	memset(p + 256, 0, n - 256);
}

/* An event with nothing in it; the arrays keep what they held. */
static void clear(struct li_event *event, struct li_slice raw)
{
	event->source = LI_SOURCE_SIP;
	event->raw = raw;
	event->party_count = 0;
	event->crowded = event->odd = event->derived = false;
	clear_octets((uint8_t *)&event->sip, offsetof(struct li_sip, contacts));
	event->sip.contact_count = 0;
	event->sip.expires_s = -1;
	event->sip.session_expires_s = -1;
}

/* The LF behind a start line that a line's end stands in, or block.n: none
 * ends with the version soon. libosip2 reads over a CR or LF there, and so may
 * a proxy. A header that has the version alone is none. */
static size_t broken_start(struct li_slice block)
{
	static const char version[] = " SIP/2.0";
	const size_t n = sizeof(version) - 1;
	size_t at = 0, lf;

	for (int i = 0; i < START_LINES && at < block.n; i++, at = lf + 1) {
		struct li_slice line;

		lf = line_end(block, at);
		line = line_of(block, at, lf);
		if (lf < LI_SIP_START_LINE_MAX && line.n >= n &&
			(line.n == n || line.p[line.n - n - 1] != ':') &&
			li_slice_is_nocase(li_slice_sub(line, line.n - n,
						   line.n),
				version))
			return lf;
	}
	return block.n;
}

/* It is screened, whatever it is: RFC 3261 cl. 7.1 has no CR or LF there. Some
 * parsers end a word at one, others do not: each is read both ways. */
static li_err take_broken_start(struct scan *s, struct li_slice block,
	size_t *lf)
{
	size_t at = 0, end;

	*lf = broken_start(block);
	if (*lf == block.n)
		return LI_EUNSUPPORTED;
	s->field.found.bad = true;
	s->field.found.event->sip.is_request = true;
	for (; at < *lf; at = end + 1) {
		struct li_slice word = li_slice_sub(block, at, *lf);

		end = at + li_slice_find(word, ' ');
		word = li_slice_sub(block, at, end);
		li_sip_party_uri(&s->field.found, LI_ROLE_REQUEST_URI, word);
		take_request_uri(s, word);
	}
	return LI_OK;
}

/* Read a message that is not written plainly. */
static li_err scan_carefully(struct scan *s, struct li_slice message)
{
	struct li_event *event = s->field.found.event;
	struct li_slice block = li_slice_sub(message, 0, LI_SIP_BLOCK_MAX);
	size_t lf = line_end(block, 0);
	struct li_slice line = line_of(block, 0, lf);
	size_t cr = find_lone_cr(line, 0);

	if (take_start_line(s, li_slice_sub(line, 0, cr))) {
		if (take_broken_start(s, block, &lf))
			return LI_EUNSUPPORTED;
	} else if (cr < line.n)
		take_pieces(s, line);
	event->sip.body_at = take_headers(s, block, lf + 1);
	if (!s->ended && block.n < message.n)
		s->big = true;
	if (event->sip.body_at && memchr(message.p, 0, event->sip.body_at))
		s->field.found.bad = true;
	return verdict(s);
}

/* The same from scratch. */
static __attribute__((noinline)) li_err scan_again(struct li_slice message,
	const struct li_hash_secret *secret, const struct li_asks *asks,
	struct li_event *event)
{
	struct scan s = {.field.found = {.event = event,
				 .secret = secret,
				 .asks = asks}};

	clear(event, message);
	return scan_carefully(&s, message);
}

/* CR and LF in front of a message. RFC 3261 cl. 7.5 */
static struct li_slice behind_newlines(struct li_slice message)
{
	while (message.n && (message.p[0] == '\r' || message.p[0] == '\n')) {
		message.p++;
		message.n--;
	}
	return message;
}

li_err li_sip_scan_by(li_sip_plain_fn *plain, struct li_slice message,
	const struct li_hash_secret *secret, struct li_event *event)
{
	struct scan s = {.field.found = {.event = event, .secret = secret}};

	message = behind_newlines(message);
	clear(event, message);
	if (message.n == 0)
		return LI_EAGAIN;
	event->sip.body_at = plain ? plain(&s.field, message) : 0;
	return event->sip.body_at ? verdict(&s)
				  : scan_again(message, secret, NULL, event);
}

void li_sip_scan_crowded(struct li_event *event,
	const struct li_hash_secret *secret, const struct li_asks *asks)
{
	const struct li_reginfo *reginfo = event->sip.reginfo;

	if (!event->raw.n)
		return;
	/* It ends as it did the first time. */
	(void)!scan_again(event->raw, secret, asks, event);
	li_sip_sms_asked(event, secret, asks);
	li_sdp_find(event);
	event->sip.reginfo = reginfo;
}

static li_sip_plain_fn look_for_best;

/* The best way of this CPU, once it was looked for. */
static li_sip_plain_fn *_Atomic best = look_for_best;

static size_t look_for_best(struct li_sip_field *f, struct li_slice message)
{
	li_sip_plain_fn *plain = li_sip_plain_best();

	atomic_store_explicit(&best, plain, memory_order_relaxed);
	return plain(f, message);
}

li_err li_sip_scan(struct li_slice message, const struct li_hash_secret *secret,
	struct li_event *event)
{
	return li_sip_scan_by(atomic_load_explicit(&best, memory_order_relaxed),
		message, secret, event);
}
