/* SPDX-License-Identifier: BSD-3-Clause */
#include <malloc.h>

#include "corpus.h"
#include "intake/sip_msg.h"
#include "scanning.h"
#include "short_of_memory.h"
#include "unit.h"

/* One allocation of libosip2 fails, each of them in turn, of each message that
 * it can read: it then says that all went well, without what it had no room
 * for, and leaves what it had of it lying about. No caller believes it, and the
 * sanitizer finds nothing that is left. */

void __real_free(void *p); /* NOLINT(bugprone-reserved-identifier) */
void __wrap_free(void *p); /* NOLINT(bugprone-reserved-identifier) */

static const char *word;   /* of a message, which is looked for */
static size_t freed, left; /* blocks, and those of them that have it */

void __wrap_free(void *p) /* NOLINT(bugprone-reserved-identifier) */
{
	if (word && p) {
		freed++;
		left += memmem(p, malloc_usable_size(p), word, strlen(word)) !=
			NULL;
	}
	__real_free(p);
}

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

/* TS 33.127 cl. 8: what libosip2 copied is in no core, and is given back: it
 * frees nothing of what it could not read. */
static void test_sip_msg_memory__leaves_nothing_of_a_message(void)
{
	static const char *const texts[] = {
		"MESSAGE sip:b@x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK"
		"\r\nFrom: <sip:canary@x>;tag=1\r\nTo: <sip:b@x>\r\n"
		"Call-ID: canary\r\nCSeq: 1 MESSAGE\r\nSubject: canary\r\n"
		"Content-Length: 0\r\n\r\n",
		"MESSAGE sip:b@x SIP/2.0\r\nCall-ID: canary\r\nFrom: x <canary"
		"\r\n\r\n"};
	struct li_sip_facts out;

	fail_at = 0;
	for (size_t i = 0; i < 2; i++) {
		armed = true;
		asked = 0;
		freed = left = 0;
		word = "canary";
		CU_ASSERT_EQUAL(li_sip_msg_facts(li_slice_str(texts[i]), &out),
			i ? LI_EMALFORMED : LI_OK);
		word = NULL;
		armed = false;
		CU_ASSERT_TRUE(freed > 0);
		CU_ASSERT_EQUAL(freed, asked);
		CU_ASSERT_EQUAL(left, 0);
	}
}

static void test_sip_msg_memory__frees_the_samples(void)
{
	unload();
	(void)!scan_text("", &event);
}

UNIT_MAIN("intake.sip_msg_memory",
	UNIT_TEST(test_sip_msg_memory__is_told_of_a_judgement),
	UNIT_TEST(test_sip_msg_memory__is_told_of_facts),
	UNIT_TEST(test_sip_msg_memory__leaves_nothing_of_a_message),
	UNIT_TEST(test_sip_msg_memory__frees_the_samples))
