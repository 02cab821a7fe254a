/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The short way of the scan, for each kind of CPU, gives the same event as the
 * careful way, whatever the message.
 */
#include "corpus.h"
#include "intake/sip_plain.h"
#include "model/access.h"
#include "model/service.h"
#include "scanning.h"
#include "unit.h"

enum { MUTATIONS = 300 };

#define LONG                                                                   \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct li_event careful, plain;

/* The ways that this CPU has. */
static const struct way {
	const char *name;
	li_sip_plain_fn *scan;
} ways[] = {
	{"words", li_sip_plain_words},
#if defined(__x86_64__)
	{"sse2", li_sip_plain_sse2},
	{"avx2", li_sip_plain_avx2},
#endif
};

static bool can(const struct way *way)
{
#if defined(__x86_64__)
	if (way->scan == li_sip_plain_avx2)
		return li_sip_plain_best() == li_sip_plain_avx2;
#endif
	return way->scan != NULL;
}

static bool same_text(struct li_slice a, struct li_slice b)
{
	return a.n == b.n && (a.n == 0 || a.p == b.p);
}

static bool same_contact(const struct li_contact *a, const struct li_contact *b)
{
	return same_text(a->uri, b->uri) &&
		same_text(a->instance, b->instance) &&
		same_text(a->pub_gruu, b->pub_gruu) &&
		same_text(a->temp_gruu, b->temp_gruu) &&
		a->expires_s == b->expires_s && a->reg_id == b->reg_id &&
		a->isfocus == b->isfocus;
}

static bool same_party(const struct li_party *a, const struct li_party *b)
{
	return a->role == b->role && a->kind == b->kind &&
		a->key_count == b->key_count && same_text(a->text, b->text) &&
		li_key_eq(a->keys[0], b->keys[0]) &&
		(a->key_count == 1 || li_key_eq(a->keys[1], b->keys[1]));
}

static bool same_sip(const struct li_sip *a, const struct li_sip *b)
{
	for (size_t i = 0; i < a->contact_count; i++)
		if (i >= b->contact_count ||
			!same_contact(&a->contacts[i], &b->contacts[i]))
			return false;
	return a->contact_count == b->contact_count &&
		a->is_request == b->is_request &&
		a->contact_star == b->contact_star && a->method == b->method &&
		a->status == b->status && a->cseq == b->cseq &&
		same_text(a->method_name, b->method_name) &&
		same_text(a->call_id, b->call_id) &&
		same_text(a->from_tag, b->from_tag) &&
		same_text(a->to_tag, b->to_tag) &&
		same_text(a->content_type, b->content_type) &&
		same_text(a->content_encoding, b->content_encoding) &&
		same_text(a->icid, b->icid) &&
		same_text(a->event_package, b->event_package) &&
		same_text(a->subscription_state, b->subscription_state) &&
		same_text(a->replaces, b->replaces) &&
		same_text(a->in_reply_to, b->in_reply_to) &&
		same_text(a->access, b->access) &&
		same_text(a->services, b->services) &&
		a->body_at == b->body_at && a->expires_s == b->expires_s &&
		a->session_expires_s == b->session_expires_s;
}

static bool same_event(const struct li_event *a, const struct li_event *b)
{
	if (a->party_count != b->party_count || a->crowded != b->crowded ||
		!same_text(a->raw, b->raw))
		return false;
	for (size_t i = 0; i < a->party_count; i++)
		if (!same_party(&a->parties[i], &b->parties[i]))
			return false;
	return same_sip(&a->sip, &b->sip);
}

/* Do the lines that were found tell what the whole message does? TS 24.229
 * cl. 7.2A.4; RFC 3841 cl. 9.2 */
static bool tells_all(const struct li_event *e)
{
	const struct li_slice head = li_slice_sub(e->raw, 0, e->sip.body_at);

	if (!e->sip.is_request)
		return true;
	if (e->sip.method == LI_SIP_REGISTER)
		return same_text(li_access_place(head),
			li_access_place(e->sip.access));
	return (e->sip.method != LI_SIP_MESSAGE &&
		       e->sip.method != LI_SIP_OPTIONS) ||
		li_service_rcs(head) == li_service_rcs(e->sip.services);
}

