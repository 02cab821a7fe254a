/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mix.h"
#include "replay_place.h"
#include "store/store.h"

static const struct li_actor actor = {"bench", "bench"};

_Noreturn void place_die(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

static void need(li_err err, const char *what)
{
	if (err)
		place_die(what, li_err_name(err));
}

/* ---- the capture ---- */

size_t place_message(unsigned int i, char *room)
{
	unsigned int block = PLACE_SESSIONS * MIX_KINDS;
	unsigned int session = i / block * PLACE_SESSIONS + i % PLACE_SESSIONS;

	return mix_write(i % block / PLACE_SESSIONS, session, room);
}

static void put16(uint8_t *p, size_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

/* Ethernet, IPv6 and UDP in front of n octets. */
static void headers(uint8_t head[62], size_t n)
{
	static const uint8_t host[8] = {0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0x77};

	memset(head, 0, 62);
	put16(head + 12, 0x86dd);
	head[14] = 0x60;
	put16(head + 18, n + 8);
	head[20] = 17;
	head[21] = 64;
	memcpy(head + 22, host, sizeof(host));
	memcpy(head + 38, host, sizeof(host));
	head[37] = 0x11;
	head[53] = 0x12;
	put16(head + 54, 4060);
	put16(head + 56, 6060);
	put16(head + 58, n + 8);
}

static void put_all(FILE *f, const void *p, size_t n)
{
	if (fwrite(p, 1, n, f) != n)
		place_die("capture", "cannot be written");
}

static void write_capture(const char *path, unsigned int messages)
{
	static const uint32_t file[6] = {0xa1b2c3d4, 2 | 4 << 16, 0, 0, 262144,
		1};
	static char room[MIX_MESSAGE_MAX];
	FILE *f = fopen(path, "wbe");

	if (!f)
		place_die("capture", "cannot be made");
	put_all(f, file, sizeof(file));
	for (unsigned int i = 0; i < messages; i++) {
		size_t n = place_message(i, room);
		/* 100,000 messages a second */
		const uint32_t record[4] = {1767225600 + i / 100000,
			i % 100000 * 10, (uint32_t)(n + 62),
			(uint32_t)(n + 62)};
		uint8_t head[62];

		headers(head, n);
		put_all(f, record, sizeof(record));
		put_all(f, head, sizeof(head));
		put_all(f, room, n);
	}
	if (fclose(f))
		place_die("capture", "cannot be written");
}

/* ---- the store ---- */

/* The number that a session's caller has. */
static void number_of(unsigned int session, char number[8])
{
	static char room[MIX_MESSAGE_MAX];
	static const char before[] = "From: \"User ";
	const char *at;

	room[mix_write(2, session, room)] = '\0';
	at = strstr(room, before);
	if (!at)
		place_die("mix", "an INVITE names no caller");
	snprintf(number, 8, "%.7s", at + sizeof(before) - 1);
}

static struct li_task task(unsigned int n, unsigned int sessions)
{
	struct li_task t = {.liid = "LIID-1",
		.target_count = 1,
		.starts_us = 1,
		.ends_us = INT64_MAX / 2,
		.operator_name = "bench",
		.warrant = "W-1"};
	char text[128], number[8];

	if (n * PLACE_TARGET_EACH < sessions) {
		number_of(n * PLACE_TARGET_EACH, number);
		snprintf(text, sizeof(text),
			"sip:+1555%s@ims.mnc001.mcc001.3gppnetwork.org",
			number);
	} else {
		snprintf(text, sizeof(text), "sip:nobody%u@ims.example", n);
	}
	need(li_uuid_draw(&t.xid), "xid");
	need(li_identity_parse(LI_ID_IMPU, li_slice_str(text), &t.targets[0]),
		"target");
	return t;
}

static void forget_store(const struct place *p)
{
	static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
	char path[320];

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", p->store, ends[i]);
		unlink(path);
	}
	unlink(p->key);
}

void place_store(const struct place *p, unsigned int messages, bool targets)
{
	const struct li_store_place place = {.path = p->store,
		.key_file = p->key};
	unsigned int sessions = targets ? messages / MIX_KINDS : 0;
	struct li_store *store = NULL;

	forget_store(p);
	need(li_store_key_create(p->key, NULL), "key");
	need(li_store_create(&place, &actor, NULL), "store");
	need(li_store_open(&place, LI_STORE_WRITER, &store, NULL), "store");
	need(li_store_begin(store), "begin");
	for (unsigned int i = 0; i < PLACE_TASKS; i++) {
		const struct li_task t = task(i, sessions);

		need(li_store_task_add(store, &t, &actor, NULL), "task");
	}
	need(li_store_commit(store), "commit");
	li_store_close(store);
}

/* ---- the folder ---- */

static void write_config(const struct place *p)
{
	FILE *f = fopen(p->config, "we");

	if (!f)
		place_die("configuration", "cannot be made");
	fprintf(f,
		"element: {nfid: lmisf-1, ipid: poi-1}\n"
		"store: {path: %s, key_file: %s}\n"
		"sockets: {cx: %s/cx, control: %s/control}\n",
		p->store, p->key, p->dir, p->dir);
	if (fclose(f))
		place_die("configuration", "cannot be written");
}

void place_name(struct place *p, const char *dir)
{
	snprintf(p->dir, sizeof(p->dir), "%s", dir);
	snprintf(p->capture, sizeof(p->capture), "%s/all.pcap", p->dir);
	snprintf(p->empty, sizeof(p->empty), "%s/none.pcap", p->dir);
	snprintf(p->config, sizeof(p->config), "%s/lmisf.yaml", p->dir);
	snprintf(p->store, sizeof(p->store), "%s/lmisf.db", p->dir);
	snprintf(p->key, sizeof(p->key), "%s/store.key", p->dir);
}

void place_make(struct place *p, const char *folder, unsigned int messages)
{
	char dir[256];

	snprintf(dir, sizeof(dir), "%.200s/li-bench-XXXXXX", folder);
	if (!mkdtemp(dir))
		place_die(folder, "no folder can be made there");
	place_name(p, dir);
	write_capture(p->capture, messages);
	write_capture(p->empty, 0);
	write_config(p);
}

void place_remove(const struct place *p)
{
	forget_store(p);
	unlink(p->capture);
	unlink(p->empty);
	unlink(p->config);
	rmdir(p->dir);
}
