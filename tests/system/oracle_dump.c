/* SPDX-License-Identifier: BSD-3-Clause
 *
 * oracle_dump - PDUs in the forms that decoders which are not ours take.
 *
 * usage: oracle_dump golden              each record in each format, a line each
 *        oracle_dump pcap                a stream as a capture, a PDU a packet
 *        oracle_dump fields              a stream as we read it, a PDU a line
 *
 * A stream is PDUs one after the other, as a connection or lmisf-sink --out
 * has them. It comes from standard input; all goes to standard output. Exits
 * 65 when the stream is not whole PDUs.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <sysexits.h>
#include <time.h>

#include "golden.h"

enum { LINKTYPE_USER0 = 147 };

/* What it is, its words, and its octets in hexadecimal: a line each. */
static int golden(void)
{
	static struct sample samples[SAMPLES_MAX];
	static struct golden list[GOLDEN_MAX];
	const size_t n = golden_make(samples, samples_make(samples), list);
	struct li_buf out = {0};
	int status = EX_OK;

	for (size_t i = 0; i < n && status == EX_OK; i++) {
		li_buf_reset(&out);
		if (golden_encode(&list[i], &out) != LI_OK)
			status = EX_SOFTWARE;
		printf("%s/%s\t%s\t", golden_folder(list[i].form), list[i].name,
			list[i].what);
		for (size_t at = 0; at < out.n; at++)
			printf("%02x", out.p[at]);
		putchar('\n');
	}
	li_buf_fini(&out);
	return status;
}

static int load(struct li_buf *to)
{
	size_t n = 1;

	while (n > 0) {
		uint8_t *at = li_buf_reserve(to, 65536);

		n = at ? fread(at, 1, 65536, stdin) : 0;
		li_buf_commit(to, n);
	}
	return ferror(stdin) || to->bad ? EX_IOERR : EX_OK;
}

/* Capture files have the order of the machine that wrote them. */
static void native(uint32_t v)
{
	fwrite(&v, sizeof(v), 1, stdout);
}

static void pcap_head(void)
{
	const uint16_t version[] = {2, 4};

	native(0xa1b2c3d4);
	fwrite(version, sizeof(version), 1, stdout);
	native(0);
	native(0);
	native(LI_X2_PDU_MAX);
	native(LINKTYPE_USER0);
}

static void pcap_pdu(const struct li_x2_pdu *pdu, struct li_slice whole)
{
	native(pdu->seconds);
	native(pdu->nanoseconds / 1000);
	native((uint32_t)whole.n);
	native((uint32_t)whole.n);
	fwrite(whole.p, 1, whole.n, stdout);
}

/* What follows prints as tshark does: octets in hexadecimal, lists joined. */
static void octets(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		printf("%02x", s.p[i]);
}

static void tab_octets(struct li_slice s)
{
	putchar('\t');
	octets(s);
}

static void tab_list(const struct li_slice *list, size_t n)
{
	putchar('\t');
	for (size_t i = 0; i < n; i++) {
		fputs(i ? "|" : "", stdout);
		octets(list[i]);
	}
}

/* An address in the column of its family. */
static void tab_address(const struct li_address *a, uint8_t family)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (a->family == family)
		inet_ntop(family == 4 ? AF_INET : AF_INET6, a->ip, text,
			sizeof(text));
	printf("\t%s", text);
}

static void tab_number(uint32_t v, bool known)
{
	putchar('\t');
	if (known)
		printf("%u", v);
}

static void tab_time(const struct li_x2_pdu *pdu)
{
	time_t at = pdu->seconds;
	char text[64];
	struct tm tm;

	putchar('\t');
	if (!pdu->has_time || !gmtime_r(&at, &tm))
		return;
	strftime(text, sizeof(text), "%b %e, %Y %H:%M:%S", &tm);
	printf("%s.%09u UTC", text, pdu->nanoseconds);
}

static void tab_types(struct li_slice attributes)
{
	struct li_cursor c = li_cursor(attributes);
	const char *between = "";

	putchar('\t');
	while (c.rest.n && !c.bad) {
		printf("%s%u", between, li_cursor_u16(&c));
		li_cursor_take(&c, li_cursor_u16(&c));
		between = "|";
	}
}

static void fields(const struct li_x2_pdu *pdu, struct li_slice whole)
{
	size_t header = pdu->size - pdu->payload.n;
	char xid[LI_UUID_TEXT];

	li_uuid_format(&pdu->xid, xid);
	printf("%u\t%d\t%zu\t%zu\t%u\t%u\t%s\t%016llx", pdu->version,
		(int)pdu->type, header, pdu->payload.n, pdu->format,
		pdu->direction, xid, (unsigned long long)pdu->correlation);
	tab_octets(pdu->nfid);
	tab_octets(pdu->ipid);
	tab_number(pdu->sequence, pdu->has_sequence);
	tab_time(pdu);
	tab_address(&pdu->from, 4);
	tab_address(&pdu->to, 4);
	tab_address(&pdu->from, 6);
	tab_address(&pdu->to, 6);
	tab_number(pdu->from.port, pdu->from.port != 0);
	tab_number(pdu->to.port, pdu->to.port != 0);
	tab_number(pdu->ip_proto, pdu->ip_proto != 0);
	tab_list(pdu->matched, pdu->matched_count);
	tab_list(pdu->others, pdu->other_count);
	tab_types(li_slice_sub(whole, LI_X2_HEADER, header));
	putchar('\n');
}

static int each(void (*use)(const struct li_x2_pdu *, struct li_slice))
{
	struct li_buf all = {.max = (size_t)1 << 30};
	struct li_slice rest;
	struct li_x2_pdu pdu;
	int status = load(&all);

	rest = li_buf_slice(&all);
	while (rest.n && status == EX_OK) {
		if (li_x2_decode(rest, &pdu) != LI_OK) {
			fprintf(stderr, "oracle_dump: no PDU at offset %zu\n",
				all.n - rest.n);
			status = EX_DATAERR;
			break;
		}
		use(&pdu, li_slice_sub(rest, 0, pdu.size));
		rest = li_slice_sub(rest, pdu.size, rest.n);
	}
	li_buf_fini(&all);
	return status;
}

int main(int argc, char **argv)
{
	int status = EX_USAGE;

	if (argc == 2 && strcmp(argv[1], "golden") == 0)
		status = golden();
	if (argc == 2 && strcmp(argv[1], "pcap") == 0) {
		pcap_head();
		status = each(pcap_pdu);
	}
	if (argc == 2 && strcmp(argv[1], "fields") == 0)
		status = each(fields);
	if (status == EX_USAGE)
		fputs("usage: oracle_dump golden|pcap|fields\n", stderr);
	if (fflush(stdout) != 0 || ferror(stdout))
		return EX_IOERR;
	return status;
}
