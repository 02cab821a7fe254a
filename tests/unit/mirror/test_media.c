/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/media.h"
#include "mirror/text.h"
#include "model/sdp.h"
#include "model/service.h"
#include "unit.h"

#define HEAD "v=0\r\no=- 1111 2222 IN IP4 192.0.2.1\r\ns=-\r\n"
#define AUDIO "m=audio 4000 RTP/AVP 107 110\r\n"
#define C "c=IN IP4 192.0.2.1\r\n"
#define TAIL "a=rtpmap:107 AMR/8000/1\r\na=des:qos mandatory local sendrecv\r\n"

/* SDP bodies that differ in little; each is the sample of the others once. */
static const char *const all[] = {
	HEAD C AUDIO TAIL "a=sendrecv\r\n",
	HEAD C AUDIO TAIL "a=sendonly\r\n",
	HEAD C AUDIO TAIL "a=recvonly\r\n",
	HEAD C AUDIO TAIL "a=inactive\r\n",
	HEAD C AUDIO TAIL "a=sendrecx\r\n",
	HEAD C AUDIO TAIL "a=sendonly1\r\n",
	HEAD C AUDIO TAIL "a=sendonly \r\n",
	HEAD C AUDIO TAIL "a=sendonly 5\r\n",
	HEAD C AUDIO TAIL "a=xendonly\r\n",
	HEAD C AUDIO TAIL "b=sendonly\r\n",
	HEAD C "m=audio 0 RTP/AVP 107 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "m=audio 00 RTP/AVP 107 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "m=audio 0/2 RTP/AVP 107 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "m=audio 4000/2 RTP/AVP 107 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "m=audio 5000 RTP/AVP 107 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "m=audio x RTP/AVP 107 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "m=video 4000 RTP/AVP 0 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "x=audio 4000 RTP/AVP 107 110\r\n" TAIL "a=sendrecv\r\n",
	HEAD C "m=audio\r\n" TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP4 0.0.0.0\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP4 1.0.0.0\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP4 192.0.2.77\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP6 ::\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP4 ::\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP6 0.0.0.0\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP6 2001:db8::1\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "c=IN IP6 ::1\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD "x=IN IP4 0.0.0.0\r\n" AUDIO TAIL "a=sendrecv\r\n",
	HEAD C AUDIO TAIL "a=sendrecv\r\nm=video 0 x 1\r\n",
	HEAD C AUDIO TAIL "a=sendonly\r\nm=video 9 x 1\r\n",
};

enum { ALL = sizeof(all) / sizeof(all[0]) };

static struct li_texts store;
static struct li_pool pool;

/* Keep a text; is what is said of it what it says itself? */
static bool is_right(const char *text)
{
	struct li_slice s = li_slice_str(text);
	struct li_text *kept = li_texts_put(&store, &pool, s, LI_TEXT_SDP);
	struct li_sdp sdp;

	li_sdp_read(s, &sdp);
	return kept && !(kept->flags & LI_TEXT_DEAF) == sdp.receives &&
		!(store.no_msrp && li_service_msrp(s));
}

static void finish(void)
{
	li_texts_fini(&store);
	li_pool_fini(&pool);
}

/* RFC 3264 cl. 8.4: whatever was learned from others before. */
static void test_media__says_who_receives_as_the_text_does(void)
{
	for (size_t i = 0; i < ALL * ALL; i++) {
		CU_ASSERT_TRUE(is_right(all[i / ALL]));
		CU_ASSERT_TRUE(is_right(all[i % ALL]));
		CU_ASSERT_TRUE(is_right(all[i / ALL]));
		for (size_t k = 0; k < ALL; k++)
			CU_ASSERT_TRUE(is_right(all[k]));
		finish();
	}
}

/* A text is never said to have no MSRP that has it: RFC 4975 cl. 8.1. Nearly
 * each that has none is. */
