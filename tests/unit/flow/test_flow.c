/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/wait.h>
#include <time.h>

#include "place.h"

static const char message[] = "MESSAGE sip:bob@ims.example SIP/2.0\r\n"
			      "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
			      "From: <sip:alice@ims.example>;tag=1\r\n"
			      "To: <sip:bob@ims.example>\r\n"
			      "Call-ID: one@ue\r\n"
			      "CSeq: 1 MESSAGE\r\n"
			      "Content-Length: 0\r\n\r\n";

/* The same without Call-ID, CSeq and Via: no proxy should route it. */
static const char broken[] = "MESSAGE sip:bob@ims.example SIP/2.0\r\n"
			     "From: <sip:alice@ims.example>;tag=1\r\n"
			     "To: <sip:bob@ims.example>\r\n\r\n";

struct bench {
	struct place place;
	struct li_flow *flow;
};

static void set_up(struct bench *b, enum li_id_kind kind, const char *target)
{
	struct li_flow_options o = {.place = place_make(&b->place)};

	place_put(&o.place, kind, target);
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&o, &b->flow, NULL), LI_OK);
}

static void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	place_remove(&b->place);
}

static void take(struct bench *b, const char *text)
{
	const struct li_packet p = {.octets = li_slice_str(text),
		.at_us = 1700000000000000,
		.mono_us = 1};

	CU_ASSERT_EQUAL(li_flow_take_sip(b->flow, &p), LI_OK);
}

static void test_flow__keeps_what_concerns_a_target_and_nothing_else(void)
{
	struct bench b;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	take(&b, message);
	CU_ASSERT_TRUE(li_flow_dirty(b.flow));
	CU_ASSERT_EQUAL(li_flow_commit(b.flow), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->commits, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->disagreed, 0);
	tear_down(&b);
	set_up(&b, LI_ID_IMPU, "sip:carol@ims.example");
	take(&b, message);
	CU_ASSERT_FALSE(li_flow_dirty(b.flow));
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 0);
	tear_down(&b);
}

/* TS 103 221-1 cl. 6.2.4; TS 33.107 cl. 20.3.2.3: OK is a barrier */
static void test_flow__reports_nothing_once_all_tasks_are_ended(void)
{
	const struct li_admin_request end = {.op = LI_ADMIN_TASK_END_ALL,
		.actor = "admf-1",
		.via = "lmisf-x1d",
		.door = LI_DOOR_X1};
	struct li_buf items = {0};
	struct li_admin_reply reply;
	struct bench b;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	take(&b, message);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	CU_ASSERT_EQUAL(li_flow_admin(b.flow, &end, 1700000000000000, &items,
				&reply),
		LI_OK);
	CU_ASSERT_EQUAL(reply.err, LI_OK);
	CU_ASSERT_STRING_EQUAL(reply.text, "1");
	take(&b, message);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	li_buf_fini(&items);
	tear_down(&b);
}

/* TS 102 232-5 cl. 5.4: what cannot be mapped is reported all the same */
static void test_flow__reports_a_broken_message_that_names_a_target(void)
{
	struct bench b;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	take(&b, broken);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->malformed, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	tear_down(&b);
}

static void test_flow__counts_what_is_not_sip(void)
{
	struct bench b;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	take(&b, "\r\n\r\n");
	take(&b, "GET / HTTP/1.1\r\n\r\n");
	take(&b, "\xf8\x01\x02");
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->keepalives, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->unsupported, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->sigcomp, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->sip, 0);
	tear_down(&b);
}

static void test_flow__takes_no_dns_for_sigcomp(void)
{
	static const uint8_t query[] = {0xf8, 0x01, 0x01, 0x00, 0x00, 0x01};
	struct li_packet p = {
		.octets = li_slice(query, sizeof(query)),
		.any_port = true,
	};
	struct bench b;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	CU_ASSERT_EQUAL(li_flow_take_sip(b.flow, &p), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->sigcomp, 0);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->unsupported, 1);
	tear_down(&b);
}

static void take_hep(struct bench *b, const char *octets, size_t n)
{
	const struct li_packet p = {.octets = li_slice(octets, n)};

	CU_ASSERT_EQUAL(li_flow_take_hep(b->flow, &p), LI_OK);
}

