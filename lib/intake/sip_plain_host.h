/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_host.h - the hosts of identities, with their keys. For the files
 * that sip_plain_body.h makes.
 *
 * Nearly all identities that a core routes are at one of a few hosts. So each
 * thread keeps hosts that it hashed: one that stands there again is compared
 * instead of read and hashed again, and has the same key.
 *
 * Floor    2.
 * Threads  Each has its own hosts.
 * Memory   A few static KiB for each thread.
 * Spec     RFC 3261 cl. 19.1; RFC 5954 cl. 4.2
 */
#ifndef LI_INTAKE_SIP_PLAIN_HOST_H
#define LI_INTAKE_SIP_PLAIN_HOST_H

#include "base/ip.h"
#include "intake/sip_plain_uri.h"

enum { PLAIN_HOSTS_LOG2 = 4, PLAIN_HOSTS = 1 << PLAIN_HOSTS_LOG2 };

/* A host as it is hashed, at most 64 octets. */
struct plain_host {
	struct plain_text text;
	struct li_id_host id;
	uint8_t octets[PLAIN_VIEW];
};

static _Thread_local struct plain_hosts {
	const struct li_hash_secret *secret;
	uint64_t k0, k1; /* of that secret, or of one that was there before */
	struct plain_host *last;
	struct plain_host host[PLAIN_HOSTS];
	struct plain_host address; /* the one of late, not kept */
} plain_hosts;

/* The hosts of a thread; those of another secret are forgotten. */
static inline struct plain_hosts *plain_hosts_of(
	const struct li_hash_secret *secret)
{
	struct plain_hosts *hosts = &plain_hosts;

	if (__builtin_expect(hosts->secret == secret &&
			    hosts->k0 == secret->k0 && hosts->k1 == secret->k1,
		    1))
		return hosts;
	hosts->secret = secret;
	hosts->k0 = secret->k0;
	hosts->k1 = secret->k1;
	hosts->last = hosts->host;
	for (size_t i = 0; i < PLAIN_HOSTS; i++) {
		struct plain_host *host = &hosts->host[i];

		/* a NUL, which no line holds */
		host->octets[0] = 0;
		host->text = plain_text(host->octets, 1);
	}
	return hosts;
}

/* Does this host stand at p? Up to `to` it is a realm; without, what follows
 * must end a URI's name. */
static inline bool plain_host_is(const struct plain_host *host,
	const uint8_t *p, bool host_only, const uint8_t *to)
{
	const uint8_t *end = p + host->text.n;

	return plain_same(&host->text, p) &&
		(to ? end == to : plain_ends(*end, host_only));
}

/* As below, for a host that is not the last one. */
static __attribute__((noinline)) const struct plain_host *
plain_host_other(struct plain_hosts *hosts, const uint8_t *p, bool host_only,
	const uint8_t *to)
{
	/* hosts that begin with other octets are mostly kept apart */
	const uint64_t mixed = plain_load64(p) * UINT64_C(0x9e3779b97f4a7c15);
	struct plain_host *host =
		&hosts->host[mixed >> (64 - PLAIN_HOSTS_LOG2)];
	const uint8_t *end;
	size_t n;

	if (!plain_host_is(host, p, host_only, to)) {
		end = to ? plain_realm_end(p) : plain_host_end(p, host_only);
		n = (size_t)(end - p);
		if (!end || (to && end != to) || n > sizeof(host->octets))
			return NULL;
		memcpy(host->octets, p, n);
		host->text = plain_text(host->octets, n);
		li_id_host_set(&host->id, li_slice(host->octets, n),
			hosts->secret);
	}
	if (!host_only)
		hosts->last = host; /* what is no user is in few headers */
	return host;
}

/* The key of an address in brackets, of n octets, with its port: that of its
 * shortest text. False when it is no address. RFC 5954 cl. 4.2 */
static __attribute__((noinline)) bool plain_address_key(const struct plain_hosts
								*hosts,
	const uint8_t *p, size_t n, struct li_slice port, struct li_key *key)
{
	char text[LI_IP_FULL6 + 2 + 8];
	size_t all = li_ip_short6(li_slice(p + 1, n - 2), text + 1);

	if (!all || port.n > 8)
		return false;
	text[0] = '[';
	text[++all] = ']';
	memcpy(text + ++all, port.p, port.n);
	*key = li_hash(hosts->secret, li_slice(text, all + port.n));
	return true;
}

/* As below, for an address in brackets. It is mostly one user's, so that others
 * are not compared with it. */
static __attribute__((noinline)) const struct plain_host *
plain_host_address(struct plain_hosts *hosts, const uint8_t *p, bool host_only)
{
	struct plain_host *host = &hosts->address;
	bool shortest = false;
	const uint8_t *close = plain_ip6(p, &shortest);
	const uint8_t *end = close ? plain_port_end(close, host_only) : NULL;

	if (!end)
		return NULL;
	host->text.n = (unsigned int)(end - p);
	if (shortest)
		host->id.key =
			li_hash(hosts->secret, li_slice(p, host->text.n));
	else if (!plain_address_key(hosts, p, (size_t)(close - p),
			 li_slice(close, (size_t)(end - close)), &host->id.key))
		return NULL;
	return host;
}

/* The host at p as it is hashed; NULL when it is not canonical. */
static inline const struct plain_host *plain_host(struct plain_hosts *hosts,
	const uint8_t *p, bool host_only, const uint8_t *to)
{
	if (plain_host_is(hosts->last, p, host_only, to))
		return hosts->last;
	if (*p == '[')
		return to ? NULL : plain_host_address(hosts, p, host_only);
	return plain_host_other(hosts, p, host_only, to);
}

#endif