/* Scan octets every way, from a block of their own size. */
static bool agree(const uint8_t *octets, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	struct li_slice m = li_slice(copy, n);
	bool yes = true;
	li_err want;

	CU_ASSERT_FATAL(copy != NULL);
	memcpy(copy, octets, n);
	want = li_sip_scan_by(NULL, m, &secret, &careful);
	CU_ASSERT(want || tells_all(&careful));
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		li_err err;

		if (!can(&ways[i]))
			continue;
		memset(&plain, 0xa5, sizeof(plain));
		err = li_sip_scan_by(ways[i].scan, m, &secret, &plain);
		if (err != want || !same_event(&careful, &plain)) {
			printf("%s: %s, not %s: %.*s\n", ways[i].name,
				li_err_name(err), li_err_name(want), (int)n,
				(const char *)octets);
			yes = false;
		}
	}
	free(copy);
	return yes;
}

static void test_sip_plain__agrees_on_every_sample(void)
{
	load();
	for (size_t i = 0; i < sample_count; i++)
		CU_ASSERT(agree(samples[i].octets, samples[i].n));
}

static void test_sip_plain__agrees_at_every_cut(void)
{
	load();
	for (size_t i = 0; i < sample_count; i += 7)
		for (size_t n = 0; n < samples[i].n; n++)
			CU_ASSERT(agree(samples[i].octets, n));
}

static void test_sip_plain__agrees_on_every_mutation(void)
{
	uint8_t octets[2 * SAMPLE_MAX];

	load();
	for (size_t i = 0; i < sample_count * MUTATIONS; i++) {
		const struct sample *s = &samples[i % sample_count];
		size_t n;

		memcpy(octets, s->octets, s->n);
		n = mutate(octets, s->n, sizeof(octets));
		CU_ASSERT(agree(octets, n));
	}
	unload();
}

/* A message to and from these URIs. */
static bool agree_on(const char *to, const char *from)
{
	static char text[2048];
	int n = snprintf(text, sizeof(text),
		"INVITE %s SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nFrom: <%s>;tag=1\r\n"
		"To: <%s>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n"
		"P-Asserted-Identity: <%s>\r\nUser-Agent: " LONG
		"\r\nContent-Length: 0\r\n\r\n",
		to, from, to, from);

	return agree((const uint8_t *)text, (size_t)n);
}

/* The first '@' of a URI ends its user part, wherever it stands: behind what
 * looks like a host it makes another identity of it. RFC 3261 cl. 25.1 */
static void test_sip_plain__agrees_on_an_at_in_a_parameter(void)
{
	static const char *const uris[] = {
		"sip:ims.example;x=a@evil.example",
		"sip:ims.example?x=a@evil.example",
		"sip:ims.example;x=" LONG "@evil.example",
		"sip:carol@ims.example;x=a@evil.example",
	};

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++)
		CU_ASSERT(agree_on(uris[i], uris[i]));
}

/* RFC 3966 cl. 5.2, 5.3 */
static void test_sip_plain__agrees_on_what_is_behind_a_number(void)
{
	static const char *const uris[] = {
		"tel:+15550001111;ext=5",
		"tel:+15550001111;npdi;rn=+1555000;EXT=5",
		"tel:+15550001111;" LONG ";isub=5",
		"tel:+15550001111;%65xt=5",
		"tel:+15550001111;cpc=ordinary",
	};

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++)
		CU_ASSERT(agree_on(uris[i], uris[i]));
}

