/* SPDX-License-Identifier: BSD-3-Clause */
#include "corpus.h"
#include "intake/sip_msg.h"
#include "scanning.h"
#include "unit.h"

enum { MUTATIONS = 200 };

static struct li_event event;

static li_err scan_file(const char *name)
{
	load();
	for (size_t i = 0; i < sample_count; i++)
		if (strcmp(samples[i].name, name) == 0)
			return scan_octets(samples[i].octets, samples[i].n,
				&event);
	return LI_ENOTFOUND;
}

static void test_sip_msg__agrees_with_the_scan_on_every_sample(void)
{
	struct li_sip_verdict verdict = {.what = ""};

	load();
	for (size_t i = 0; i < sample_count; i++) {
		li_err err;

		if (samples[i].tortured)
			continue; /* test_sip_torture.c */
		CU_ASSERT_EQUAL(scan_octets(samples[i].octets, samples[i].n,
					&event),
			LI_OK);
		err = li_sip_msg_judge(&event, &secret, &verdict);
		if (err)
			printf("%s: %s %s\n", samples[i].name, li_err_name(err),
				verdict.what);
		CU_ASSERT_EQUAL(err, LI_OK);
	}
}

/* Who stands where in a sample. */
static const struct {
	const char *file, *who;
	enum li_role role;
	enum li_id_kind kind;
} standing[] = {
	{"register.sip", "alice@ims.example", LI_ROLE_AUTH_USERNAME,
		LI_ID_IMPI},
	{"register_v6.sip", "35123400123456", LI_ROLE_CONTACT_INSTANCE,
		LI_ID_IMEI},
	{"register_401.sip", "sip:alice@ims.example", LI_ROLE_TO, LI_ID_IMPU},
	{"register_auth_200.sip", "tel:+15551230001", LI_ROLE_P_ASSOCIATED,
		LI_ID_IMPU},
	{"invite.sip", "tel:+15551230001", LI_ROLE_P_ASSERTED, LI_ID_IMPU},
	{"invite.sip", "sip:alice@ims.example", LI_ROLE_P_ASSERTED, LI_ID_IMPU},
	{"invite_v6.sip", "35123400123456", LI_ROLE_CONTACT_INSTANCE,
		LI_ID_IMEI},
	{"invite_forwarded.sip", "sip:alice@ims.example", LI_ROLE_HISTORY_INFO,
		LI_ID_IMPU},
	{"invite_forwarded.sip", "sip:dave@ims.example", LI_ROLE_HISTORY_INFO,
		LI_ID_IMPU},
	{"invite_forwarded_v6.sip", "sip:bob@ims.example", LI_ROLE_HISTORY_INFO,
		LI_ID_IMPU},
	{"invite_forwarded.sip", "tel:+15551230001", LI_ROLE_DIVERSION,
		LI_ID_IMPU},
	{"invite_forwarded.sip", "sip:bob@ims.example", LI_ROLE_P_CALLED_PARTY,
		LI_ID_IMPU},
	{"invite_compact.sip", "sip:alice@ims.example", LI_ROLE_P_PREFERRED,
		LI_ID_IMPU},
	{"message_sms_in.sip", "sip:alice@ims.example", LI_ROLE_P_CALLED_PARTY,
		LI_ID_IMPU},
	{"cancel.sip", "sip:alice@ims.example", LI_ROLE_REQUEST_URI,
		LI_ID_IMPU},
};

static void test_sip_msg__samples_hold_who_they_should(void)
{
	for (size_t i = 0; i < sizeof(standing) / sizeof(standing[0]); i++) {
		CU_ASSERT_EQUAL(scan_file(standing[i].file), LI_OK);
		CU_ASSERT(sought(&event, standing[i].role, standing[i].kind,
			standing[i].who));
	}
}

/* What the scan would have missed is told apart, by name. */
static void test_sip_msg__sees_what_a_scan_misses(void)
{
	struct li_sip_verdict verdict;
	struct li_event lame;

	CU_ASSERT_EQUAL(scan_file("register.sip"), LI_OK);
	for (size_t left_out = 0; left_out < event.party_count; left_out++) {
		lame = event;
		lame.parties[left_out] = lame.parties[--lame.party_count];
		CU_ASSERT_EQUAL(li_sip_msg_judge(&lame, &secret, &verdict),
			LI_ESTATE);
		CU_ASSERT(verdict.identity);
	}
	lame = event;
	lame.sip.from_tag = li_slice_str("x");
	CU_ASSERT_EQUAL(li_sip_msg_judge(&lame, &secret, &verdict), LI_ESTATE);
	CU_ASSERT(!verdict.identity);
	CU_ASSERT_STRING_EQUAL(verdict.what, "From tag");
	lame = event;
	lame.sip.cseq++;
	CU_ASSERT_EQUAL(li_sip_msg_judge(&lame, &secret, &verdict), LI_ESTATE);
	CU_ASSERT_STRING_EQUAL(verdict.what, "CSeq");
	lame = event;
	lame.sip.call_id.n--;
	CU_ASSERT_EQUAL(li_sip_msg_judge(&lame, &secret, &verdict), LI_ESTATE);
	CU_ASSERT_STRING_EQUAL(verdict.what, "Call-ID");
	lame = event;
	lame.sip.method_name.n--;
	CU_ASSERT_EQUAL(li_sip_msg_judge(&lame, &secret, &verdict), LI_ESTATE);
	CU_ASSERT_STRING_EQUAL(verdict.what, "start line");
}

