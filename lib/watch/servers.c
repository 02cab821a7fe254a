/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch/inside.h"

void li_servers_make(const struct li_watch_rules *rules,
	const struct li_hash_secret *secret, struct li_servers *out)
{
	*out = (struct li_servers){.listed = rules->servers_count > 0};
	for (size_t i = 0; i < rules->servers_count; i++)
		li_server_learn(out,
			li_origin_mark(secret,
				li_server_host(
					li_slice_str(rules->servers[i]))));
}

struct li_slice li_server_host(struct li_slice uri)
{
	struct li_slice host = uri;
	size_t end = 0;

	if (li_slice_starts_nocase(uri, "sip:"))
		host = li_slice_sub(uri, 4, uri.n);
	else if (li_slice_starts_nocase(uri, "sips:"))
		host = li_slice_sub(uri, 5, uri.n);
	end = li_slice_find(host, '@');
	if (end < host.n)
		host = li_slice_sub(host, end + 1, host.n);
	for (end = 0; end < host.n && !strchr(";?>", host.p[end]); end++)
		if (host.p[end] == ':' && host.p[0] != '[')
			break;
		else if (host.p[end] == ']')
			return li_slice_sub(host, 0, end + 1);
	return li_slice_sub(host, 0, end);
}

bool li_server_known(const struct li_servers *servers, uint64_t mark)
{
	for (size_t i = 0; i < servers->count; i++)
		if (servers->marks[i] == mark)
			return true;
	return false;
}

void li_server_learn(struct li_servers *servers, uint64_t mark)
{
	if (servers->count < LI_SERVERS_KNOWN &&
		!li_server_known(servers, mark))
		servers->marks[servers->count++] = mark;
}

/* An S-CSCF names itself when it asks for vectors and when it registers a user.
 * A name that no S-CSCF has used before may be that of none. */
void li_watch_servers(struct li_watch_case *c)
{
	struct li_watch *w = c->watch;
	const struct li_cx *cx = &c->event->cx;
	bool early = (int64_t)c->now_s - w->begun_s < w->rules.learn_s;
	struct li_slice host;
	uint64_t mark;

	if ((cx->command != LI_CX_SAR && cx->command != LI_CX_MAR) ||
		cx->server_name.n == 0)
		return;
	host = li_server_host(cx->server_name);
	mark = li_origin_mark(&w->secret, host);
	if (li_server_known(&w->servers, mark))
		return;
	if (w->servers.listed || (!early && w->rules.learn_s))
		li_watch_fire(c,
			(struct li_security_event){.rule = LI_RULE_CX_SERVER,
				.severity = w->servers.listed
					? LI_SEVERITY_HIGH
					: LI_SEVERITY_MEDIUM,
				.server = host});
	/* The HSS has taken it: no news any more. TS 29.228 cl. 6.1.2 */
	if (!w->servers.listed && li_cx_success(cx))
		li_server_learn(&w->servers, mark);
}
