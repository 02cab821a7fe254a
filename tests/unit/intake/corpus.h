/* SPDX-License-Identifier: BSD-3-Clause
 *
 * corpus.h - the messages of tests/data/sip, and mutations of them that are
 * the same in every run.
 */
#ifndef LI_TEST_CORPUS_H
#define LI_TEST_CORPUS_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#ifndef LI_DATA
#define LI_DATA "tests/data"
#endif

enum { FILES_MAX = 256, SAMPLE_MAX = 65536 };

static struct sample {
	char name[64];
	uint8_t *octets;
	size_t n;
	bool tortured; /* of tests/data/sip/torture */
} samples[FILES_MAX];
static size_t sample_count;

static inline void load_one(const char *folder, const char *name, bool tortured)
{
	struct sample *s = &samples[sample_count];
	char path[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "rb");
	CU_ASSERT_FATAL(f != NULL && sample_count < FILES_MAX);
	snprintf(s->name, sizeof(s->name), "%.60s", name);
	s->octets = malloc(SAMPLE_MAX);
	CU_ASSERT_FATAL(s->octets != NULL);
	s->n = fread(s->octets, 1, SAMPLE_MAX, f);
	s->tortured = tortured;
	sample_count++;
	fclose(f);
}

static inline void load_folder(const char *folder, bool tortured)
{
	struct dirent *entry;
	DIR *dir = opendir(folder);

	CU_ASSERT_FATAL(dir != NULL);
	while ((entry = readdir(dir)))
		if (strstr(entry->d_name, ".sip"))
			load_one(folder, entry->d_name, tortured);
	closedir(dir);
}

static inline int by_name(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Load the messages; by name, or a run would depend on the file system. */
static inline void load(void)
{
	if (sample_count)
		return;
	load_folder(LI_DATA "/sip", false);
	load_folder(LI_DATA "/sip/torture", true);
	qsort(samples, sample_count, sizeof(samples[0]), by_name);
	CU_ASSERT(sample_count >= 90);
}

static inline void unload(void)
{
	while (sample_count)
		free(samples[--sample_count].octets);
}

/* The same numbers in every run. */
static inline uint32_t draw(uint32_t below)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005U + 1442695040888963407U;
	return (uint32_t)(state >> 33) % below;
}

/* What broken or sly senders put in, anywhere. */
static const char *const pieces[] = {"\r\n", "\r", "\n", "\r\n ", "\"", "\\",
	"<", ">", ",", ";", ":", "@", "%61", "%", " ", "\t", "From: ", "f:",
	"To: ", "t :", "P-Asserted-Identity: ", "<sip:eve@ims.example>",
	"sip:eve@ims.example", ";tag=9", "<tel:+15559990000>", "\"a, b\" ",
	"username=\"eve@x.example\"", "SIP/2.0", "Via: ", "i: 2\r\n",
	";user=phone", "\xff", ":5060", "[2001:db8::1]", "Contact: *\r\n",
	";+sip.instance=\"<urn:gsma:imei:35123400-123456-0>\"",
	"sips:", "History-Info: <sip:eve@ims.example>;index=1\r\n", "\x7f"};

/* Change octets at random places; returns how many there are then. */
static inline size_t mutate(uint8_t *p, size_t n, size_t cap)
{
	for (uint32_t changes = 1 + draw(3); changes && n > 1; changes--) {
		const char *piece =
			pieces[draw(sizeof(pieces) / sizeof(pieces[0]))];
		size_t at = draw((uint32_t)n), more = strlen(piece);

		switch (draw(4)) {
		case 0: p[at] = (uint8_t)draw(256); break;
		case 1: p[at] = (uint8_t)piece[0]; break;
		case 2:
			memmove(p + at, p + at + 1, n - at - 1);
			n--;
			break;
		default:
			if (n + more > cap)
				break;
			memmove(p + at + more, p + at, n - at);
			memcpy(p + at, piece, more);
			n += more;
			break;
		}
	}
	return n;
}

#endif
