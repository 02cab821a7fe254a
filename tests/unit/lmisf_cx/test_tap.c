/* SPDX-License-Identifier: BSD-3-Clause */
#include "hooks.h"

#include <stdlib.h>

#include "intake/cx_build.h"
#include "lmisf_cx/tap.h"
#include "unit.h"

/* The tap over a stand-in for libfdcore, whose message here is one that this
 * daemon makes: its octets are made on demand, vectors included. */

#define APP LI_CX_APPLICATION
#define GPP LI_CX_VENDOR
#define CANARY "canary of a key"

enum { ROOM = 4096 };

static struct msg request, answer;

static struct li_buf octets; /* of the message that is under way */
static uint8_t *made;        /* of it, for the tap */
static bool wiped, fails;    /* they were zero when freed; none are made */
static _Alignas(64) uint8_t room[ROOM];
static size_t committed, lost;

/* ---- the worker ---- */

struct li_cx_item *li_worker_reserve(struct li_worker *worker, size_t n,
	struct li_ring_place *place)
{
	(void)worker, (void)place;
	CU_ASSERT_FATAL(sizeof(struct li_cx_item) + n <= ROOM);
	return (struct li_cx_item *)(void *)room;
}

void li_worker_commit(struct li_worker *worker, struct li_ring_place place)
{
	(void)worker, (void)place;
	committed++;
}

void li_worker_lost(struct li_worker *worker)
{
	(void)worker;
	lost++;
}

/* ---- libfdcore ---- */

void __real_free(void *p);
void __wrap_free(void *p);

void __wrap_free(void *p)
{
	if (p && p == made) {
		wiped = true;
		for (size_t i = 0; i < octets.n; i++)
			wiped = wiped && made[i] == 0;
		made = NULL;
	}
	__real_free(p);
}

struct fd_hook_permsgdata *
fd_hook_get_request_pmd(struct fd_hook_data_hdl *data, struct msg *of)
{
	(void)data, (void)of;
	return request.data;
}

int fd_msg_source_get(struct msg *msg, DiamId_t *id, size_t *len)
{
	(void)msg, (void)len;
	*id = NULL; /* this daemon */
	return 0;
}

int fd_msg_bufferize(struct msg *msg, uint8_t **out, size_t *len)
{
	(void)msg;
	if (fails)
		return ENOMEM;
	made = malloc(octets.n);
	CU_ASSERT_FATAL(made != NULL);
	memcpy(made, octets.p, octets.n);
	*out = made;
	*len = octets.n;
	return 0;
}

/* ---- tests ---- */

static void start(void)
{
	static struct li_worker *const nobody;

	hook_count = committed = lost = 0;
	wiped = fails = false;
	CU_ASSERT_EQUAL_FATAL(li_cx_tap_start(nobody), LI_OK);
	free(request.data);
	request.data = calloc(1, data_size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(request.data);
	memset(room, 0, sizeof(room));
}

/* A message of this command with a vector. TS 29.229 cl. 6.3.13 */
static void write_message(struct msg *m, uint8_t flags, uint32_t command)
{
	size_t at;

	cx_begin(&octets, flags, command, APP);
	cx_avp_text(&octets, 1, 0, "alice@ims.example");
	at = cx_avp_begin(&octets, 612, GPP);
	cx_avp_text(&octets, 625, GPP, CANARY);
	cx_avp_end(&octets, at);
	(void)cx_end(&octets);
	m->hdr.msg_flags = flags;
	m->hdr.msg_appl = APP;
}

static bool copied(const char *text)
{
	return memmem(room, sizeof(room), text, strlen(text)) != NULL;
}

/* A PPR and a MAA of this daemon are copied without their vectors, and nothing
 * of those stays behind in freed memory. TS 33.127 cl. 8; TS 29.229 cl. 6.3 */
static void test_tap__leaves_no_key_behind(void)
{
	start();
	write_message(&request, 0x80, 305);
	call(HOOK_MESSAGE_LOCAL, &request, NULL, request.data);
	CU_ASSERT_EQUAL(committed, 1);
	CU_ASSERT_TRUE(copied("alice@ims.example"));
	CU_ASSERT_FALSE(copied(CANARY));
	CU_ASSERT_TRUE(wiped);
	memset(room, 0, sizeof(room));
	wiped = false;
	write_message(&answer, 0, 305);
	call(HOOK_MESSAGE_SENDING, &answer, NULL, NULL);
	CU_ASSERT_EQUAL(committed, 2);
	CU_ASSERT_TRUE(copied("alice@ims.example"));
	CU_ASSERT_FALSE(copied(CANARY));
	CU_ASSERT_TRUE(wiped);
}

/* TS 33.126 R6.2: what could not be copied is counted */
static void test_tap__counts_what_it_cannot_copy(void)
{
	start();
	write_message(&request, 0x80, 305);
	fails = true;
	call(HOOK_MESSAGE_LOCAL, &request, NULL, request.data);
	CU_ASSERT_EQUAL(committed, 0);
	CU_ASSERT_EQUAL(lost, 1);
	write_message(&answer, 0, 305); /* of a request that was not copied */
	fails = false;
	call(HOOK_MESSAGE_SENDING, &answer, NULL, NULL);
	CU_ASSERT_EQUAL(committed, 0);
}

/* Another application's message is none of ours. TS 29.229 cl. 5.6 */
static void test_tap__leaves_other_applications_alone(void)
{
	start();
	write_message(&request, 0x80, 305);
	request.hdr.msg_appl = APP + 1;
	call(HOOK_MESSAGE_LOCAL, &request, NULL, request.data);
	CU_ASSERT_EQUAL(committed + lost, 0);
	free(request.data);
	li_buf_fini(&octets);
}

UNIT_MAIN("lmisf_cx.tap", UNIT_TEST(test_tap__leaves_no_key_behind),
	UNIT_TEST(test_tap__counts_what_it_cannot_copy),
	UNIT_TEST(test_tap__leaves_other_applications_alone))
