/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen_mix.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { REGISTER, ASKED, INVITE, RINGS, TAKEN, ACK, BYE, MESSAGE };

enum { TO_REGISTER = MIX_KINDS, TO_BYE };

/* Registration, call and message are three dialogs of one user. */
static const struct {
	unsigned int kind;
	char dialog;
	const char *name;
	double share;
} order[SCREEN_PLACES] = {
	[SCREEN_ASKS] = {REGISTER, 'b', "REGISTER 1", .5},
	[SCREEN_CHALLENGED] = {ASKED, 'b', "401", 1},
	[SCREEN_REGISTERS] = {REGISTER, 'b', "REGISTER 2", .5},
	[SCREEN_REGISTERED] = {TO_REGISTER, 'b', "200-REGISTER", 0},
	[SCREEN_INVITE] = {INVITE, 'c', "INVITE", 1},
	[SCREEN_RINGS] = {RINGS, 'c', "180", 1},
	[SCREEN_TAKEN] = {TAKEN, 'c', "200", 1},
	[SCREEN_ACK] = {ACK, 'c', "ACK", 1},
	[SCREEN_BYE] = {BYE, 'c', "BYE", 1},
	[SCREEN_ENDED] = {TO_BYE, 'c', "200-BYE", 0},
	[SCREEN_MESSAGE] = {MESSAGE, 'd', "MESSAGE", 1},
};

const char *screen_name(unsigned int at)
{
	return order[at].name;
}

double screen_share(unsigned int at)
{
	return order[at].share;
}

/* Of the first REGISTER, which is challenged, or of the second. */
static void set_cseq(char *text, char cseq)
{
	char *at = strstr(text, "CSeq: ");

	if (at)
		at[strlen("CSeq: ")] = cseq;
}

static void set_dialog(char *text, char dialog)
{
	static const char *const marks[] = {"-7f3a-", "-1700000000\""};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);
		char *at = text;

		while ((at = strstr(at, marks[i])))
			*(at += n - 2) = dialog;
	}
}

/* What stands between `before` and the end of the line. */
static struct li_slice line_after(const char *text, const char *before)
{
	const char *at = strstr(text, before);

	if (!at)
		return (struct li_slice){0};
	at += strlen(before);
	return li_slice(at, strcspn(at, "\r"));
}

/* The 200 of the second REGISTER: the 401 with who registered, and where. */
static size_t write_registered(unsigned int variant, char *room)
{
	static char other[MIX_MESSAGE_MAX], from[MIX_MESSAGE_MAX];
	struct li_slice contact, user;
	size_t n;

	other[mix_write(REGISTER, variant, other)] = '\0';
	contact = line_after(other, "Contact: ");
	n = (size_t)snprintf(room, MIX_MESSAGE_MAX,
		"SIP/2.0 200 OK\r\nContact: %.*s\r\n", (int)contact.n,
		(const char *)contact.p);
	other[mix_write(INVITE, variant, other)] = '\0';
	user = line_after(other, "P-Asserted-Identity: \"User ");
	user = li_slice_sub(user, li_slice_find(user, '<'), user.n);
	n += (size_t)snprintf(room + n, MIX_MESSAGE_MAX - n,
		"P-Associated-URI: %.*s\r\n", (int)user.n,
		(const char *)user.p);
	from[mix_write(ASKED, variant, from)] = '\0';
	set_cseq(from, '2');
	return n +
		(size_t)snprintf(room + n, MIX_MESSAGE_MAX - n, "%s",
			strstr(from, "Via: "));
}

/* The 200 of BYE: its headers again. */
static size_t write_ended(unsigned int variant, char *room)
{
	static char from[MIX_MESSAGE_MAX];

	from[mix_write_to(BYE, variant, variant ^ 1, from)] = '\0';
	return (size_t)snprintf(room, MIX_MESSAGE_MAX, "SIP/2.0 200 OK%s",
		strstr(from, "\r\n"));
}

static size_t write_text(unsigned int kind, unsigned int variant, char *room)
{
	if (kind == TO_REGISTER)
		return write_registered(variant, room);
	if (kind == TO_BYE)
		return write_ended(variant, room);
	return mix_write_to(kind, variant, variant ^ 1, room);
}

static void chunk(struct li_buf *b, uint16_t type, const void *p, size_t n)
{
	li_buf_put_u16(b, 0);
	li_buf_put_u16(b, type);
	li_buf_put_u16(b, (uint16_t)(6 + n));
	li_buf_put(b, p, n);
}

size_t screen_packet(unsigned int at, unsigned int variant,
	char room[SCREEN_PACKET_MAX])
{
	static const uint8_t ip[16] = {0x20, 1, 0xd, 0xb8};
	static char text[MIX_MESSAGE_MAX];
	const unsigned int kind = order[at].kind;
	static struct li_buf b;
	size_t n = write_text(kind, variant, text);

	text[n] = '\0';
	if (at == SCREEN_ASKS)
		set_cseq(text, '1');
	set_dialog(text, order[at].dialog);
	li_buf_reset(&b);
	li_buf_put(&b, "HEP3\0\0", 6);
	chunk(&b, 1, "\12", 1);
	chunk(&b, 2, "\21", 1);
	chunk(&b, 5, ip, 16);
	chunk(&b, 6, ip, 16);
	chunk(&b, 7, "\23\304", 2);
	chunk(&b, 8, "\23\304", 2);
	chunk(&b, 11, "\1", 1);
	chunk(&b, 15, text, n);
	b.p[4] = (uint8_t)(b.n >> 8);
	b.p[5] = (uint8_t)(b.n & 0xff);
	memcpy(room, b.p, b.n);
	return b.n;
}
