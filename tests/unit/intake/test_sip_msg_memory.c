/* SPDX-License-Identifier: BSD-3-Clause */
#include "corpus.h"
#include "intake/sip_msg.h"
#include "scanning.h"
#include "short_of_memory.h"
#include "unit.h"

/* One allocation of libosip2 fails, each of them in turn, of each message that
 * it can read: it then says that all went well, without what it had no room
 * for, and leaves what it had of it lying about. No caller believes it, and the
 * sanitizer finds nothing that is left. */

static struct li_event event;

static li_err judge(void)
{
	struct li_sip_verdict verdict = {0};
	li_err err;

	asked = 0;
	armed = true;
	err = li_sip_msg_judge(&event, &secret, &verdict);
	armed = false;
	CU_ASSERT_TRUE(err != LI_ENOMEM || !verdict.what);
	return err;
}

static li_err facts(void)
{
	struct li_sip_facts out = {.status = 7};
	li_err err;

	asked = 0;
	armed = true;
	err = li_sip_msg_facts(event.raw, &out);
	armed = false;
	CU_ASSERT_TRUE(err != LI_ENOMEM || out.status == 7);
	return err;
}

/* How many allocations a message takes; 0: none fails with it as it is. */
static uint64_t fail_each(li_err (*read)(void))
{
	uint64_t most, told = 0;

	fail_at = 0;
	if (read() == LI_EMALFORMED)
		return 0;
	most = asked;
	for (fail_at = 1; fail_at <= most; fail_at++)
		told += read() == LI_ENOMEM;
	CU_ASSERT_EQUAL(told, most);
	fail_at = 0;
	return most;
}

static size_t each_message(li_err (*read)(void))
{
	size_t failed = 0;

	load();
	for (size_t i = 0; i < sample_count; i++)
		if (!scan_octets(samples[i].octets, samples[i].n, &event))
			failed += fail_each(read);
	return failed;
}

static void test_sip_msg_memory__is_told_of_a_judgement(void)
{
	CU_ASSERT_TRUE(each_message(judge) > 5000);
}

static void test_sip_msg_memory__is_told_of_facts(void)
{
	CU_ASSERT_TRUE(each_message(facts) > 5000);
}

static void test_sip_msg_memory__frees_the_samples(void)
{
	unload();
	(void)!scan_text("", &event);
}

UNIT_MAIN("intake.sip_msg_memory",
	UNIT_TEST(test_sip_msg_memory__is_told_of_a_judgement),
	UNIT_TEST(test_sip_msg_memory__is_told_of_facts),
	UNIT_TEST(test_sip_msg_memory__frees_the_samples))