static void test_flow__counts_each_kind_of_hep_that_it_refuses(void)
{
	static const char old[] = "\2\20\2\21";
	static const char zipped[] = "HEP3\0\36\0\0\0\1\0\7\2\0\0\0\13\0\7\1"
				     "\0\0\0\20\0\12data";
	struct bench b;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	take_hep(&b, old, sizeof(old) - 1);
	take_hep(&b, zipped, sizeof(zipped) - 1);
	take_hep(&b, "HEP3", 4);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->hep_old, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->hep_compressed, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->malformed, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->unsupported, 0);
	tear_down(&b);
}

/* A stream that cannot be framed: what it held may still name a target. */
static void test_flow__reports_what_has_no_certain_end_as_broken(void)
{
	const struct li_packet p = {.octets = li_slice_str(message),
		.broken = true};
	struct bench b;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	CU_ASSERT_EQUAL(li_flow_take_sip(b.flow, &p), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->malformed, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	tear_down(&b);
}

/* TS 33.127 cl. 5.3.2.4: a loss is never silent */
static void test_flow__audits_what_was_lost_in_front_of_it(void)
{
	struct bench b;
	struct li_store_counts before, after;
	struct li_store *store = NULL;

	set_up(&b, LI_ID_IMPU, "sip:alice@ims.example");
	CU_ASSERT_EQUAL_FATAL(
		li_store_open(&(struct li_store_place){.path = b.place.path,
				      .key_file = b.place.key},
			LI_STORE_READER, &store, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_count(store, 1, &before), LI_OK);
	CU_ASSERT_EQUAL(li_flow_intake_lost(b.flow, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_count(store, 1, &after), LI_OK);
	CU_ASSERT_EQUAL(after.audit_rows, before.audit_rows + 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->intake_lost, 3);
	li_store_close(store);
	tear_down(&b);
}

/* A Server-Assignment-Request of few AVPs, as the tap would send it. */
static struct li_slice sar(struct li_buf *b)
{
	static const char user[] = "alice@ims.example";
	size_t length = sizeof(user) - 1;

	li_buf_put_u32(b, 0x01000000);
	li_buf_put_u32(b, 0xc0000000 | 301);
	li_buf_put_u32(b, 16777216);
	li_buf_put_u64(b, 0x0000000100000002);
	li_buf_put_u32(b, 1); /* User-Name */
	li_buf_put_u32(b, 0x40000000 | (uint32_t)(8 + length));
	li_buf_put(b, user, length);
	while (b->n % 4)
		li_buf_put_u8(b, 0);
	li_buf_put_u32(b, 614); /* Server-Assignment-Type */
	li_buf_put_u32(b, 0xc0000000 | 16);
	li_buf_put_u32(b, 10415);
	li_buf_put_u32(b, 5); /* USER_DEREGISTRATION */
	li_buf_set_u32(b, 0, 0x01000000 | (uint32_t)b->n);
	return li_buf_slice(b);
}

static void test_flow__keeps_a_repeated_cx_record_once(void)
{
	struct li_uuid tap;
	struct li_buf octets = {0};
	struct li_cx_record r = {.sequence = 5, .requested_us = 1};
	struct bench b;
	uint64_t position = 9;

	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&tap), LI_OK);
	set_up(&b, LI_ID_IMPI, "alice@ims.example");
	CU_ASSERT_EQUAL(li_flow_cx_position(b.flow, &tap, &position), LI_OK);
	CU_ASSERT_EQUAL(position, 0);
	r.request = sar(&octets);
	CU_ASSERT_EQUAL(li_flow_take_cx(b.flow, &tap, &r, 1), LI_OK);
	CU_ASSERT_EQUAL(li_flow_commit(b.flow), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	CU_ASSERT_EQUAL(li_flow_cx_position(b.flow, &tap, &position), LI_OK);
	CU_ASSERT_EQUAL(position, 5);
	CU_ASSERT_EQUAL(li_flow_take_cx(b.flow, &tap, &r, 1), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->repeated, 1);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	CU_ASSERT_EQUAL(li_flow_cx_lost(b.flow, 3), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->cx_lost, 3);
	li_buf_fini(&octets);
	tear_down(&b);
}

/* TS 33.107 cl. 20.3.2.3: ended means ended, when it is answered */
static void test_flow__has_a_task_in_force_when_it_is_answered(void)
{
	struct bench b;
	struct li_buf items = {0}, body = {0};
	struct li_admin_request request = {.op = LI_ADMIN_TASK_ADD,
		.actor = "tester",
		.via = "test"};
	struct li_admin_reply reply;
	struct li_task task = place_task(LI_ID_IMPU, "sip:bob@ims.example");

	set_up(&b, LI_ID_IMPU, "sip:carol@ims.example");
	take(&b, message);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 0);
	li_pack_task(&body, &task);
	request.body = li_buf_slice(&body);
	CU_ASSERT_EQUAL(li_flow_admin(b.flow, &request, 2, &items, &reply),
		LI_OK);
	CU_ASSERT_EQUAL(reply.err, LI_OK);
	take(&b, message);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	request.op = LI_ADMIN_TASK_END;
	request.body = li_slice(task.xid.octet, sizeof(task.xid.octet));
	CU_ASSERT_EQUAL(li_flow_admin(b.flow, &request, 3, &items, &reply),
		LI_OK);
	CU_ASSERT_EQUAL(reply.err, LI_OK);
	take(&b, message);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, 1);
	li_buf_fini(&items);
	li_buf_fini(&body);
	tear_down(&b);
}

