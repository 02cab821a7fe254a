/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd_table.c - see odd_table.h.
 */
#include "odd_table.h"

#include <stdio.h>
#include <string.h>

enum {
	MEMBERS = 13,
	LISTED = 24,
	VM = DIA_AVP_VENDOR | DIA_AVP_MANDATORY,
	/* codes that IETF and 3GPP gave to different AVPs */
	OVERLOAD_CONTROL = 100621,
	OVERLOAD_REPORT = 100623,
	LOAD = 100650,
	ITS_CODE = 100000,
	LINE_IDENTIFIER = 500,
	ETSI = 13019,
};

enum kind { TEXT, NUMBER, OCTETS, GROUP };

/* An AVP: by its code, but for those above. */
struct definition {
	uint32_t id;
	enum kind kind;
	const char *text;
	uint32_t members[MEMBERS]; /* of a group; a zero ends them */
};

static const struct definition definitions[] = {
	{1, TEXT, "001010000000001@ims.test", {0}},
	{8, OCTETS, "\300\1\2\1", {0}},
	{96, OCTETS, "\100interfac", {0}},
	{97, OCTETS, "\1\100\40\1\15\270", {0}},
	{104, TEXT, "ims.test", {0}},
	{110, TEXT, "auth", {0}},
	{111, TEXT, "MD5", {0}},
	{121, TEXT, "0123456789abcdef0123456789abcdef", {0}},
	{258, NUMBER, NULL, {0}},
	{266, NUMBER, NULL, {0}},
	{279, GROUP, NULL, {258}},
	{281, TEXT, "something is missing", {0}},
	{282, TEXT, "proxy.ims.test", {0}},
	{284, GROUP, NULL, {280, 33}},
	{293, TEXT, "hss.ims.test", {0}},
	{280, TEXT, "proxy.ims.test", {0}},
	{33, OCTETS, "state", {0}},
	{297, GROUP, NULL, {266, 298}},
	{298, NUMBER, NULL, {0}},
	{301, NUMBER, NULL, {0}},
	{LINE_IDENTIFIER, OCTETS, "line", {0}},
	{600, OCTETS, "visited.test", {0}},
	{601, TEXT, "sip:alice@ims.test", {0}},
	{602, TEXT, "sip:scscf.ims.test:6060", {0}},
	{603, GROUP, NULL, {604, 605, 602}},
	{604, NUMBER, NULL, {0}},
	{605, NUMBER, NULL, {0}},
	{606, OCTETS, "<IMSSubscription></IMSSubscription>", {0}},
	{607, NUMBER, NULL, {0}},
	{608, TEXT, "Digest-AKAv1-MD5", {0}},
	{609, OCTETS, "0123456789abcdef0123456789abcdef", {0}},
	{610, OCTETS, "01234567", {0}},
	{611, OCTETS, "context", {0}},
	{612, GROUP, NULL,
		{613, 608, 609, 610, 611, 625, 626, 635, 8, 97, 96,
			LINE_IDENTIFIER}},
	{613, NUMBER, NULL, {0}},
	{614, NUMBER, NULL, {0}},
	{615, GROUP, NULL, {616, 617}},
	{616, NUMBER, NULL, {0}},
	{617, TEXT, "gone", {0}},
	{618, GROUP, NULL, {619, 620, 621, 622}},
	{619, TEXT, "aaa://ecf1.ims.test", {0}},
	{620, TEXT, "aaa://ecf2.ims.test", {0}},
	{621, TEXT, "aaa://ccf1.ims.test", {0}},
	{622, TEXT, "aaa://ccf2.ims.test", {0}},
	{623, NUMBER, NULL, {0}},
	{624, NUMBER, NULL, {0}},
	{625, OCTETS, "0123456789abcdef", {0}},
	{626, OCTETS, "fedcba9876543210", {0}},
	{628, GROUP, NULL, {266, 629, 630}},
	{629, NUMBER, NULL, {0}},
	{630, NUMBER, NULL, {0}},
	{632, GROUP, NULL, {1}},
	{633, NUMBER, NULL, {0}},
	{634, TEXT, "sip:chat-!.*!@ims.test", {0}},
	{635, GROUP, NULL, {104, 111, 110, 121, 662, 663}},
	{636, TEXT, "sip:!.*!@pbx.ims.test", {0}},
	{637, NUMBER, NULL, {0}},
	{638, NUMBER, NULL, {0}},
	{639, GROUP, NULL, {1, 649, 661}},
	{640, OCTETS, "<sip:pcscf.ims.test;lr>", {0}},
	{641, OCTETS, "<sip:alice@192.0.2.1>", {0}},
	{642, GROUP, NULL, {643, 644, 645, 646, 641}},
	{643, OCTETS, "1@ue", {0}},
	{644, OCTETS, "<sip:alice@ims.test>;tag=1", {0}},
	{645, OCTETS, "<sip:alice@ims.test>;tag=2", {0}},
	{646, OCTETS, "<sip:pcscf.ims.test;lr>", {0}},
	{647, GROUP, NULL, {1}},
	{648, NUMBER, NULL, {0}},
	{649, GROUP, NULL, {640, 641, 654, 643, 642, 660}},
	{650, NUMBER, NULL, {0}},
	{651, GROUP, NULL, {1, 601}},
	{652, NUMBER, NULL, {0}},
	{653, NUMBER, NULL, {0}},
	{654, NUMBER, NULL, {0}},
	{655, NUMBER, NULL, {0}},
	{656, GROUP, NULL, {657, 658}},
	{657, TEXT, "waf.ims.test", {0}},
	{658, TEXT, "wwsf.ims.test", {0}},
	{659, NUMBER, NULL, {0}},
	{660, GROUP, NULL, {643, 644, 645, 641}},
	{661, OCTETS, "time", {0}},
	{662, TEXT, "SHA-256", {0}},
	{663, TEXT, "0123456789abcdef0123456789abcdef", {0}},
	{664, GROUP, NULL, {665, 666}},
	{665, TEXT, "pcscf.ims.test", {0}},
	{666, OCTETS, "\1\2\3\4", {0}},
	/* RFC 7683 cl. 7; RFC 8583 cl. 7 */
	{OVERLOAD_CONTROL, GROUP, NULL, {100622}},
	{100622, OCTETS, "features", {0}},
	{OVERLOAD_REPORT, GROUP, NULL, {100624, 100626, 100627, 100625}},
	{100624, OCTETS, "sequence", {0}},
	{100625, NUMBER, NULL, {0}},
	{100626, NUMBER, NULL, {0}},
	{100627, NUMBER, NULL, {0}},
	{LOAD, GROUP, NULL, {100651, 100652, 100649}},
	{100649, TEXT, "hss.ims.test", {0}},
	{100651, NUMBER, NULL, {0}},
	{100652, OCTETS, "load-1-8", {0}},
};