static void test_media__knows_what_has_no_msrp(void)
{
	static const char *const texts[] = {
		HEAD C AUDIO "a=x:1MSR 1P\r\n" TAIL,
		HEAD C AUDIO "a=x:2MSR 2P\r\n" TAIL,
		HEAD C AUDIO "a=x:1MSRP 1P\r\n" TAIL,
		HEAD C AUDIO "a=x:P MSR 1P\r\n" TAIL,
		HEAD C AUDIO "a=x:MSRP MSR 2P\r\n" TAIL,
		HEAD C AUDIO "a=x:MSR-P 1\r\n" TAIL,
		HEAD C AUDIO "a=x:MSR-1 P\r\n" TAIL,
		HEAD C "m=message 4000 TCP/MSRP *\r\n" TAIL,
		HEAD C "m=message 4000 TCP/1SRP *\r\n" TAIL,
		HEAD C "m=message 5000 TCP/2SRP *\r\n" TAIL,
		HEAD C "m=message 5000 TCP/BFCP *\r\n" TAIL,
	};
	static const char *const calls[] = {
		HEAD C "m=audio 4000 RTP/AVP 107 110\r\n" TAIL,
		HEAD C "m=audio 5000 RTP/AVP 107 110\r\n" TAIL,
	};
	enum { COUNT = sizeof(texts) / sizeof(texts[0]) };

	for (size_t i = 0; i < COUNT * COUNT; i++) {
		CU_ASSERT_TRUE(is_right(texts[i / COUNT]));
		CU_ASSERT_TRUE(is_right(texts[i % COUNT]));
		CU_ASSERT_TRUE(is_right(texts[i / COUNT]));
		for (size_t k = 0; k < COUNT; k++)
			CU_ASSERT_TRUE(is_right(texts[k]));
		finish();
	}
	CU_ASSERT_TRUE(is_right(calls[0]));
	CU_ASSERT_TRUE(is_right(calls[1]));
	CU_ASSERT_FALSE(store.no_msrp); /* that one told what differs */
	for (size_t i = 0; i < 4; i++) {
		CU_ASSERT_TRUE(is_right(calls[i % 2]));
		CU_ASSERT_TRUE(store.no_msrp);
	}
	finish();
}

/* RFC 3264 cl. 5.1, 8.4 */
static void test_media__marks_what_may_tell(void)
{
	static const char sample[] = HEAD C AUDIO TAIL "a=sendrecv\r\n";
	static const struct {
		const char *at;
		uint8_t marks;
	} holes[] = {{"1111", 0}, {"192.0.2.1\r\nm", LI_HOLE_ZERO},
		{"4000", LI_HOLE_ZERO}, {"107 AMR", 0}, {"qos", LI_HOLE_ANY},
		{"mandatory", 0}, {"sendrecv\r\n", 0}};
	enum { COUNT = sizeof(holes) / sizeof(holes[0]) };
	struct li_hole room[COUNT + 1] = {{0}};
	static struct li_stencil x;

	for (size_t i = 0; i < COUNT; i++)
		room[i].from = (uint16_t)(strstr(sample, holes[i].at) - sample);
	room[COUNT].from = (uint16_t)(strlen(sample) - 3);
	x.count = COUNT + 1;
	x.holes = room;
	li_media_mark(&x, li_slice_str(sample));
	for (size_t i = 0; i < COUNT; i++)
		CU_ASSERT_EQUAL(room[i].marks, holes[i].marks);
	CU_ASSERT_EQUAL(room[COUNT].marks, LI_HOLE_ANY);
	CU_ASSERT_FALSE(li_media_deaf(li_slice_str(sample)));
	CU_ASSERT_TRUE(li_media_deaf(li_slice_str(HEAD C)));
}

UNIT_MAIN("mirror.media",
	UNIT_TEST(test_media__says_who_receives_as_the_text_does),
	UNIT_TEST(test_media__knows_what_has_no_msrp),
	UNIT_TEST(test_media__marks_what_may_tell))
