/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/reginfo.h"
#include "unit.h"

#define HEAD "<?xml version=\"1.0\"?>\n<reginfo version=\"0\" state=\"full\">"
#define CONTACT(state, uri)                                                    \
	"<contact id=\"c\" state=\"" state "\"><uri>" uri "</uri></contact>"

static const struct li_hash_secret secret = {.k0 = 1};
static struct li_reginfo info;

static li_err read_text(const char *text)
{
	info.count = 99;
	return li_reginfo_read(li_slice_str(text), &secret, &info);
}

static bool is_aor(size_t i, const char *impu)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_identity id;

	return li_identity_parse(LI_ID_IMPU, li_slice_str(impu), &id) ==
		LI_OK &&
		li_identity_keys_wanted(&id, &secret, keys) &&
		li_key_eq(keys[0], info.ended[i].aor);
}

/* RFC 3680 cl. 5, cl. 5.3 */
static void test_reginfo__lists_what_is_over(void)
{
	CU_ASSERT_EQUAL(
		read_text(HEAD
			"<registration aor=\"sip:a@ims.example\" id='1' "
			"state=\"active\">" CONTACT("active",
				"sip:1.example") CONTACT("terminated",
				" sip:2.example ") "</registration>"
						   "<registration aor='tel:+1555' state='terminated'/>"
						   "<registration aor='sip:b&amp;c@ims.example' id='3' "
						   "state='terminated'>" CONTACT(
							   "terminated",
							   "sip:3.example") "</registration></reginfo>"),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(info.count, 4);
	CU_ASSERT_TRUE(is_aor(0, "sip:a@ims.example"));
	CU_ASSERT_TRUE(li_slice_is(info.ended[0].contact, "sip:2.example"));
	CU_ASSERT_TRUE(is_aor(1, "tel:+1555"));
	CU_ASSERT_EQUAL(info.ended[1].contact.n, 0);
	CU_ASSERT_TRUE(is_aor(2, "sip:b&c@ims.example"));
	CU_ASSERT_TRUE(li_slice_is(info.ended[2].contact, "sip:3.example"));
	CU_ASSERT_EQUAL(info.ended[3].contact.n, 0);
}

static void test_reginfo__refuses_what_is_none(void)
{
	static const char *const rows[] = {"", "x", "<a></a>", HEAD,
		HEAD "</reginfo><x/>", HEAD "<!-- --></reginfo>",
		"<reginfo><registration></reginfo>", "<reginfo/>x",
		"<reginfo/><reginfo/>"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_NOT_EQUAL(read_text(rows[i]), LI_OK);
		CU_ASSERT_EQUAL(info.count, 99);
	}
	CU_ASSERT_EQUAL(read_text("<r:reginfo xmlns:r='urn:x'/>"), LI_OK);
	CU_ASSERT_EQUAL(info.count, 0);
	CU_ASSERT_EQUAL(read_text(HEAD "<registration aor='mailto:x' "
				       "state='terminated'/></reginfo>"),
		LI_OK);
	CU_ASSERT_EQUAL(info.count, 0);
}

static void test_reginfo__bounds_what_it_lists(void)
{
	static char text[LI_REGINFO_OCTETS + 2];
	size_t n = (size_t)snprintf(text, sizeof(text), "%s", HEAD);

	for (int i = 0; i <= LI_REGINFO_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"<registration aor='sip:%d@x' state='terminated'/>", i);
	snprintf(text + n, sizeof(text) - n, "</reginfo>");
	CU_ASSERT_EQUAL(read_text(text), LI_ETOOBIG);
	memset(text, ' ', sizeof(text) - 1);
	CU_ASSERT_EQUAL(read_text(text), LI_ETOOBIG);
}

static void test_reginfo__is_found_in_a_notify_alone(void)
{
	static const char body[] = "<reginfo/>";
	struct li_event e = {.source = LI_SOURCE_SIP};

	e.raw = li_slice_str(body);
	e.sip.is_request = true;
	e.sip.method = LI_SIP_NOTIFY;
	e.sip.content_type =
		li_slice_str("application/reginfo+xml;charset=utf-8");
	CU_ASSERT_TRUE(li_reginfo_find(&e, &secret, &info));
	CU_ASSERT_PTR_EQUAL(e.sip.reginfo, &info);
	e.sip.reginfo = NULL;
	e.sip.method = LI_SIP_MESSAGE;
	CU_ASSERT_FALSE(li_reginfo_find(&e, &secret, &info));
	e.sip.method = LI_SIP_NOTIFY;
	e.sip.content_encoding = li_slice_str("gzip");
	CU_ASSERT_FALSE(li_reginfo_find(&e, &secret, &info));
	CU_ASSERT_PTR_NULL(e.sip.reginfo);
}

UNIT_MAIN("intake.reginfo", UNIT_TEST(test_reginfo__lists_what_is_over),
	UNIT_TEST(test_reginfo__refuses_what_is_none),
	UNIT_TEST(test_reginfo__bounds_what_it_lists),
	UNIT_TEST(test_reginfo__is_found_in_a_notify_alone))
