/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hostile_judge - libosip2's view of messages, by itself and none of ours: would
 * a proxy route it, and does it name the target?
 *
 *   hostile_judge USER HOST <MESSAGES >VERDICTS
 *
 * Each message has its length before it, in 32 bits. A verdict is an octet: "-"
 * libosip2 refuses it or what RFC 3261 cl. 8.1.1 asks of every request is not
 * there; "n" it names others; "T" it names the target in From, To, Request-URI
 * or P-Asserted-Identity.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/time.h>

#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

enum { MESSAGE_MAX = 1 << 20 };

static const char *user, *host;

static bool is_target(const osip_uri_t *uri)
{
	return uri && uri->scheme && uri->username && uri->host &&
		strcasecmp(uri->scheme, "sip") == 0 &&
		strcmp(uri->username, user) == 0 &&
		strcasecmp(uri->host, host) == 0;
}

/* Of the first value of each such header: what else stands in a line libosip2
 * does not part. */
static bool asserted(const osip_message_t *m)
{
	osip_header_t *h = NULL;
	bool found = false;
	int at = 0;

	while (!found &&
		(at = osip_message_header_get_byname(m, "p-asserted-identity",
			 at, &h)) >= 0) {
		osip_from_t *who = NULL;

		if (h->hvalue && osip_from_init(&who) == 0) {
			found = osip_from_parse(who, h->hvalue) == 0 &&
				is_target(who->url);
			osip_from_free(who);
		}
		at++;
	}
	return found;
}

static bool routable(const osip_message_t *m)
{
	return m->from && m->to && m->call_id && m->call_id->number &&
		m->cseq && m->cseq->number && m->cseq->method &&
		osip_list_size(&m->vias) > 0 && m->sip_version &&
		strcmp(m->sip_version, "SIP/2.0") == 0 &&
		(!MSG_IS_REQUEST(m) || m->req_uri);
}

/* libosip2 cuts a name at an escape that is none or is a NUL (RFC 4475
 * cl. 3.1.1.4): that name is another one. Ours stands there, as it is or with
 * each letter escaped. */
static bool named(const char *text, size_t n)
{
	char as_it_is[64], escaped[192];
	size_t at = 0;

	snprintf(as_it_is, sizeof(as_it_is), "%s@", user);
	for (const char *c = user; *c && at + 5 < sizeof(escaped); c++)
		at += (size_t)snprintf(escaped + at, sizeof(escaped) - at,
			"%%%02x", *c);
	strcpy(escaped + at, "@");
	return memmem(text, n, as_it_is, strlen(as_it_is)) ||
		memmem(text, n, escaped, strlen(escaped));
}

static char judge(const char *text, size_t n)
{
	osip_message_t *m = NULL;
	char verdict = '-';

	if (osip_message_init(&m) != 0)
		exit(1);
	if (named(text, n) && osip_message_parse(m, text, n) == 0 &&
		routable(m))
		verdict = is_target(m->from->url) || is_target(m->to->url) ||
				is_target(m->req_uri) || asserted(m)
			? 'T'
			: 'n';
	osip_message_free(m);
	return verdict;
}

/* What libosip2 does not like it prints, among our verdicts. */
static void discard(const char *file, int line, osip_trace_level_t level,
	const char *format, va_list ap)
{
	(void)file;
	(void)line;
	(void)level;
	(void)format;
	(void)ap;
}

int main(int argc, char **argv)
{
	char *text = malloc(MESSAGE_MAX + 1);
	uint32_t n;

	if (argc != 3 || !text)
		return 64;
	user = argv[1];
	host = argv[2];
	osip_trace_initialize_func(TRACE_LEVEL0, discard);
	for (int level = TRACE_LEVEL0; level < END_TRACE_LEVEL; level++)
		osip_trace_disable_level((osip_trace_level_t)level);
	parser_init();
	while (fread(&n, sizeof(n), 1, stdin) == 1) {
		if (n > MESSAGE_MAX || fread(text, 1, n, stdin) != n)
			return 65;
		text[n] = '\0';
		putchar(judge(text, n));
	}
	free(text);
	return 0;
}
