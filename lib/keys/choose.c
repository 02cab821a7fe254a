/* SPDX-License-Identifier: BSD-3-Clause */
#include "keys/choose.h"

#include "base/ip.h"
#include "model/identity.h"

/* The list of whom to ask, as it grows. */
struct chosen {
	const struct li_kms *list;
	uint8_t *at;
	size_t count;
	bool known; /* one fits, whether it may be asked or not */
};

static void add(struct chosen *c, size_t i)
{
	const struct li_kms *kms = &c->list[i];

	c->known = true;
	/* TS 33.126 R6.4-175: what the home has not agreed to is not asked */
	if (kms->visited && !kms->agreement[0])
		return;
	for (size_t k = 0; k < c->count; k++)
		if (c->at[k] == i)
			return;
	c->at[c->count++] = (uint8_t)i;
}

/* A host without its port and the brackets that an IPv6 address has in a URI. */
static void put_host(struct li_slice host, char out[static LI_ID_MAX + 1])
{
	uint8_t ip[16];

	if (host.n && host.p[0] == '[')
		host = li_slice_sub(host, 1, li_slice_find(host, ']'));
	else if (!li_ip_read6(host, ip))
		host = li_slice_sub(host, 0, li_slice_find(host, ':'));
	if (host.n && host.p[host.n - 1] == '.')
		host.n--; /* the root's dot names the same host */
	li_slice_copy(host, out, LI_ID_MAX + 1);
}

/* The domain of an IMPU: user@abc.com is of abc.com. A number has none; "" then,
 * and if it is no IMPU. */
static void domain_of(struct li_slice user, char out[static LI_ID_MAX + 1])
{
	static const char sip[] = "sip:";
	struct li_identity id;
	struct li_slice rest;
	size_t at;

	out[0] = '\0';
	if (li_identity_parse(LI_ID_IMPU, user, &id) != LI_OK)
		return;
	rest = li_slice(id.text, id.len);
	if (!li_slice_starts_nocase(rest, sip))
		return;
	rest = li_slice_sub(rest, sizeof(sip) - 1, rest.n);
	at = li_slice_find(rest, '@');
	put_host(at < rest.n ? li_slice_sub(rest, at + 1, rest.n) : rest, out);
}

static bool is_of(const struct li_kms *kms, const char *domain)
{
	char text[LI_ID_MAX + 1];

	put_host(li_slice_str(kms->domain), text);
	return text[0] && domain[0] && li_host_eq(text, domain);
}

size_t li_kms_choose(const struct li_kms *list, size_t count,
	const struct li_key_order *order, uint8_t out[static LI_KMS_MAX])
{
	struct chosen c = {.list = list, .at = out};
	char domain[LI_ID_MAX + 1];

	if (count > LI_KMS_MAX)
		count = LI_KMS_MAX;
	for (size_t i = 0; i < count; i++)
		if (list[i].name[0] &&
			li_slice_is_nocase(order->kms, list[i].name))
			add(&c, i);
	domain_of(order->user, domain);
	for (size_t i = 0; i < count; i++)
		if (is_of(&list[i], domain))
			add(&c, i);
	if (c.known)
		return c.count;
	for (size_t i = 0; i < count; i++)
		if (!list[i].domain[0])
			add(&c, i);
	return c.count;
}
