/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The situations that RFC 4475 and RFC 5118 describe, in messages of our own
 * (tests/data/sip/torture): what is legal is read, what is not is screened all
 * the same and says that it is broken.
 */
#include "corpus.h"
#include "intake/sip_msg.h"
#include "scanning.h"
#include "unit.h"

static struct li_event event;

static const struct {
	const char *name;
	const char *clause;
	li_err err;
	enum li_role role;
	const char *who; /* found there */
} cases[] = {
	{"wsinv", "RFC 4475 cl. 3.1.1.1", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"intmeth", "RFC 4475 cl. 3.1.1.2", LI_OK, LI_ROLE_FROM,
		"sip:mundane@example.net"},
	{"esc01", "RFC 4475 cl. 3.1.1.3", LI_OK, LI_ROLE_TO,
		"sip:bob@ims.example"},
	{"escnull", "RFC 4475 cl. 3.1.1.4", LI_OK, LI_ROLE_TO,
		"sip:null-%00-null@ims.example"},
	{"esc02", "RFC 4475 cl. 3.1.1.5", LI_OK, LI_ROLE_TO,
		"sip:bob@ims.example"},
	{"lwsdisp", "RFC 4475 cl. 3.1.1.6", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"longreq", "RFC 4475 cl. 3.1.1.7", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"dblreq", "RFC 4475 cl. 3.1.1.8", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"semiuri", "RFC 4475 cl. 3.1.1.9", LI_OK, LI_ROLE_REQUEST_URI,
		"sip:user;par=u%40example.net@example.com"},
	{"transports", "RFC 4475 cl. 3.1.1.10", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"mpart01", "RFC 4475 cl. 3.1.1.11", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"unreason", "RFC 4475 cl. 3.1.1.12", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"noreason", "RFC 4475 cl. 3.1.1.13", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"badinv01", "RFC 4475 cl. 3.1.2.1", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"clerr", "RFC 4475 cl. 3.1.2.2", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"ncl", "RFC 4475 cl. 3.1.2.3", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"scalar02", "RFC 4475 cl. 3.1.2.4", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"scalarlg", "RFC 4475 cl. 3.1.2.5", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"quotbal", "RFC 4475 cl. 3.1.2.6", LI_EMALFORMED, LI_ROLE_TO,
		"sip:bob@ims.example"},
	{"ltgtruri", "RFC 4475 cl. 3.1.2.7", LI_EMALFORMED, LI_ROLE_REQUEST_URI,
		"sip:bob@ims.example"},
	{"lwsruri", "RFC 4475 cl. 3.1.2.8", LI_EMALFORMED, LI_ROLE_REQUEST_URI,
		"sip:bob@ims.example"},
	{"lwsstart", "RFC 4475 cl. 3.1.2.9", LI_EMALFORMED, LI_ROLE_REQUEST_URI,
		"sip:bob@ims.example"},
	{"trws", "RFC 4475 cl. 3.1.2.10", LI_EMALFORMED, LI_ROLE_REQUEST_URI,
		"sip:bob@ims.example"},
	{"escruri", "RFC 4475 cl. 3.1.2.11", LI_OK, LI_ROLE_REQUEST_URI,
		"sip:bob@ims.example"},
	{"baddate", "RFC 4475 cl. 3.1.2.12", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"regbadct", "RFC 4475 cl. 3.1.2.13", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"badaspec", "RFC 4475 cl. 3.1.2.14", LI_EMALFORMED, LI_ROLE_TO,
		"sip:bob@ims.example"},
	{"baddn", "RFC 4475 cl. 3.1.2.15", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"badvers", "RFC 4475 cl. 3.1.2.16", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"mismatch01", "RFC 4475 cl. 3.1.2.17", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"mismatch02", "RFC 4475 cl. 3.1.2.18", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"bigcode", "RFC 4475 cl. 3.1.2.19", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"badbranch", "RFC 4475 cl. 3.2.1", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"insuf", "RFC 4475 cl. 3.3.1", LI_EMALFORMED, LI_ROLE_REQUEST_URI,
		"sip:bob@ims.example"},
	{"unkscm", "RFC 4475 cl. 3.3.2", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"novelsc", "RFC 4475 cl. 3.3.3", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"unksm2", "RFC 4475 cl. 3.3.4", LI_OK, LI_ROLE_P_ASSERTED,
		"sip:bob@ims.example"},
	{"bext01", "RFC 4475 cl. 3.3.5", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"invut", "RFC 4475 cl. 3.3.6", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"regaut01", "RFC 4475 cl. 3.3.7", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"multi01", "RFC 4475 cl. 3.3.8", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"mcl01", "RFC 4475 cl. 3.3.9", LI_EMALFORMED, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"bcast", "RFC 4475 cl. 3.3.10", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"zeromf", "RFC 4475 cl. 3.3.11", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"cparam01", "RFC 4475 cl. 3.3.12", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"cparam02", "RFC 4475 cl. 3.3.13", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"regescrt", "RFC 4475 cl. 3.3.14", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"sdp01", "RFC 4475 cl. 3.3.15", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"inv2543", "RFC 4475 cl. 3.4.1", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"ipv6-good", "RFC 5118 cl. 4.1", LI_OK, LI_ROLE_REQUEST_URI,
		"sip:[2001:db8::10]"},
	{"ipv6-bad", "RFC 5118 cl. 4.2", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"port-ambiguous", "RFC 5118 cl. 4.3", LI_OK, LI_ROLE_REQUEST_URI,
		"sip:[2001:db8::10:5070]"},
	{"port-unambiguous", "RFC 5118 cl. 4.4", LI_OK, LI_ROLE_REQUEST_URI,
		"sip:[2001:db8::10]:5070"},
	{"via-received-param", "RFC 5118 cl. 4.5", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"via-received-bare", "RFC 5118 cl. 4.5", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"ipv6-in-sdp", "RFC 5118 cl. 4.6", LI_OK, LI_ROLE_REQUEST_URI,
		"sip:bob@[2001:db8::10]"},
	{"mult-ip-in-header", "RFC 5118 cl. 4.7", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"mult-ip-in-sdp", "RFC 5118 cl. 4.8", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"ipv4-mapped-ipv6", "RFC 5118 cl. 4.9", LI_OK, LI_ROLE_FROM,
		"sip:alice@ims.example"},
	{"ipv6-bug-abnf-3-colons", "RFC 5118 cl. 4.10", LI_OK,
		LI_ROLE_REQUEST_URI, "sip:bob@[2001:db8:::192.0.2.1]"},
};

