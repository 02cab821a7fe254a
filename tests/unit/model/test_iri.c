/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "model/iri.h"
#include "unit.h"

static void name(struct li_identity *id, enum li_id_kind kind, const char *text)
{
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(text), id),
		LI_OK);
}

static struct li_iri head(enum li_iri_kind kind)
{
	struct li_iri iri = {.task = 7,
		.event = 99,
		.kind = kind,
		.at_us = 1709210096000006,
		.correlation = 0xfedcba9876543210,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_TO_TARGET,
		.from = {.family = 4, .ip = {10, 0, 0, 1}, .port = 5060},
		.to = {.family = 6, .ip = {0x20, 1, [15] = 1}, .port = 4060},
		.ip_proto = 17,
		.matched_count = 1,
		.other_count = 2,
		.matched_roles = LI_ROLE_FROM | LI_ROLE_DIALOG};

	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&iri.xid), LI_OK);
	name(&iri.matched[0], LI_ID_IMPU, "sip:a@b");
	name(&iri.others[0], LI_ID_IMPU, "tel:+15551230002");
	name(&iri.others[1], LI_ID_IMEI, "35693803564380");
	return iri;
}

static struct li_iri sip_iri(void)
{
	struct li_iri iri = head(LI_IRI_IMS_MESSAGE);

	iri.sip = li_slice_str("MESSAGE sip:c@d SIP/2.0\r\n\r\n");
	iri.modifications = LI_MOD_BODY;
	iri.sip_status = 200;
	memcpy(iri.sip_method, "MESSAGE", 8);
	return iri;
}

static struct li_iri cx_iri(void)
{
	struct li_iri iri = head(LI_IRI_HSS_SERVING_SYSTEM);

	iri.cx = (struct li_cx){.command = LI_CX_SAR,
		.answered = true,
		.result = 2001,
		.result_vendor = 10415,
		.answered_us = 5,
		.user_name = li_slice_str("a@b"),
		.server_name = li_slice_str("sip:scscf.b"),
		.origin_host = li_slice_str("scscf.b"),
		.origin_realm = li_slice_str("b"),
		.assignment_type = 1,
		.authorization_type = -1,
		.reason_code = -1,
		.impu_count = 2,
		.impus = {li_slice_str("sip:a@b"), li_slice_str("tel:+1")},
		.impi_count = 1,
		.impis = {li_slice_str("a@b")}};
	return iri;
}

/* TS 33.108 cl. B.9, Change-Of-Target-Identity, otherIdentities */
static struct li_iri changed_iri(void)
{
	struct li_iri iri = cx_iri();

	iri.kind = LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE;
	iri.down = 2;
	iri.came_count = 2;
	iri.left_count = 1;
	iri.came[0] =
		(struct li_iri_name){LI_ID_IMPU, li_slice_str("sip:new@b")};
	iri.came[1] = (struct li_iri_name){LI_ID_IMSI,
		li_slice_str("001010000000001")};
	iri.left[0] = (struct li_iri_name){LI_ID_IMPU, li_slice_str("tel:+1")};
	return iri;
}

static struct li_iri registered_iri(void)
{
	struct li_iri iri = head(LI_IRI_REGISTERED_TARGET);

	iri.status = LI_IMS_REREGISTRATION;
	return iri;
}

static struct li_iri start_iri(void)
{
	struct li_iri iri = head(LI_IRI_START_OF_INTERCEPTION);

	iri.originating[0] = li_slice_str("sip:a@b");
	iri.originating[1] = li_slice_str("tel:+15551230001");
	iri.originating_count = 2;
	iri.terminating = li_slice_str("tel:+15551230002");
	iri.diversion = li_slice_str("sip:d@b");
	iri.offer = li_slice_str("v=0\r\no=offer\r\n");
	iri.answer = li_slice_str("v=0\r\no=answer\r\n");
	return iri;
}

