/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of x1/pack.h: what was read arrives as it was, and nothing else does.
 */
#include "x1/pack.h"

#include "messages.h"

#define FULL                                                                   \
	TASK(TARGET("impu", "sip:canary@ims.example")                          \
			TARGET("imei", "35693803564381"),                      \
		EL("listOfMediationDetails",                                   \
			EL("mediationDetails",                                 \
				EL("LIID", "liid-1") EL("deliveryType",        \
					"HI2Only") EL("EndTime",               \
					"2030-01-01T00:00:00."                 \
					"000000Z"))) EL("correlationID", "7")  \
			EL("implicitDeactivationAllowed", "true")              \
				EL("productID", XID))

#define MEDIATION(liid, rest)                                                  \
	EL("mediationDetails",                                                 \
		EL("LIID", liid) EL("deliveryType", "HI2Only") rest)
#define SCOPED                                                                 \
	TASK(TARGET("impi", "canary@ims.example"),                             \
		EL("listOfMediationDetails",                                   \
			MEDIATION("liid-1", "") MEDIATION("liid-2",            \
				EL("serviceScopingOptions",                    \
					EL("serviceScopingOptions",            \
						EL("serviceType",              \
							EL("serviceType",      \
								"RCS"))))))    \
			EL("listOfServiceTypes",                               \
				EL("serviceType", "voice")                     \
					EL("serviceType", "LALS")))

static const char *const documents[] = {
	ROOT(MESSAGE("ActivateTask", SCOPED)),
	ROOT(MESSAGE("ActivateTask", FULL)),
	ROOT(MESSAGE("ModifyTask", TASK(TARGET("ipv4Address", "1.2.3.4"), ""))),
	ROOT(MESSAGE("DeactivateTask", EL("xId", XID)) MESSAGE("Ping", "")
			MESSAGE("GetTaskDetails", EL("xId", "canary"))),
	ROOT(MESSAGE("CreateDestination",
		DESTINATION(EL("friendlyName", "mdf") IP_PORT(
			"<c:IPv6Address>2001:db8::1</c:IPv6Address>",
			"<c:TCPPort>4444</c:TCPPort>")))),
};

enum { COUNT = sizeof(documents) / sizeof(documents[0]) };

static struct li_buf packed(const char *document)
{
	struct li_buf b = {0};

	CU_ASSERT_EQUAL_FATAL(li_x1_pack_document(li_slice_str(document), &b),
		LI_OK);
	return b;
}

static void test_pack__what_was_read_arrives(void)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct li_x1_container *c = NULL;
		struct li_buf b = packed(documents[i]);
		struct li_slice rest = li_buf_slice(&b);
		struct li_x1_request read, got;

		CU_ASSERT_EQUAL(li_x1_packed_check(rest), LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_x1_container_open(li_slice_str(
								   documents
									   [i]),
					      &c),
			LI_OK);
		while (li_x1_container_next(c, &read)) {
			CU_ASSERT_EQUAL_FATAL(li_x1_unpack_request(&rest, &got),
				LI_OK);
			if (read.code) { /* of its body nothing is said */
				explicit_bzero(&read.task, sizeof(read.task));
				explicit_bzero(&read.destination,
					sizeof(read.destination));
			}
			if (i == 0) {
				CU_ASSERT_EQUAL(got.code, LI_X1_NO_ERROR);
				CU_ASSERT_EQUAL(got.task.mediation_count, 2);
				CU_ASSERT_EQUAL(got.task.mediations[1]
							.services.bits,
					LI_SERVICE_RCS);
			}
			CU_ASSERT_EQUAL(memcmp(&read, &got, sizeof(got)), 0);
		}
		CU_ASSERT_EQUAL(rest.n, 0);
		li_x1_container_close(c);
		li_buf_fini(&b);
	}
}

static void test_pack__refuses_every_cut(void)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct li_buf b = packed(documents[i]);
		size_t whole = 0;

		/* A container that ends between two requests is shorter, and
		 * still one. */
		for (size_t n = 0; n < b.n; n++)
			whole += li_x1_packed_check(li_slice(b.p, n)) == LI_OK;
		CU_ASSERT_EQUAL(whole, i == 3 ? 2 : 0);
		li_buf_put_u8(&b, 0);
		CU_ASSERT_EQUAL(li_x1_packed_check(li_buf_slice(&b)),
			LI_EMALFORMED);
		li_buf_fini(&b);
	}
}

/* Whatever a reader that was taken over writes: a number out of its range is
 * refused, so what is taken can be used as an index and as a word. */
static void test_pack__takes_nothing_out_of_range(void)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct li_buf b = packed(documents[i]);

		for (size_t at = 4; at < b.n; at++) {
			uint8_t was = b.p[at];
			struct li_slice rest = li_buf_slice(&b);
			struct li_x1_request r;

			b.p[at] = 0xff;
			if (li_x1_unpack_request(&rest, &r) == LI_OK) {
				CU_ASSERT_TRUE(r.type < LI_X1_TYPES);
				CU_ASSERT_TRUE(
					r.task.delivery <= LI_X1_X2_AND_X3);
				CU_ASSERT_TRUE(r.task.implicit <= LI_X1_TRUE);
				CU_ASSERT_TRUE(
					r.task.services.bits <= LI_SERVICE_ALL);
				CU_ASSERT_TRUE(r.task.mediations[1].delivery <=
					LI_X1_X2_AND_X3);
				CU_ASSERT_TRUE(r.task.mediations[1].home_only <=
					LI_X1_TRUE);
				CU_ASSERT_TRUE(r.destination.kind <=
					LI_X1_ADDRESS_EMAIL);
				CU_ASSERT_TRUE((unsigned char)r.where[0] < 128);
			}
			b.p[at] = was;
		}
		li_buf_fini(&b);
	}
}

static void test_pack__is_one_to_a_thousand_requests(void)
{
	struct li_buf one = packed(ROOT(MESSAGE("Ping", ""))), many = {0};

	CU_ASSERT_EQUAL(li_x1_packed_check((struct li_slice){0}),
		LI_EMALFORMED);
	for (size_t i = 0; i < LI_X1_MESSAGES_MAX; i++)
		li_buf_put_slice(&many, li_buf_slice(&one));
	CU_ASSERT_EQUAL(li_x1_packed_check(li_buf_slice(&many)), LI_OK);
	li_buf_put_slice(&many, li_buf_slice(&one));
	CU_ASSERT_EQUAL(li_x1_packed_check(li_buf_slice(&many)), LI_EMALFORMED);
	li_buf_fini(&one);
	li_buf_fini(&many);
}

static void test_pack__a_refused_document_packs_nothing(void)
{
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(li_x1_pack_document(li_slice_str("<x/>"), &b),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(b.n, 0);
}

UNIT_MAIN("x1.pack", UNIT_TEST(test_pack__what_was_read_arrives),
	UNIT_TEST(test_pack__refuses_every_cut),
	UNIT_TEST(test_pack__takes_nothing_out_of_range),
	UNIT_TEST(test_pack__is_one_to_a_thousand_requests),
	UNIT_TEST(test_pack__a_refused_document_packs_nothing))
