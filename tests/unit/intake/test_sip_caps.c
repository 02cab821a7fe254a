/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Each limit of sip_scan.h one below, at and one above its value. What is
 * above is refused, and screened all the same. RFC 3261 cl. 7
 */
#include "scanning.h"
#include "unit.h"

static struct li_event event;
static char room[2 * LI_SIP_MESSAGE_MAX];

/* Octets of a message's parts, 0: no matter; how many headers. */
struct sizes {
	size_t start, header, count, block, body;
};

static char *pad(char *at, size_t n)
{
	memset(at, 'a', n);
	return at + n;
}

/* A start line of n octets. */
static char *start_line(char *at, size_t n)
{
	static const char before[] = "INVITE sip:bob@ims.example",
			  after[] = " SIP/2.0\r\n";
	const size_t least = sizeof(before) - 1 + sizeof(after) - 3;

	at += sprintf(at, "%s", before);
	if (n)
		at = pad(at + sprintf(at, ";x="), n - least - 3);
	return at + sprintf(at, "%s", after);
}

/* Headers that do not matter, up to a block of n octets, empty line and all. */
static char *fill_block(char *at, size_t n)
{
	const char *end = room + n - 2;

	while (at < end) {
		size_t more = (size_t)(end - at);

		if (more > 8000)
			more = 4000;
		at = pad(at + sprintf(at, "Y: "), more - 5);
		at += sprintf(at, "\r\n");
	}
	return at;
}

static li_err scan_of(const struct sizes *z)
{
	char *at = start_line(room, z->start);

	at += sprintf(at,
		"Via: SIP/2.0/UDP 10.77.1.1;branch=z9hG4bKa\r\n"
		"From: <sip:alice@ims.example>;tag=f1\r\n"
		"To: <sip:bob@ims.example>\r\nCall-ID: c1@10.77.1.1\r\n"
		"CSeq: 1 INVITE\r\n");
	if (z->header) {
		at = pad(at + sprintf(at, "Subject: "), z->header - 9);
		at += sprintf(at, "\r\n");
	}
	for (size_t i = 5; i < z->count; i++)
		at += sprintf(at, "Y: y\r\n");
	if (z->block)
		at = fill_block(at, z->block);
	at += sprintf(at, "\r\n");
	at = pad(at, z->body);
	return scan_octets(room, (size_t)(at - room), &event);
}

/* Try a part of a message, the rest of it as in `sizes`, around its cap. */
static void around(struct sizes *sizes, size_t *part, size_t cap)
{
	for (size_t n = cap - 1; n <= cap + 1; n++) {
		*part = n;
		CU_ASSERT_EQUAL(scan_of(sizes), n > cap ? LI_ETOOBIG : LI_OK);
		CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
	}
}

static void test_sip_caps__start_line_of_8_kib(void)
{
	struct sizes z = {0};

	around(&z, &z.start, LI_SIP_START_LINE_MAX);
}

static void test_sip_caps__header_of_8_kib(void)
{
	struct sizes z = {0};

	around(&z, &z.header, LI_SIP_HEADER_MAX);
}

static void test_sip_caps__headers_256(void)
{
	struct sizes z = {0};

	around(&z, &z.count, LI_SIP_HEADERS_MAX);
}

static void test_sip_caps__header_block_of_64_kib(void)
{
	struct sizes z = {0};

	around(&z, &z.block, LI_SIP_BLOCK_MAX);
	CU_ASSERT_EQUAL(event.sip.body_at, LI_SIP_BLOCK_MAX);
}

static void test_sip_caps__body_of_256_kib(void)
{
	struct sizes z = {0};

	around(&z, &z.body, LI_SIP_BODY_MAX);
}

static void test_sip_caps__message_of_both(void)
{
	struct sizes z = {.block = LI_SIP_BLOCK_MAX};

	around(&z, &z.body, LI_SIP_BODY_MAX);
	CU_ASSERT_EQUAL(event.raw.n, LI_SIP_MESSAGE_MAX + 1);
	z.body = LI_SIP_BODY_MAX;
	around(&z, &z.block, LI_SIP_BLOCK_MAX);
}

UNIT_MAIN("intake.sip_caps", UNIT_TEST(test_sip_caps__start_line_of_8_kib),
	UNIT_TEST(test_sip_caps__header_of_8_kib),
	UNIT_TEST(test_sip_caps__headers_256),
	UNIT_TEST(test_sip_caps__header_block_of_64_kib),
	UNIT_TEST(test_sip_caps__body_of_256_kib),
	UNIT_TEST(test_sip_caps__message_of_both))