/* What request and answer of a command may carry beside what each has.
 * TS 29.229 cl. 6.1 */
static const struct command {
	const char *name;
	uint32_t request[LISTED], answer[LISTED];
} commands[] = {
	{"UA",
		{301, 293, 1, OVERLOAD_CONTROL, 628, 601, 600, 623, 637, 284,
			282},
		{301, 297, 281, 628, OVERLOAD_CONTROL, OVERLOAD_REPORT, LOAD,
			602, 603, 279, 653, 284, 282}},
	{"SA",
		{301, 293, 1, OVERLOAD_CONTROL, 628, 601, 634, 602, 614, 624,
			639, 648, 650, 655, 664, 284, 282},
		{301, 297, 1, 628, OVERLOAD_CONTROL, OVERLOAD_REPORT, LOAD, 606,
			618, 632, 638, 639, 647, 602, 634, 652, 656, 279, 284,
			282}},
	{"LI", {301, 293, OVERLOAD_CONTROL, 633, 628, 601, 623, 650, 284, 282},
		{301, 297, 628, OVERLOAD_CONTROL, OVERLOAD_REPORT, LOAD, 602,
			603, 636, 653, 634, 279, 284, 282}},
	{"MA",
		{301, 293, 1, OVERLOAD_CONTROL, 628, 601, 612, 607, 602, 284,
			282},
		{301, 297, 1, 628, OVERLOAD_CONTROL, OVERLOAD_REPORT, LOAD, 601,
			607, 612, 279, 284, 282}},
	{"RT", {301, 293, 1, 632, 628, 601, 615, 659, 284, 282},
		{301, 297, 632, 628, 651, 279, 284, 282}},
	{"PP", {301, 293, 1, 628, 606, 618, 612, 656, 284, 282},
		{301, 297, 628, 279, 284, 282}},
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]), FIRST = 300 };

static int listed(const uint32_t *ids)
{
	int n = 0;

	while (n < LISTED && ids[n] != 0)
		n++;
	return n;
}

/* All at once, and each alone: as many as the longer of both lists has. */
static int count_of(const struct command *c)
{
	int q = listed(c->request), a = listed(c->answer);

	return 1 + (q > a ? q : a);
}

/* The command of number i; *which is 0 for all AVPs, else one of them. */
static const struct command *find(int i, int *which)
{
	const struct command *c = commands;

	for (; i >= count_of(c); c++)
		i -= count_of(c);
	*which = i;
	return c;
}

int odd_table_count(void)
{
	int n = 0;

	for (int i = 0; i < COMMANDS; i++)
		n += count_of(&commands[i]);
	return n;
}

uint32_t odd_table_command(int i)
{
	int which;

	return FIRST + (uint32_t)(find(i, &which) - commands);
}

void odd_table_name(int i, char name[ODD_NAME])
{
	int which;
	const struct command *c = find(i, &which);

	if (which == 0)
		snprintf(name, ODD_NAME, "%s-with-all", c->name);
	else
		snprintf(name, ODD_NAME, "%s-with-%d", c->name, which);
}

static const struct definition *define(uint32_t id)
{
	const struct definition *d = definitions;

	while (d->id != id)
		d++;
	return d;
}

static void put(struct dia_buf *b, uint32_t id)
{
	const struct definition *d = define(id);
	uint32_t code = id % ITS_CODE;
	bool cx = code >= 600 && id == code;
	uint32_t vendor = cx ? DIA_3GPP : id == LINE_IDENTIFIER ? ETSI : 0;
	uint8_t flags = vendor != 0 ? VM : DIA_AVP_MANDATORY;
	size_t group;

	switch (d->kind) {
	case NUMBER:
		dia_put(b, flags, code, vendor, "\x00\x00\x00\x01", 4);
		break;
	case TEXT:
	case OCTETS:
		dia_put(b, flags, code, vendor, d->text, strlen(d->text));
		break;
	case GROUP:
		group = dia_open(b, flags, code, vendor);
		for (int i = 0; i < MEMBERS && d->members[i] != 0; i++)
			put(b, d->members[i]);
		dia_close(b, group);
		break;
	}
}

void odd_table_put(int i, bool request, struct dia_buf *b)
{
	int which;
	const struct command *c = find(i, &which);
	const uint32_t *ids = request ? c->request : c->answer;
	int n = listed(ids);

	for (int k = 0; k < n; k++)
		if (which == 0 || which == k + 1)
			put(b, ids[k]);
}
