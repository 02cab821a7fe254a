/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "intake/sdp.h"
#include "model/mime.h"
#include "unit.h"

static char message[8192];

/* Find the SDP of a message with this type and body. */
static struct li_sdp found(const char *type, const char *body)
{
	static struct li_event e;
	int n = snprintf(message, sizeof(message), "head\r\n\r\n");

	memset(&e, 0, sizeof(e));
	e.sip.body_at = (size_t)n;
	n += snprintf(message + n, sizeof(message) - (size_t)n, "%s", body);
	e.raw = li_slice(message, (size_t)n);
	e.sip.content_type = li_slice_str(type);
	li_sdp_find(&e);
	li_sdp_read(e.sip.sdp.text, &e.sip.sdp);
	return e.sip.sdp;
}

static struct li_sdp read_sdp(const char *text)
{
	struct li_sdp sdp;

	li_sdp_read(li_slice_str(text), &sdp);
	return sdp;
}

#define HEAD "v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nt=0 0\r\n"
#define AUDIO "m=audio 4000 RTP/AVP 0\r\n"

/* RFC 8866 cl. 5.14; RFC 3264 cl. 5.1 */
static void test_sdp__lists_media_whose_port_is_not_0(void)
{
	struct li_sdp s = read_sdp(HEAD AUDIO "m=video 0 RTP/AVP 31\r\n"
					      "m=message 7654 TCP/MSRP *\r\n");

	CU_ASSERT_EQUAL(s.media, LI_MEDIA_AUDIO | LI_MEDIA_MESSAGE);
	s = read_sdp(HEAD "m=text 11000 RTP/AVP 98\nm=image 49170/2 udptl t38");
	CU_ASSERT_EQUAL(s.media, LI_MEDIA_TEXT | LI_MEDIA_OTHER);
	s = read_sdp(HEAD "m=audio 0\r\nm=video 00 x\r\n");
	CU_ASSERT_TRUE(s.media == 0 && !s.sends && !s.receives);
	s = read_sdp("");
	CU_ASSERT_TRUE(s.media == 0 && !s.sends && !s.receives);
}

/* RFC 3264 cl. 8.4 */
static void test_sdp__says_who_sends_and_receives(void)
{
	static const struct {
		const char *text;
		bool sends, receives;
	} all[] = {
		{HEAD AUDIO, true, true},
		{HEAD AUDIO "a=sendrecv\r\n", true, true},
		{HEAD AUDIO "a=sendonly\r\n", true, false},
		{HEAD AUDIO "a=recvonly\n", false, true},
		{HEAD AUDIO "a=inactive\r\n", false, false},
		{HEAD "a=inactive\r\n" AUDIO, false, false},
		{HEAD "a=inactive\r\n" AUDIO "a=sendonly\r\n" AUDIO, true,
			false},
		{HEAD AUDIO "a=sendonly\r\n" AUDIO, true, true},
		{HEAD AUDIO "a=inactive\r\nm=audio 0 x\r\n", false, false},
		{HEAD "c=IN IP4 0.0.0.0\r\n" AUDIO, true, false},
		{HEAD AUDIO "c=IN IP4 0.0.0.0\r\n", true, false},
		{HEAD "c=IN IP4 0.0.0.0\r\n" AUDIO "c=IN IP4 192.0.2.1\r\n",
			true, true},
		{HEAD AUDIO "a=inactivex\r\na=rtpmap:0 PCMU/8000\r\n", true,
			true},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct li_sdp s = read_sdp(all[i].text);

		CU_ASSERT_EQUAL(s.sends, all[i].sends);
		CU_ASSERT_EQUAL(s.receives, all[i].receives);
	}
}

/* RFC 5621 */
static void test_sdp__is_found_by_type_and_in_parts(void)
{
	struct li_sdp s = found("application/sdp", HEAD AUDIO);

	CU_ASSERT_TRUE(li_slice_is(s.text, HEAD AUDIO));
	s = found("Application/SDP ; charset=x", HEAD AUDIO);
	CU_ASSERT_EQUAL(s.media, LI_MEDIA_AUDIO);
	s = found("multipart/mixed;boundary=\"b\"",
		"--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\n"
		"content-type: application/sdp\r\n\r\n" HEAD AUDIO
		"\r\n--b--\r\n");
	CU_ASSERT_TRUE(li_slice_is(s.text, HEAD AUDIO));
	CU_ASSERT_EQUAL(found("text/plain", HEAD AUDIO).text.n, 0);
	CU_ASSERT_EQUAL(found("", HEAD AUDIO).text.n, 0);
	CU_ASSERT_EQUAL(found("application/sdp", "").text.n, 0);
	CU_ASSERT_EQUAL(found("multipart/mixed", HEAD AUDIO).text.n, 0);
}

/* Parts inside parts are bounded. */
static void test_sdp__does_not_search_without_end(void)
{
	char body[4096];
	int n = 0;

	for (int i = 0; i < 40; i++)
		n += snprintf(body + n, sizeof(body) - (size_t)n,
			"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n");
	snprintf(body + n, sizeof(body) - (size_t)n,
		"--b\r\nContent-Type: application/sdp\r\n\r\n" HEAD AUDIO
		"\r\n--b--\r\n");
	CU_ASSERT_EQUAL(found("multipart/mixed;boundary=b", body).text.n, 0);
}

/* SDP under so many multiparts, each in the one before. */
static struct li_sdp under(unsigned int depth)
{
	char body[4096], type[64];
	int n = 0;

	for (unsigned int i = 1; i < depth; i++)
		n += snprintf(body + n, sizeof(body) - (size_t)n,
			"--b%u\r\nContent-Type: multipart/mixed;"
			"boundary=b%u\r\n\r\n",
			i, i + 1);
	snprintf(body + n, sizeof(body) - (size_t)n,
		"--b%u\r\nContent-Type: application/sdp\r\n\r\n" HEAD AUDIO,
		depth);
	snprintf(type, sizeof(type), "multipart/mixed;boundary=b1");
	return found(type, body);
}

static void test_sdp__does_not_search_in_any_depth(void)
{
	CU_ASSERT_TRUE(under(1).text.n > 0);
	CU_ASSERT_TRUE(under(LI_MIME_DEPTH_MAX).text.n > 0);
	CU_ASSERT_EQUAL(under(LI_MIME_DEPTH_MAX + 1).text.n, 0);
}

UNIT_MAIN("intake.sdp", UNIT_TEST(test_sdp__lists_media_whose_port_is_not_0),
	UNIT_TEST(test_sdp__says_who_sends_and_receives),
	UNIT_TEST(test_sdp__is_found_by_type_and_in_parts),
	UNIT_TEST(test_sdp__does_not_search_without_end),
	UNIT_TEST(test_sdp__does_not_search_in_any_depth))