static const struct sample *find(const char *name)
{
	char file[64];

	snprintf(file, sizeof(file), "%s.sip", name);
	for (size_t i = 0; i < sample_count; i++)
		if (samples[i].tortured && strcmp(samples[i].name, file) == 0)
			return &samples[i];
	return NULL;
}

static void test_sip_torture__reads_or_flags_every_case(void)
{
	load();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct sample *s = find(cases[i].name);
		li_err err;

		CU_ASSERT_FATAL(s != NULL);
		err = scan_octets(s->octets, s->n, &event);
		if (err != cases[i].err ||
			!impu(&event, cases[i].role, cases[i].who))
			printf("%s (%s): %s\n", cases[i].name, cases[i].clause,
				li_err_name(err));
		CU_ASSERT_EQUAL(err, cases[i].err);
		CU_ASSERT(impu(&event, cases[i].role, cases[i].who));
	}
}

/* In what is legal libosip2, as far as it can read it, finds nobody else. */
static void test_sip_torture__misses_nobody_that_libosip2_finds(void)
{
	size_t judged = 0;

	load();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct sample *s = find(cases[i].name);
		struct li_sip_verdict verdict = {.what = ""};
		li_err err;

		CU_ASSERT_FATAL(s != NULL);
		(void)!scan_octets(s->octets, s->n, &event);
		err = li_sip_msg_judge(&event, &secret, &verdict);
		if (err == LI_ESTATE && verdict.identity)
			printf("%s: %s\n", cases[i].name, verdict.what);
		CU_ASSERT(err != LI_ESTATE || !verdict.identity);
		judged += err != LI_EMALFORMED;
	}
	CU_ASSERT(judged >= 40);
}

/* A datagram's trailing octets are no message. RFC 4475 cl. 3.1.1.8 */
static void test_sip_torture__reads_nobody_from_behind_the_body(void)
{
	const struct sample *s;

	load();
	s = find("dblreq");
	CU_ASSERT_FATAL(s != NULL);
	CU_ASSERT_EQUAL(scan_octets(s->octets, s->n, &event), LI_OK);
	CU_ASSERT(!impu(&event, LI_ROLE_FROM, "sip:eve@ims.example"));
	unload();
}

UNIT_MAIN("intake.sip_torture",
	UNIT_TEST(test_sip_torture__reads_or_flags_every_case),
	UNIT_TEST(test_sip_torture__misses_nobody_that_libosip2_finds),
	UNIT_TEST(test_sip_torture__reads_nobody_from_behind_the_body))
