/* SPDX-License-Identifier: BSD-3-Clause
 *
 * registrations [COUNT] - octets and time that a bystander's registration
 * takes: an IMPI that was derived from an IMSI, a sip: and a tel: IMPU, one
 * contact with its IMEI, with 1,000 and with 1,000,000 of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "mirror/mirror.h"

#define DOMAIN "ims.mnc001.mcc001.3gppnetwork.org"

enum { STEP_S = 100, AT_ONCE = 1000, EXPIRES_S = 600000 };

static const struct li_hash_secret secret = {.k0 = 17, .k1 = 4};
static struct li_event event;
static struct li_change change;
static char texts[6][96];

static void party(enum li_role role, enum li_id_kind kind, const char *text)
{
	struct li_party *p = &event.parties[event.party_count++];

	p->role = role;
	p->kind = kind;
	p->text = li_slice_str(text);
	p->key_count =
		(uint8_t)li_identity_keys(kind, p->text, &secret, p->keys);
}

static void write_texts(unsigned n)
{
	snprintf(texts[0], sizeof(texts[0]), "sip:+1555%07u@" DOMAIN, n);
	snprintf(texts[1], sizeof(texts[1]), "tel:+1555%07u", n);
	snprintf(texts[2], sizeof(texts[2]), "00101%010u@" DOMAIN, n);
	snprintf(texts[3], sizeof(texts[3]), "urn:gsma:imei:35%06u-%06u-0",
		n / 1000000, n % 1000000);
	snprintf(texts[4], sizeof(texts[4]), "sip:u@[2001:db8::%x:%x]:5060",
		n >> 16, n & 0xffff);
	snprintf(texts[5], sizeof(texts[5]), "reg-%u@host", n);
}

/* REGISTER, its 401, REGISTER, its 200 of user n; or one of these. */
static void message(unsigned n, uint16_t status, uint32_t cseq, int64_t mono_us)
{
	struct li_sip *sip = &event.sip;

	event.source = LI_SOURCE_SIP;
	event.mono_us = mono_us;
	event.party_count = 0;
	memset(sip, 0, sizeof(*sip));
	sip->method = LI_SIP_REGISTER;
	sip->is_request = status == 0;
	sip->status = status;
	sip->cseq = cseq;
	sip->call_id = li_slice_str(texts[5]);
	sip->expires_s = EXPIRES_S;
	party(LI_ROLE_FROM, LI_ID_IMPU, texts[0]);
	party(LI_ROLE_TO, LI_ID_IMPU, texts[0]);
	if (!status) {
		party(LI_ROLE_AUTH_USERNAME, LI_ID_IMPI, texts[2]);
		party(LI_ROLE_CONTACT_INSTANCE, LI_ID_IMEI, texts[3]);
	}
	if (status == 200) {
		party(LI_ROLE_P_ASSOCIATED, LI_ID_IMPU, texts[0]);
		party(LI_ROLE_P_ASSOCIATED, LI_ID_IMPU, texts[1]);
	}
	if (!status || status == 200)
		sip->contacts[sip->contact_count++] = (struct li_contact){
			.uri = li_slice_str(texts[4]),
			.expires_s = EXPIRES_S,
			.reg_id = 1,
		};
	(void)n;
}

static void apply(struct li_mirror *m, unsigned n, int64_t mono_us)
{
	write_texts(n);
	message(n, 0, 1, mono_us);
	li_mirror_apply(m, &event, &change);
	message(n, 401, 1, mono_us);
	li_mirror_apply(m, &event, &change);
	message(n, 0, 2, mono_us);
	li_mirror_apply(m, &event, &change);
	message(n, 200, 2, mono_us);
	li_mirror_apply(m, &event, &change);
}

/* Users register a thousand at a time, each time when the transactions of the
 * thousand before are over. */
static void fill(struct li_mirror *m, unsigned count, int64_t *mono_s)
{
	for (unsigned n = 0; n < count; n++) {
		if (n % AT_ONCE == 0) {
			*mono_s += STEP_S;
			li_mirror_tick(m, *mono_s * 1000000);
		}
		apply(m, n, *mono_s * 1000000);
	}
	*mono_s += STEP_S;
	li_mirror_tick(m, *mono_s * 1000000);
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Nanoseconds of a refresh: four messages of a user that is registered. */
static double refresh(struct li_mirror *m, unsigned count, int64_t *mono_s)
{
	enum { TIMES = 200000 };
	double start = now_s();
	unsigned n = 1;

	for (int i = 0; i < TIMES; i++) {
		if (i % AT_ONCE == 0) {
			*mono_s += STEP_S;
			li_mirror_tick(m, *mono_s * 1000000);
		}
		n = n * 48271u % 2147483647u;
		apply(m, n % count, *mono_s * 1000000);
	}
	return (now_s() - start) / TIMES * 1e9;
}

static int measure(unsigned count, double *octets, double *ns)
{
	struct li_mirror_options options = {.secret = secret};
	struct li_mirror_counts before, after;
	struct li_mirror *m;
	int64_t mono_s = 0;

	if (li_mirror_new(&options, &m))
		return 1;
	/* What the sessions of a thousand attempts leave is there before. */
	fill(m, AT_ONCE, &mono_s);
	mono_s += 2 * EXPIRES_S;
	for (int i = 0; i < 8; i++, mono_s++)
		li_mirror_tick(m, mono_s * 1000000);
	li_mirror_count(m, &before);
	fill(m, count, &mono_s);
	li_mirror_count(m, &after);
	*octets = (double)(after.registration_bytes) / count;
	*ns = refresh(m, count, &mono_s);
	li_mirror_free(m);
	return after.registrations != count || before.registrations != 0;
}

int main(int argc, char **argv)
{
	unsigned most = argc > 1 ? (unsigned)atoi(argv[1]) : 1000000;
	double octets[2], ns[2];

	if (measure(1000, &octets[0], &ns[0]) ||
		measure(most, &octets[1], &ns[1]))
		return 1;
	printf("%u registrations: %.1f octets each, refresh %.0f ns\n", 1000,
		octets[0], ns[0]);
	printf("%u registrations: %.1f octets each, refresh %.0f ns\n", most,
		octets[1], ns[1]);
	printf("bench registrations value=%.1f unit=octets against=256 "
	       "ratio=%.2f\n",
		octets[1], octets[1] / 256);
	return 0;
}
