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
} order[SCREEN_KINDS] = {{REGISTER, 'b'}, {ASKED, 'b'}, {TO_REGISTER, 'b'},
	{INVITE, 'c'}, {RINGS, 'c'}, {TAKEN, 'c'}, {ACK, 'c'}, {BYE, 'c'},
	{TO_BYE, 'c'}, {MESSAGE, 'd'}};

const char *screen_name(unsigned int at)
{
	if (order[at].kind < MIX_KINDS)
		return mix_name(order[at].kind);
	return order[at].kind == TO_BYE ? "200-BYE" : "200-REGISTER";
}

bool screen_counts(unsigned int at)
{
	return order[at].kind < MIX_KINDS;
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

/* The 200 of a message that was answered or sent before. */
static size_t write_ok(unsigned int kind, unsigned int variant, char *room)
{
	static char other[MIX_MESSAGE_MAX], from[MIX_MESSAGE_MAX];
	struct li_slice contact, user;
	size_t n;

	from[mix_write(kind == TO_BYE ? BYE : ASKED, variant, from)] = '\0';
	if (kind == TO_BYE)
		return (size_t)snprintf(room, MIX_MESSAGE_MAX,
			"SIP/2.0 200 OK%s", strstr(from, "\r\n"));
	other[mix_write(REGISTER, variant, other)] = '\0';
	contact = line_after(other, "Contact: ");
	n = (size_t)snprintf(room, MIX_MESSAGE_MAX,
		"SIP/2.0 200 OK\r\nContact: %.*s\r\n", (int)contact.n,
		(const char *)contact.p);
	other[mix_write(INVITE, variant, other)] = '\0';
	user = line_after(other, "P-Asserted-Identity: <");
	n += (size_t)snprintf(room + n, MIX_MESSAGE_MAX - n,
		"P-Associated-URI: <%.*s\r\n", (int)user.n,
		(const char *)user.p);
	return n +
		(size_t)snprintf(room + n, MIX_MESSAGE_MAX - n, "%s",
			strstr(from, "Via: "));
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
	size_t n = kind < MIX_KINDS ? mix_write(kind, variant, text)
				    : write_ok(kind, variant, text);

	text[n] = '\0';
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