static void check_same_head(const struct li_iri *a, const struct li_iri *b)
{
	CU_ASSERT_EQUAL(a->task, b->task);
	CU_ASSERT(li_uuid_eq(&a->xid, &b->xid));
	CU_ASSERT_EQUAL(a->event, b->event);
	CU_ASSERT_EQUAL(a->kind, b->kind);
	CU_ASSERT_EQUAL(a->at_us, b->at_us);
	CU_ASSERT_EQUAL(a->correlation, b->correlation);
	CU_ASSERT_EQUAL(a->direction, b->direction);
	CU_ASSERT_EQUAL(a->session, b->session);
	CU_ASSERT_EQUAL(a->from.family, b->from.family);
	CU_ASSERT_EQUAL(a->from.port, b->from.port);
	CU_ASSERT_EQUAL(memcmp(a->from.ip, b->from.ip, 4), 0);
	CU_ASSERT_EQUAL(memcmp(a->to.ip, b->to.ip, 16), 0);
	CU_ASSERT_EQUAL(a->ip_proto, b->ip_proto);
	CU_ASSERT_EQUAL(a->matched_count, b->matched_count);
	CU_ASSERT_EQUAL(a->matched_roles, b->matched_roles);
	CU_ASSERT_STRING_EQUAL(a->matched[0].text, b->matched[0].text);
	CU_ASSERT_EQUAL(a->other_count, b->other_count);
	CU_ASSERT_STRING_EQUAL(a->others[1].text, b->others[1].text);
	CU_ASSERT_EQUAL(a->others[1].kind, b->others[1].kind);
}