/* A text of what addresses are made of. */
static void make_address(char *to, unsigned int *seed)
{
	static const char *const parts[] = {"0", "0", "0", "1", "a", "00", "01",
		"10", "0db8", "ffff", "2001", "12345", "192.0.2.1", "", "F"};
	const unsigned int groups = (unsigned int)rand_r(seed) % 9;

	*to = '\0';
	if (rand_r(seed) % 4 == 0)
		strcat(to, ":");
	for (unsigned int i = 0; i < groups; i++) {
		strcat(to,
			parts[(unsigned int)rand_r(seed) % (i < 6 ? 5 : 15)]);
		strcat(to, rand_r(seed) % 4 ? ":" : "::");
	}
	if (rand_r(seed) % 2)
		strcat(to, parts[(unsigned int)rand_r(seed) % 15]);
}

/* RFC 5954 cl. 4.2: an address is hashed as it stands in one spelling alone. */
static void test_sip_plain__agrees_on_addresses(void)
{
	unsigned int seed = 1;

	for (size_t i = 0; i < 20000; i++) {
		char address[128], to[160], from[160];

		make_address(address, &seed);
		snprintf(to, sizeof(to), "sip:carol@[%s]:5080", address);
		snprintf(from, sizeof(from), "sip:[%s]", address);
		CU_ASSERT(agree_on(to, from));
	}
}

/* What may stand last in a message. */
static const char *const lasts[] = {
	"Contact: <sip:carol@[2001:db8::1]:5061>;expires=60;x=",
	"P-Asserted-Identity: <sip:carol@ims.example>;x=",
	"Subject: x\r\n folded: y",
	"Call-ID: ",
	"Call-ID: 1\r\n ",
	"Authorization: Digest username=\"carol@ims.example\",x=",
	"Authorization: Digest username=\"001010123456789@"
	"ims.mnc001.mcc001.3gppnetwork.org\",x=",
	"P-Asserted-Identity: <sip:carol@[2001:db8::1]:5060;x>;x=",
	"P-Asserted-Identity: <sip:[2001:db8::1]:5080>;x=",
	"P-Asserted-Identity: <sip:[2001:db8::1];x=y@z>;x=",
	"P-Asserted-Identity: <sip:carol-of-more-octets-than-there-are"
	"-in-32@ims.example>;x=",
	"P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
	"utran-cell-id-3gpp=26201",
	"P-Access-Network-Info: x\r\nA: y\r\n"
	"p-access-network-info :\r\n IEEE-802.11;np;cgi-3gpp=26201",
	"Accept-Contact: *;+g.3gpp.iari-ref=\"urn%3aurn-7%3a"
	"3gpp-application.ims.iari.rcs.fthttp\";x=",
	"Accept: *;rcs\r\nP-Preferred-Service: gsma.rcs;x=",
	"p-asserted-service:\r\n oma.cpm;x=",
	"a: gsma.rcs;x=",
};

/* The last lines of a message without a body are read in another place. */
static void test_sip_plain__agrees_on_the_last_lines(void)
{
	static const char *const methods[] = {"INVITE", "REGISTER", "MESSAGE"};
	static char text[4096];

	for (size_t i = 0; i < 3 * sizeof(lasts) / sizeof(lasts[0]); i++) {
		for (int more = 0; more < 2600; more += more < 400 ? 1 : 97) {
			int n = snprintf(text, sizeof(text),
				"%s sip:dave@ims.example;user=phone SIP/2.0"
				"\r\nVia: SIP/2.0/UDP h\r\nCSeq: 1 %s\r\n"
				"From: Carol <sip:+15550001111@ims.example>;tag"
				"=1\r\nTo: <sip:dave@ims.example>\r\n"
				"X: %0*d\r\n%s%0*d\r\nl: 0\r\n\r\n",
				methods[i % 3], methods[i % 3], more % 130, 1,
				lasts[i / 3], more, 1);

			CU_ASSERT(agree((const uint8_t *)text, (size_t)n));
		}
	}
}

