/* SPDX-License-Identifier: BSD-3-Clause
 *
 * keys_ask - ask KMSs as lmisf-deliver does, and say what came of it.
 *
 * usage: keys_ask CERTS TIMEOUT_MS NAME=URL...
 *
 * KMSs of ims.example. Reads orders, one a line: USER KMS INIT RESP, - for none.
 * Prints for each
 *
 *   whole|failed MILLISECONDS [CS:KEY:SALT...]    in hexadecimal digits
 *
 * and at the end how often it asked, had all, and failed for which reason.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "keys/keys.h"

enum { FIELDS = 4, WAIT_US = 30000000 };

static void on_news(void *data)
{
	(void)data;
}

static struct li_tls_creds *load(const struct li_poster_options *tls)
{
	const struct li_tls_files files = {.certificate = tls->certificate,
		.key = tls->key,
		.ca = tls->ca};
	struct li_tls_creds *creds = NULL;
	struct li_fault fault = {0};

	if (li_tls_creds_load(&files, &creds, &fault) != LI_OK) {
		fprintf(stderr, "keys_ask: %s\n", fault.text);
		exit(70);
	}
	return creds;
}

static void print(const uint8_t *octets, size_t n, char before)
{
	char text[2 * LI_MEDIA_KEY_MAX + 1];

	*li_text_put_octets(text, li_slice(octets, n)) = '\0';
	printf("%c%s", before, text);
}

static void tell(const struct li_media_keys *k, int64_t took_us)
{
	printf("%s %" PRId64, k->failed ? "failed" : "whole", took_us / 1000);
	for (size_t i = 0; i < k->count; i++) {
		print(k->at[i].cs_id, k->at[i].cs_id_n, ' ');
		print(k->at[i].key, k->at[i].key_n, ':');
		print(k->at[i].salt, k->at[i].salt_n, ':');
	}
	printf("\n");
	fflush(stdout);
}

static void ask(struct li_loop *loop, struct li_keys *keys,
	struct li_slice line)
{
	const int64_t from_us = li_clock_mono_us();
	struct li_slice fields[FIELDS];
	struct li_media_keys out;
	li_err err = LI_EAGAIN;

	for (size_t i = 0; i < FIELDS; i++) {
		fields[i] = li_slice_cut(&line, ' ');
		if (li_slice_is(fields[i], "-"))
			fields[i].n = 0;
	}
	while (err && li_clock_mono_us() - from_us < WAIT_US) {
		err = li_keys_ask(keys,
			&(struct li_key_order){.user = fields[0],
				.kms = fields[1],
				.init = fields[2],
				.resp = fields[3]},
			1, &out);
		if (err && li_loop_turn(loop, 10000) != LI_OK)
			break;
	}
	if (err)
		printf("nothing\n");
	else
		tell(&out, li_clock_mono_us() - from_us);
}

static void tell_counts(const struct li_keys_counts *counts)
{
	printf("asked %" PRIu64 " had %" PRIu64, counts->asked, counts->had);
	for (size_t i = 0; i < LI_KEYS_FAILURES; i++)
		if (counts->failed[i])
			printf(" %s %" PRIu64,
				li_keys_failure_name((enum li_keys_failure)i),
				counts->failed[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	static char line[16384];
	struct li_kms kms[LI_KMS_MAX];
	char certificate[256], key[256], ca[256];
	struct li_keys_options o = {.kms = kms, .ttl_us = 60000000};
	struct li_tls_creds *creds;
	struct li_loop *loop;
	struct li_keys *keys;

	if (argc < 4 || argc - 3 > LI_KMS_MAX)
		return 64;
	snprintf(certificate, sizeof(certificate), "%s/lmisf.pem", argv[1]);
	snprintf(key, sizeof(key), "%s/lmisf.key", argv[1]);
	snprintf(ca, sizeof(ca), "%s/ca.pem", argv[1]);
	o.timeout_us = strtol(argv[2], NULL, 10) * 1000;
	for (int i = 3; i < argc; i++) {
		char *url = strchr(argv[i], '=');

		if (!url)
			return 64;
		*url++ = '\0';
		kms[o.kms_count++] = (struct li_kms){.name = argv[i],
			.domain = "ims.example",
			.url = url,
			.agreement = ""};
	}
	o.tls = (struct li_poster_options){.certificate = certificate,
		.key = key,
		.ca = ca,
		.creds = &creds};
	creds = load(&o.tls);
	if (li_loop_new(&loop) != LI_OK ||
		li_keys_new(loop, &o, on_news, NULL, &keys) != LI_OK)
		return 70;
	while (fgets(line, sizeof(line), stdin))
		ask(loop, keys, li_slice_trim(li_slice_str(line)));
	tell_counts(li_keys_counts(keys));
	li_keys_free(keys);
	li_loop_free(loop);
	li_tls_creds_free(creds);
	return 0;
}