static void test_sip_msg__gives_the_facts(void)
{
	struct li_sip_facts facts = {.status = 7};

	CU_ASSERT_EQUAL(scan_file("invite_487.sip"), LI_OK);
	CU_ASSERT_EQUAL(li_sip_msg_facts(event.raw, &facts), LI_OK);
	CU_ASSERT_STRING_EQUAL(facts.method, "INVITE");
	CU_ASSERT_STRING_EQUAL(facts.call_id, "call3@10.77.1.2");
	CU_ASSERT_EQUAL(facts.status, 487);
	CU_ASSERT_EQUAL(scan_file("bye.sip"), LI_OK);
	CU_ASSERT_EQUAL(li_sip_msg_facts(event.raw, &facts), LI_OK);
	CU_ASSERT_STRING_EQUAL(facts.method, "BYE");
	CU_ASSERT_EQUAL(facts.status, 0);
}

static void test_sip_msg__refuses_what_libosip2_refuses(void)
{
	static uint8_t big[LI_SIP_MESSAGE_MAX + 1];
	struct li_sip_facts facts = {.status = 7};
	struct li_sip_verdict verdict;

	CU_ASSERT_EQUAL(li_sip_msg_facts(li_slice_str("BYE"), &facts),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_sip_msg_facts(li_slice(NULL, 0), &facts),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_sip_msg_facts(li_slice_str("BYE sip:a SIP/2.0\r\n"
						      "To: <sip:b>\r\n\r\n"),
				&facts),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_sip_msg_facts(li_slice(big, sizeof(big)), &facts),
		LI_ETOOBIG);
	CU_ASSERT_EQUAL(facts.status, 7);
	event.raw = li_slice(big, sizeof(big));
	CU_ASSERT_EQUAL(li_sip_msg_judge(&event, &secret, &verdict),
		LI_ETOOBIG);
}

/* Whatever the scan thinks of a broken message, no identity that libosip2
 * reads out of it has passed unseen. */
static void test_sip_msg__misses_nobody_in_broken_messages(void)
{
	size_t refused = 0, judged = 0, missed = 0;
	static uint8_t octets[2 * SAMPLE_MAX];

	load();
	for (size_t i = 0; i < sample_count * MUTATIONS; i++) {
		const struct sample *s = &samples[i % sample_count];
		struct li_sip_verdict verdict;
		li_err err;
		size_t n;

		memcpy(octets, s->octets, s->n);
		n = mutate(octets, s->n, sizeof(octets));
		err = scan_octets(octets, n, &event);
		if (err == LI_EUNSUPPORTED)
			continue;
		switch ((int)li_sip_msg_judge(&event, &secret, &verdict)) {
		case LI_ESTATE:
			judged++;
			if (!verdict.identity && err)
				break;
			missed++;
			printf("%s in %.*s\n", verdict.what, (int)n, octets);
			break;
		case LI_OK: judged++; break;
		default:
			/* refused: then it says that it is broken, or who is
			 * in it */
			CU_ASSERT(err != LI_OK || event.party_count > 0);
			refused++;
			break;
		}
	}
	CU_ASSERT_EQUAL(missed, 0);
	CU_ASSERT(judged >= 5000);
	printf("(%zu judged, %zu refused by libosip2) ", judged, refused);
}

static void test_sip_msg__frees_the_samples(void)
{
	unload();
	(void)!scan_text("", &event);
}

UNIT_MAIN("intake.sip_msg",
	UNIT_TEST(test_sip_msg__agrees_with_the_scan_on_every_sample),
	UNIT_TEST(test_sip_msg__samples_hold_who_they_should),
	UNIT_TEST(test_sip_msg__sees_what_a_scan_misses),
	UNIT_TEST(test_sip_msg__gives_the_facts),
	UNIT_TEST(test_sip_msg__refuses_what_libosip2_refuses),
	UNIT_TEST(test_sip_msg__misses_nobody_in_broken_messages),
	UNIT_TEST(test_sip_msg__frees_the_samples))