static void test_iri__a_sip_record_comes_back_as_it_was(void)
{
	struct li_iri in = sip_iri(), out = cx_iri();
	struct li_buf b = {0};

	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(li_buf_check(&b), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT(li_slice_eq(in.sip, out.sip));
	CU_ASSERT_EQUAL(in.modifications, out.modifications);
	CU_ASSERT_EQUAL(in.sip_status, out.sip_status);
	CU_ASSERT_STRING_EQUAL(in.sip_method, out.sip_method);
	CU_ASSERT_FALSE(out.repeat);
	CU_ASSERT_PTR_NULL(out.cx.user_name.p);
	li_buf_fini(&b);
}

static void test_iri__that_repeats_another_comes_back_so(void)
{
	struct li_iri in = sip_iri(), out = {0};
	struct li_buf b = {0};

	in.repeat = true;
	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	CU_ASSERT_TRUE(out.repeat);
	li_buf_fini(&b);
}

/* TS 33.128 cl. 7.12.4.2.2 */
static void test_iri__a_start_record_comes_back_as_it_was(void)
{
	struct li_iri in = start_iri(), out = {0};
	struct li_buf b = {0};

	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT_EQUAL(in.originating_count, out.originating_count);
	CU_ASSERT(li_slice_eq(in.originating[0], out.originating[0]));
	CU_ASSERT(li_slice_eq(in.originating[1], out.originating[1]));
	CU_ASSERT(li_slice_eq(in.terminating, out.terminating));
	CU_ASSERT(li_slice_eq(in.diversion, out.diversion));
	CU_ASSERT(li_slice_eq(in.offer, out.offer));
	CU_ASSERT(li_slice_eq(in.answer, out.answer));
	li_buf_fini(&b);
}

/* Records of the first form wait in stores that are upgraded: it had no octet
 * for `repeat`, which stands before the message. */
static void test_iri__of_the_first_form_is_still_read(void)
{
	struct li_iri in = sip_iri(), out = {0};
	struct li_buf b = {0};
	size_t after = 4 + in.sip.n + 4 + 2 + 4 + strlen(in.sip_method);

	li_iri_pack(&in, &b);
	memmove(b.p + b.n - after - 1, b.p + b.n - after, after);
	b.p[0] = 1;
	b.n--;
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT(li_slice_eq(in.sip, out.sip));
	CU_ASSERT_STRING_EQUAL(in.sip_method, out.sip_method);
	CU_ASSERT_FALSE(out.repeat);
	li_buf_fini(&b);
}

static void test_iri__a_cx_record_comes_back_as_it_was(void)
{
	struct li_iri in = cx_iri(), out = {0};
	struct li_buf b = {0};

	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT_EQUAL(in.cx.command, out.cx.command);
	CU_ASSERT_EQUAL(in.cx.answered, out.cx.answered);
	CU_ASSERT_EQUAL(in.cx.result, out.cx.result);
	CU_ASSERT_EQUAL(in.cx.answered_us, out.cx.answered_us);
	CU_ASSERT_EQUAL(in.cx.assignment_type, out.cx.assignment_type);
	CU_ASSERT_EQUAL(in.cx.authorization_type, out.cx.authorization_type);
	CU_ASSERT(li_slice_eq(in.cx.user_name, out.cx.user_name));
	CU_ASSERT(li_slice_eq(in.cx.server_name, out.cx.server_name));
	CU_ASSERT_EQUAL(out.cx.visited_network.n, 0);
	CU_ASSERT_EQUAL(in.cx.impu_count, out.cx.impu_count);
	CU_ASSERT(li_slice_eq(in.cx.impus[1], out.cx.impus[1]));
	CU_ASSERT_EQUAL(in.cx.impi_count, out.cx.impi_count);
	CU_ASSERT(li_slice_eq(in.cx.impis[0], out.cx.impis[0]));
	li_buf_fini(&b);
}

static void test_iri__what_changed_comes_back_as_it_was(void)
{
	struct li_iri in = changed_iri(), out = {0};
	struct li_buf b = {0};

	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT_EQUAL(out.down, 2);
	CU_ASSERT_EQUAL_FATAL(out.came_count, 2);
	CU_ASSERT_EQUAL_FATAL(out.left_count, 1);
	CU_ASSERT(li_slice_is(out.came[0].text, "sip:new@b"));
	CU_ASSERT_EQUAL(out.came[1].kind, LI_ID_IMSI);
	CU_ASSERT(li_slice_is(out.left[0].text, "tel:+1"));
	li_buf_fini(&b);
}

/* Of the second form too: it ended with the exchange. */
static void test_iri__of_the_second_form_is_still_read(void)
{
	struct li_iri in = cx_iri(), out = {0};
	struct li_buf b = {0};

	li_iri_pack(&in, &b);
	b.p[0] = 2;
	b.n -= 4 + 1 + 1; /* nothing goes down, comes or leaves */
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT(li_slice_eq(in.cx.impis[0], out.cx.impis[0]));
	CU_ASSERT_EQUAL(out.came_count + out.left_count + out.down, 0);
	li_buf_fini(&b);
}

/* TS 33.128 IMSRegistrationStatus: 1 to 8 */
static void test_iri__a_registered_target_comes_back_as_it_was(void)
{
	struct li_iri in = registered_iri(), out = {0};
	struct li_buf b = {0};

	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT_EQUAL(out.status, LI_IMS_REREGISTRATION);
	b.p[b.n - 1] = 0;
	CU_ASSERT_EQUAL(li_iri_unpack(li_buf_slice(&b), &out), LI_EMALFORMED);
	b.p[b.n - 1] = 9;
	CU_ASSERT_EQUAL(li_iri_unpack(li_buf_slice(&b), &out), LI_EMALFORMED);
	li_buf_fini(&b);
}

/* Unpack `n` octets from memory that ends there, so that a read past the end
 * is seen by the address sanitizer. */
static li_err unpack_exact(const struct li_buf *b, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	struct li_iri out;
	li_err err;

	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	memcpy(copy, b->p, n);
	err = li_iri_unpack(li_slice(copy, n), &out);
	free(copy);
	return err;
}

static void check_cuts(const struct li_iri *iri)
{
	struct li_buf b = {0};

	li_iri_pack(iri, &b);
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(unpack_exact(&b, n), LI_EMALFORMED);
	CU_ASSERT_EQUAL(unpack_exact(&b, b.n), LI_OK);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(unpack_exact(&b, b.n), LI_EMALFORMED);
	li_buf_fini(&b);
}

/* TS 33.128 cl. 5.7 */
static void test_iri__a_notification_comes_back_as_it_was(void)
{
	struct li_iri in = head(LI_IRI_NOTIFICATION), out;
	struct li_buf b = {0};

	in.notification = LI_NOTIFY_DEACTIVATION;
	in.starts_us = 1700000000000000;
	in.ends_us = 1700000000000001;
	li_iri_pack(&in, &b);
	CU_ASSERT_EQUAL_FATAL(unpack_exact(&b, b.n), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_iri_unpack(li_buf_slice(&b), &out), LI_OK);
	check_same_head(&in, &out);
	CU_ASSERT_EQUAL(out.notification, in.notification);
	CU_ASSERT_EQUAL(out.starts_us, in.starts_us);
	CU_ASSERT_EQUAL(out.ends_us, in.ends_us);
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(unpack_exact(&b, n), LI_EMALFORMED);
	b.p[b.n - 17] = LI_NOTIFY_MODIFICATION + 1;
	CU_ASSERT_EQUAL(unpack_exact(&b, b.n), LI_EMALFORMED);
	li_buf_fini(&b);
}

static void test_iri__is_refused_when_cut_at_any_octet_or_longer(void)
{
	struct li_iri sip = sip_iri(), cx = cx_iri(), start = start_iri();
	struct li_iri changed = changed_iri(), registered = registered_iri();

	check_cuts(&sip);
	check_cuts(&cx);
	check_cuts(&start);
	check_cuts(&changed);
	check_cuts(&registered);
}

static void check_flips(const struct li_iri *iri)
{
	struct li_buf b = {0};

	li_iri_pack(iri, &b);
	for (size_t i = 0; i < b.n; i++) {
		for (unsigned int bit = 0; bit < 8; bit++) {
			li_err err;

			b.p[i] ^= (uint8_t)(1u << bit);
			err = unpack_exact(&b, b.n);
			CU_ASSERT(err == LI_OK || err == LI_EMALFORMED ||
				err == LI_EVERSION);
			b.p[i] ^= (uint8_t)(1u << bit);
		}
	}
	li_buf_fini(&b);
}

static void test_iri__survives_every_flipped_bit(void)
{
	struct li_iri sip = sip_iri(), cx = cx_iri(), start = start_iri();
	struct li_iri changed = changed_iri(), registered = registered_iri();

	check_flips(&sip);
	check_flips(&cx);
	check_flips(&start);
	check_flips(&changed);
	check_flips(&registered);
}

static void test_iri__of_a_newer_form_is_told_apart(void)
{
	struct li_iri in = sip_iri();
	struct li_buf b = {0};

	li_iri_pack(&in, &b);
	b.p[0]++;
	CU_ASSERT_EQUAL(unpack_exact(&b, b.n), LI_EVERSION);
	li_buf_fini(&b);
}

static void test_iri__each_kind_has_a_name(void)
{
	for (int i = LI_IRI_IMS_MESSAGE; i <= LI_IRI_LAST; i++)
		CU_ASSERT(strcmp(li_iri_kind_name((enum li_iri_kind)i), "?") !=
			0);
}

UNIT_MAIN("model.iri", UNIT_TEST(test_iri__a_sip_record_comes_back_as_it_was),
	UNIT_TEST(test_iri__that_repeats_another_comes_back_so),
	UNIT_TEST(test_iri__a_start_record_comes_back_as_it_was),
	UNIT_TEST(test_iri__of_the_first_form_is_still_read),
	UNIT_TEST(test_iri__a_cx_record_comes_back_as_it_was),
	UNIT_TEST(test_iri__what_changed_comes_back_as_it_was),
	UNIT_TEST(test_iri__of_the_second_form_is_still_read),
	UNIT_TEST(test_iri__a_registered_target_comes_back_as_it_was),
	UNIT_TEST(test_iri__a_notification_comes_back_as_it_was),
	UNIT_TEST(test_iri__is_refused_when_cut_at_any_octet_or_longer),
	UNIT_TEST(test_iri__survives_every_flipped_bit),
	UNIT_TEST(test_iri__of_a_newer_form_is_told_apart),
	UNIT_TEST(test_iri__each_kind_has_a_name))