/* Take the store, say so, and let go after a moment. */
static void hold(const struct li_store_place *at, int told)
{
	const struct timespec moment = {.tv_nsec = 200000000};
	struct li_store *store = NULL;
	bool mine = li_store_open(at, LI_STORE_WRITER, &store, NULL) == LI_OK;

	if (write(told, mine ? "y" : "n", 1) == 1)
		nanosleep(&moment, NULL);
	li_store_close(store);
	_exit(0);
}

static void test_flow__waits_for_a_request_that_is_done_without_it(void)
{
	struct li_flow_options o;
	struct li_flow *flow = NULL;
	struct place place;
	int told[2], status;
	char mine = 'n';
	pid_t child;

	o = (struct li_flow_options){.place = place_make(&place)};
	CU_ASSERT_EQUAL_FATAL(pipe(told), 0);
	child = fork();
	if (child == 0)
		hold(&o.place, told[1]);
	CU_ASSERT_EQUAL(read(told[0], &mine, 1), 1);
	CU_ASSERT_EQUAL(mine, 'y');
	CU_ASSERT_EQUAL(li_flow_open(&o, &flow, NULL), LI_OK);
	li_flow_close(flow);
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	close(told[0]);
	close(told[1]);
	place_remove(&place);
}

static void test_flow__gives_up_on_a_store_that_another_keeps(void)
{
	struct li_flow_options o;
	struct li_store *store = NULL;
	struct li_flow *flow = NULL;
	struct place place;

	o = (struct li_flow_options){.place = place_make(&place)};
	CU_ASSERT_EQUAL(li_store_open(&o.place, LI_STORE_WRITER, &store, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_flow_open(&o, &flow, NULL), LI_EAGAIN);
	CU_ASSERT_PTR_NULL(flow);
	li_store_close(store);
	place_remove(&place);
}

UNIT_MAIN("flow.flow",
	UNIT_TEST(test_flow__keeps_what_concerns_a_target_and_nothing_else),
	UNIT_TEST(test_flow__reports_nothing_once_all_tasks_are_ended),
	UNIT_TEST(test_flow__reports_a_broken_message_that_names_a_target),
	UNIT_TEST(test_flow__counts_what_is_not_sip),
	UNIT_TEST(test_flow__takes_no_dns_for_sigcomp),
	UNIT_TEST(test_flow__counts_each_kind_of_hep_that_it_refuses),
	UNIT_TEST(test_flow__reports_what_has_no_certain_end_as_broken),
	UNIT_TEST(test_flow__audits_what_was_lost_in_front_of_it),
	UNIT_TEST(test_flow__keeps_a_repeated_cx_record_once),
	UNIT_TEST(test_flow__has_a_task_in_force_when_it_is_answered),
	UNIT_TEST(test_flow__waits_for_a_request_that_is_done_without_it),
	UNIT_TEST(test_flow__gives_up_on_a_store_that_another_keeps))
