/* SPDX-License-Identifier: BSD-3-Clause
 *
 * memory [COUNT] - octets and time that a bystander's call takes: INVITE, 183,
 * 200, ACK with SDP offers of about a kilobyte from three phone models and
 * short answers, over IPv6, parties with sip: and tel: identities; with 1,000
 * and with 1,000,000 of them. What a mirror holds before the first call is
 * left out; the rest of its memory is not, index and all. Then the octets of a
 * call that is told of: all that lmisfd keeps in memory besides its store.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../unit/mirror/sdp_samples.h"
#include "memory_target.h"
#include "mirror/mirror.h"

#define DOMAIN "@ims.mnc001.mcc001.3gppnetwork.org"

enum { AIM = 512, TARGET_AIM = 4096, TARGETS = 20000, TIMES = 100000 };

static const struct li_hash_secret secret = {.k0 = 17, .k1 = 4};
static struct li_event event;
static struct li_change change;
static char texts[6][96];
static char offer[SDP_SAMPLE_MAX], answer[SDP_SAMPLE_MAX];
static size_t offer_n, answer_n;

static void party(enum li_role role, const char *text)
{
	struct li_party *p = &event.parties[event.party_count++];

	p->role = role;
	p->kind = LI_ID_IMPU;
	p->text = li_slice_str(text);
	p->key_count = (uint8_t)li_identity_keys(LI_ID_IMPU, p->text, &secret,
		p->keys);
}

static void write_texts(unsigned int n)
{
	snprintf(texts[0], sizeof(texts[0]), "sip:+1555%07u" DOMAIN, n);
	snprintf(texts[1], sizeof(texts[1]), "tel:+1555%07u", n);
	snprintf(texts[2], sizeof(texts[2]), "tel:+1666%07u", n);
	snprintf(texts[3], sizeof(texts[3]), "call-%u@2001:db8::%x", n, n);
	snprintf(texts[4], sizeof(texts[4]), "f%x", n * 2654435761U);
	snprintf(texts[5], sizeof(texts[5]), "t%x", n * 40503U);
	offer_n = sdp_sample(n % 3, n, false, offer);
	answer_n = sdp_sample(3, n + 1, false, answer);
}

static void message(struct li_mirror *m, enum li_sip_method method,
	uint16_t status, struct li_slice sdp)
{
	struct li_sip *sip = &event.sip;

	event.source = LI_SOURCE_SIP;
	event.party_count = 0;
	memset(sip, 0, sizeof(*sip));
	sip->method = method;
	sip->is_request = status == 0;
	sip->status = status;
	sip->cseq = 1;
	sip->call_id = li_slice_str(texts[3]);
	sip->icid = li_slice_str(texts[3]);
	sip->from_tag = li_slice_str(texts[4]);
	if (method != LI_SIP_INVITE || status)
		sip->to_tag = li_slice_str(texts[5]);
	sip->expires_s = -1;
	sip->session_expires_s = -1;
	sip->sdp.text = sdp;
	sip->sdp.receives = true;
	party(LI_ROLE_FROM, texts[0]);
	party(LI_ROLE_TO, texts[2]);
	if (method == LI_SIP_INVITE && !status) {
		party(LI_ROLE_REQUEST_URI, texts[2]);
		party(LI_ROLE_P_ASSERTED, texts[0]);
		party(LI_ROLE_P_ASSERTED, texts[1]);
	}
	li_mirror_apply(m, &event, &change);
}

static void call(struct li_mirror *m, unsigned int n)
{
	const struct li_slice none = {0};

	write_texts(n);
	message(m, LI_SIP_INVITE, 0, li_slice(offer, offer_n));
	message(m, LI_SIP_INVITE, 183, li_slice(answer, answer_n));
	message(m, LI_SIP_INVITE, 200, none);
	message(m, LI_SIP_ACK, 0, none);
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Octets of one of `count` calls, and nanoseconds of a message inside one. */
static int measure(unsigned int count, double *octets, double *ns)
{
	const struct li_mirror_options options = {.secret = secret};
	static struct li_filter nobody;
	struct li_mirror_counts before, after;
	struct li_mirror *m;
	double start;

	if (li_mirror_new(&options, &m))
		return 1;
	li_mirror_set_filter(m, &nobody);
	li_mirror_count(m, &before);
	for (unsigned int n = 0; n < count; n++)
		call(m, n);
	li_mirror_count(m, &after);
	*octets = (double)(after.bytes - before.bytes) / count;
	start = now_s();
	for (unsigned int i = 0; i < TIMES; i++) {
		write_texts((i * 7919U) % count);
		message(m, LI_SIP_ACK, 0, (struct li_slice){0});
	}
	*ns = (now_s() - start) * 1e9 / TIMES;
	if (after.sessions != count || after.texts_refused) {
		fputs("bench memory: not all calls are held in full\n", stderr);
		return 1;
	}
	li_mirror_free(m);
	return 0;
}

int main(int argc, char **argv)
{
	unsigned int most =
		argc > 1 ? (unsigned int)strtoul(argv[1], NULL, 10) : 1000000;
	double octets[2], ns[2], target = memory_target(TARGETS);

	if (target <= 0) {
		fputs("bench memory: not all is told of a target\n", stderr);
		return 1;
	}
	if (most < 1000 || measure(1000, &octets[0], &ns[0]) ||
		measure(most, &octets[1], &ns[1]))
		return 1;
	printf("memory: %.1f octets a call with 1000 of them, %.1f with %u\n",
		octets[0], octets[1], most);
	printf("memory: a message inside one takes %.2f times as long with %u, "
	       "its making included\n",
		ns[1] / ns[0], most);
	printf("bench memory_target value=%.1f unit=octets/call against=%d "
	       "ratio=%.3f\n",
		target, TARGET_AIM, target / TARGET_AIM);
	printf("bench memory value=%.1f unit=octets/call against=%d "
	       "ratio=%.3f\n",
		octets[1], AIM, octets[1] / AIM);
	return 0;
}
