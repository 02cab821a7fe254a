/* SPDX-License-Identifier: BSD-3-Clause
 *
 * subscribers.c - see subscribers.h.
 */
#include "subscribers.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum { LINE_MAX_BYTES = 2048, FIELDS = 7, VECTOR_TRIES = 100 };

static struct subscriber *list;
static size_t count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Exactly len octets of hexadecimal. */
static bool unhex(const char *text, uint8_t *out, size_t len)
{
	if (strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int high = nibble(text[2 * i]), low = nibble(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static bool copy(char out[SUBSCRIBER_ID], const char *text)
{
	if (strlen(text) >= SUBSCRIBER_ID)
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

static bool parse_impus(struct subscriber *s, char *text)
{
	char *save = NULL;

	for (char *t = strtok_r(text, ",", &save); t != NULL;
		t = strtok_r(NULL, ",", &save)) {
		if (s->impus == SUBSCRIBER_IMPUS || !copy(s->impu[s->impus], t))
			return false;
		s->impus++;
	}
	return s->impus > 0;
}

static bool parse_line(struct subscriber *s, char *line)
{
	char *field[FIELDS], *save = NULL;
	uint8_t k[MILENAGE_BLOCK], op[MILENAGE_BLOCK], sqn[MILENAGE_SQN];

	for (int i = 0; i < FIELDS; i++) {
		field[i] = strtok_r(i == 0 ? line : NULL, " \t", &save);
		if (field[i] == NULL)
			return false;
	}
	memset(s, 0, sizeof(*s));
	if (!copy(s->impi, field[0]) || !unhex(field[1], k, sizeof(k)) ||
		!unhex(field[2], op, sizeof(op)) ||
		!unhex(field[3], s->amf, sizeof(s->amf)) ||
		!unhex(field[4], sqn, sizeof(sqn)) ||
		!copy(s->password,
			strcmp(field[5], "-") == 0 ? "" : field[5]) ||
		!parse_impus(s, field[6]))
		return false;
	for (int i = 0; i < MILENAGE_SQN; i++)
		s->sqn = s->sqn << 8 | sqn[i];
	return milenage_key_init(&s->key, k, op);
}

static bool take_line(char *line)
{
	struct subscriber *bigger;

	line[strcspn(line, "#\r\n")] = '\0';
	if (line[strspn(line, " \t")] == '\0')
		return true;
	if (count == SUBSCRIBERS_MAX)
		return false;
	bigger = reallocarray(list, count + 1, sizeof(*list));
	if (bigger == NULL)
		return false;
	list = bigger;
	if (!parse_line(&list[count], line))
		return false;
	count++;
	return true;
}

int subscribers_load(const char *path)
{
	char line[LINE_MAX_BYTES];
	FILE *file = fopen(path, "re");
	int number = 0, bad = 0;

	if (file == NULL)
		return -1;
	while (bad == 0 && fgets(line, sizeof(line), file) != NULL) {
		number++;
		if (!take_line(line))
			bad = number;
	}
	gnutls_memset(line, 0, sizeof(line));
	if (ferror(file))
		bad = -1;
	fclose(file);
	return bad;
}

void subscribers_free(void)
{
	if (list != NULL)
		gnutls_memset(list, 0, count * sizeof(*list));
	free(list);
	list = NULL;
	count = 0;
}

size_t subscribers_count(void)
{
	return count;
}

void subscribers_lock(void)
{
	pthread_mutex_lock(&lock);
}

void subscribers_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

static bool same(const char *have, const void *id, size_t len)
{
	return strlen(have) == len && memcmp(have, id, len) == 0;
}

struct subscriber *subscribers_by_impi(const void *id, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (same(list[i].impi, id, len))
			return &list[i];
	return NULL;
}

bool subscriber_has(const struct subscriber *s, const void *id, size_t len)
{
	for (size_t i = 0; i < s->impus; i++)
		if (same(s->impu[i], id, len))
			return true;
	return false;
}

struct subscriber *subscribers_by_impu(const void *id, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (subscriber_has(&list[i], id, len))
			return &list[i];
	return NULL;
}

bool subscriber_vector(struct subscriber *s, struct milenage_vector *v)
{
	uint8_t sqn[MILENAGE_SQN];

	/* TS 33.102 annex C.3.2: 5 bits of index below the sequence number */
	s->sqn = (s->sqn + 32) & 0xffffffffffffULL;
	for (int i = 0; i < MILENAGE_SQN; i++)
		sqn[i] = (uint8_t)(s->sqn >> (8 * (MILENAGE_SQN - 1 - i)));
	/* Another RAND when RES has a NUL octet in it (one in 32 has): SIPp
	 * takes RES for a C string.
	 */
	for (int tries = 0; tries < VECTOR_TRIES; tries++) {
		if (gnutls_rnd(GNUTLS_RND_NONCE, v->rand, sizeof(v->rand)) ||
			!milenage_make(&s->key, sqn, s->amf, v))
			return false;
		if (memchr(v->out.res, 0, sizeof(v->out.res)) == NULL)
			return true;
	}
	return false;
}

size_t subscriber_profile(const struct subscriber *s, char *out, size_t size)
{
	FILE *file = fmemopen(out, size, "w");
	long length;

	if (file == NULL)
		return 0;
	/* TS 29.228 annex E: one service profile, the implicit set in it */
	fprintf(file,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
		"<IMSSubscription><PrivateID>%s</PrivateID><ServiceProfile>",
		s->impi);
	for (size_t i = 0; i < s->impus; i++)
		fprintf(file,
			"<PublicIdentity><BarringIndication>0"
			"</BarringIndication><Identity>%s</Identity>"
			"</PublicIdentity>",
			s->impu[i]);
	fputs("</ServiceProfile></IMSSubscription>", file);
	fflush(file);
	length = ferror(file) ? 0 : ftell(file);
	fclose(file);
	return length > 0 && (size_t)length < size ? (size_t)length : 0;
}
