/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "lmisf-sink/record.h"
#include "unit.h"

/* A way to write a value that is BER and not DER. X.690 cl. 8.1.3 */
enum variant {
	DER,
	LONG,       /* each length in four octets and one */
	INDEFINITE, /* of what is constructed; the rest as above */
};

static struct sample samples[SAMPLES_MAX];
static struct golden list[GOLDEN_MAX];
static struct li_arena arena;
static struct li_hash_secret secret;

/* One element of DER: what its head takes, what follows it. */
struct element {
	uint8_t first;
	size_t tag, head, length;
};

static struct element element_at(struct li_slice s)
{
	struct element e = {.first = s.p[0], .tag = 1};
	size_t n;

	if ((e.first & 0x1f) == 0x1f)
		while (s.p[e.tag++] & 0x80)
			;
	e.head = e.tag + 1;
	e.length = s.p[e.tag];
	if (!(e.length & 0x80))
		return e;
	n = e.length & 0x7f;
	e.head += n;
	e.length = 0;
	for (size_t i = 0; i < n; i++)
		e.length = e.length << 8 | s.p[e.tag + 1 + i];
	return e;
}

/* threeGPP33128DefinedIRI [19]: octets that are a value, too */
static bool holds_value(const struct element *e, struct li_slice content)
{
	return e->first == 0x93 && content.n > 0 && content.p[0] == 0x30;
}

static void put(struct li_slice der, enum variant how, struct li_buf *out)
{
	while (der.n > 0) {
		const struct element e = element_at(der);
		const struct li_slice content =
			li_slice_sub(der, e.head, e.head + e.length);
		const bool constructed = e.first & 0x20;
		struct li_buf inner = {0};

		if (constructed || holds_value(&e, content))
			put(content, how, &inner);
		else
			li_buf_put_slice(&inner, content);
		li_buf_put(out, der.p, e.tag);
		if (constructed && how == INDEFINITE) {
			li_buf_put_u8(out, 0x80);
		} else {
			li_buf_put_u8(out, 0x84);
			li_buf_put_u32(out, (uint32_t)inner.n);
		}
		li_buf_put_slice(out, li_buf_slice(&inner));
		if (constructed && how == INDEFINITE)
			li_buf_put_u16(out, 0);
		li_buf_fini(&inner);
		der = li_slice_sub(der, e.head + e.length, der.n);
	}
}

/* TS 103 221-2 cl. 5.2: the header is no BER, and says how long the payload is */
static void vary(struct li_slice octets, enum variant how, struct li_buf *out)
{
	struct li_x2_pdu x2;
	size_t at = out->n;

	if (how == DER) {
		li_buf_put_slice(out, octets);
	} else if (octets.p[0] == 0x30) {
		put(octets, how, out);
	} else {
		CU_ASSERT_EQUAL_FATAL(li_x2_decode(octets, &x2), LI_OK);
		at += x2.size - x2.payload.n;
		li_buf_put(out, octets.p, x2.size - x2.payload.n);
		put(x2.payload, how, out);
		li_buf_set_u32(out, 8, (uint32_t)(out->n - at));
	}
	CU_ASSERT_EQUAL_FATAL(li_buf_check(out), LI_OK);
}

/* All that lmisf-sink says of it, but when it came. */
static char *said(struct li_slice octets, enum stream_format format)
{
	static struct stream_pdu pdu; /* large */
	static struct record r;
	const struct record_reader with = {&arena, &secret};
	const bool x2 = format == STREAM_X2;
	char *text = NULL;
	size_t n = 0, parts;
	FILE *out = open_memstream(&text, &n);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT_EQUAL_FATAL(stream_next(&format, octets, &arena, &pdu),
		LI_OK);
	CU_ASSERT_EQUAL(pdu.octets.n, octets.n);
	CU_ASSERT_EQUAL(pdu.err, LI_OK);
	parts = x2 ? 1 : record_parts(&pdu.psp);
	for (size_t i = 0; i < parts; i++) {
		r = (struct record){.format = "?", .event = "?"};
		CU_ASSERT_EQUAL(x2 ? record_read_x2(&r, &pdu.x2, &with)
				   : record_read_hi2(&r, &pdu, i, &with),
			LI_OK);
		r.check = pdu.psp.kind == LI_PSP_INTEGRITY ? "good" : NULL;
		CU_ASSERT_EQUAL(record_show_json(&r, out), LI_OK);
	}
	fclose(out);
	return text;
}

static void is_taken(const struct golden *g, enum variant how)
{
	const enum stream_format format =
		g->form == GOLDEN_X2 ? STREAM_X2 : STREAM_HI2;
	struct li_buf der = {0}, ber = {0};
	char *want, *got, *flag;

	CU_ASSERT_EQUAL_FATAL(golden_encode(g, &der), LI_OK);
	vary(li_buf_slice(&der), how, &ber);
	want = said(li_buf_slice(&der), format);
	got = said(li_buf_slice(&ber), format);
	flag = strstr(got, "\"der\":false");
	CU_ASSERT_EQUAL(flag == NULL, how == DER);
	if (flag) { /* that is all that differs */
		memcpy(flag + 6, "true", 4);
		memmove(flag + 10, flag + 11, strlen(flag + 11) + 1);
	}
	if (strcmp(want, got) != 0)
		printf("%s/%s: %s%s", golden_folder(g->form), g->name, want,
			got);
	CU_ASSERT_STRING_EQUAL(want, got);
	free(want);
	free(got);
	li_buf_fini(&der);
	li_buf_fini(&ber);
	li_arena_reset(&arena);
}

static void all_are_taken(enum variant how)
{
	const size_t n = golden_make(samples, samples_make(samples), list);

	for (size_t i = 0; i < n; i++)
		if (list[i].form != GOLDEN_X2_SIP &&
			(list[i].iri || list[i].link))
			is_taken(&list[i], how);
	li_arena_fini(&arena);
}

/* X.690 cl. 10.1 */
static void test_sink_golden__says_that_they_are_der(void)
{
	all_are_taken(DER);
}

/* X.690 cl. 8.1.3.5 */
static void test_sink_golden__takes_lengths_of_many_octets(void)
{
	all_are_taken(LONG);
}

/* X.690 cl. 8.1.3.6 */
static void test_sink_golden__takes_indefinite_lengths(void)
{
	all_are_taken(INDEFINITE);
}

UNIT_MAIN("tools.sink_golden",
	UNIT_TEST(test_sink_golden__says_that_they_are_der),
	UNIT_TEST(test_sink_golden__takes_lengths_of_many_octets),
	UNIT_TEST(test_sink_golden__takes_indefinite_lengths))