/* One message with this header among others. */
static bool agree_with(const char *method, const char *name, int n)
{
	static char text[1024];
	int all = snprintf(text, sizeof(text),
		"%s sip:dave@ims.example SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n"
		"CSeq: 1 %s\r\nFrom: <sip:+15550001111@ims.example>;tag=1\r\n"
		"To: <sip:dave@ims.example>\r\nCall-ID: 1\r\n"
		"%.*s: <sip:mallory@ims.example>\r\nUser-Agent: " LONG LONG
		"\r\nContent-Length: 0\r\n\r\n",
		method, method, n, name);

	return agree((const uint8_t *)text, (size_t)all);
}

/* Every name that a guess stands for, and every other one that has its first and
 * last octet. RFC 3261 cl. 7.3.1 */
static void test_sip_plain__agrees_on_every_guess(void)
{
	static const char *const methods[] = {"INVITE", "REGISTER", "MESSAGE"};

	for (unsigned int i = 0; i < sizeof(li_sip_name_guesses); i++) {
		const unsigned int guess = li_sip_name_guesses[i];
		const struct li_sip_name_text *text = &li_sip_name_texts[guess];
		const char other[] = {(char)(i & 0xff), 'x',
			(char)(i >> 8 | 0x60)};

		for (size_t m = 0; guess && m < 3; m++) {
			CU_ASSERT(agree_with(methods[m], text->name,
				text->length - 1));
			CU_ASSERT(agree_with(methods[m], other, 3));
			CU_ASSERT(agree_with(methods[m], other, 1));
		}
	}
}

/* A host that was read before has another key under another secret, also when
 * that stands in the same place. */
static void test_sip_plain__keys_are_those_of_the_secret(void)
{
	static const char text[] =
		"REGISTER sip:ims.example SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n"
		"From: <sip:+15550001111@ims.example>;tag=1\r\n"
		"To: <sip:+15550001111@ims.example>\r\nCall-ID: 1\r\n"
		"CSeq: 1 REGISTER\r\nUser-Agent: " LONG "\r\n"
		"Content-Length: 0\r\n\r\n";
	const struct li_slice m = li_slice(text, sizeof(text) - 1);
	struct li_hash_secret other = {.k0 = 1};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (!can(&ways[i]))
			continue;
		for (uint64_t k = 0; k < 4; k++) {
			other.k0 = k / 2;
			other.k1 = k % 2;
			CU_ASSERT(li_sip_scan_by(NULL, m, &other, &careful) ==
				LI_OK);
			CU_ASSERT(li_sip_scan_by(ways[i].scan, m, &other,
					  &plain) == LI_OK);
			CU_ASSERT(same_event(&careful, &plain));
		}
	}
}

/* Most of what a core sends must take the short way, or it would be short for
 * nothing. */
static void test_sip_plain__is_taken_by_what_a_core_sends(void)
{
	size_t taken = 0, all = 0;

	load();
	for (size_t i = 0; i < sample_count; i++) {
		struct li_sip_field f = {
			.found = {.event = &plain, .secret = &secret}};

		if (samples[i].tortured)
			continue;
		memset(&plain, 0, sizeof(plain));
		all++;
		taken +=
			li_sip_plain_words(&f,
				li_slice(samples[i].octets, samples[i].n)) != 0;
	}
	CU_ASSERT(taken + 2 >= all);
}

UNIT_MAIN("intake.sip_plain", UNIT_TEST(test_sip_plain__agrees_on_every_sample),
	UNIT_TEST(test_sip_plain__agrees_at_every_cut),
	UNIT_TEST(test_sip_plain__agrees_on_an_at_in_a_parameter),
	UNIT_TEST(test_sip_plain__agrees_on_addresses),
	UNIT_TEST(test_sip_plain__agrees_on_what_is_behind_a_number),
	UNIT_TEST(test_sip_plain__agrees_on_the_last_lines),
	UNIT_TEST(test_sip_plain__agrees_on_every_guess),
	UNIT_TEST(test_sip_plain__keys_are_those_of_the_secret),
	UNIT_TEST(test_sip_plain__is_taken_by_what_a_core_sends),
	UNIT_TEST(test_sip_plain__agrees_on_every_mutation))
