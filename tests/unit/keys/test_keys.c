/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of keys/keys.h: whatever a KMS does, there is an answer or a failure in
 * its time. TS 33.107 cl. 7A.7.2, 7A.7.3
 */
#include "keys/keys.h"

#include "base/clock.h"
#include "peer.h"

#define GOOD "200 {\"crypto_sessions\":[{\"cs_id\":\"AQ==\",\"key\":\"a2V5\"}]}"

enum { TIMEOUT_US = 400000 };

struct desk {
	struct li_loop *loop;
	struct peer at[2];
	struct li_kms kms[2];
	char crt[128], key[128], ca[128];
	struct li_keys *keys;
	size_t news;
};

static void on_news(void *data)
{
	((struct desk *)data)->news++;
}

/* So many KMSs of one domain, who are asked in this order. */
static void set_up_as(struct desk *d, size_t count, int64_t timeout_us,
	const char *who)
{
	struct li_keys_options o = {.kms = d->kms,
		.kms_count = count,
		.timeout_us = timeout_us,
		.ttl_us = 60000000};

	*d = (struct desk){0};
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&d->loop), LI_OK);
	for (size_t i = 0; i < count; i++) {
		peer_open(&d->at[i], d->loop);
		d->kms[i] = (struct li_kms){.name = i ? "two" : "one",
			.domain = "home.example",
			.url = d->at[i].url,
			.agreement = ""};
	}
	snprintf(d->crt, sizeof(d->crt), "%s/%s.pem", dir, who);
	snprintf(d->key, sizeof(d->key), "%s/%s.key", dir, who);
	snprintf(d->ca, sizeof(d->ca), "%s/ca.pem", dir);
	o.tls = (struct li_poster_options){.certificate = d->crt,
		.key = d->key,
		.ca = d->ca,
		.creds = &ours};
	CU_ASSERT_EQUAL_FATAL(li_keys_new(d->loop, &o, on_news, d, &d->keys),
		LI_OK);
}

static void set_up(struct desk *d, size_t count, int64_t timeout_us)
{
	set_up_as(d, count, timeout_us, "lmisf");
}

static void tear_down(struct desk *d)
{
	li_keys_free(d->keys);
	for (size_t i = 0; i < 2; i++)
		peer_close(&d->at[i]);
	li_loop_free(d->loop);
}

static void say(struct peer *p, const char *a, const char *b)
{
	p->says[0] = a;
	p->says[1] = b;
	p->says_count = 2;
}

static li_err ask(struct desk *d, const char *user, struct li_media_keys *out)
{
	const struct li_key_order order = {.user = li_slice_str(user),
		.init = li_slice_str("AQID"),
		.resp = li_slice_str("BAUG")};

	return li_keys_ask(d->keys, &order, 7, out);
}

/* Ask, and wait for what comes of it. */
static void have_of(struct desk *d, const char *user, struct li_media_keys *out)
{
	const int64_t until_us = li_clock_mono_us() + 30000000;
	li_err err;

	while ((err = ask(d, user, out)) == LI_EAGAIN &&
		li_clock_mono_us() < until_us)
		CU_ASSERT_EQUAL(li_loop_turn(d->loop, 20000), LI_OK);
	CU_ASSERT_EQUAL(err, LI_OK);
}

static void have(struct desk *d, struct li_media_keys *out)
{
	have_of(d, "sip:a@home.example", out);
}

static void check_good(const struct li_media_keys *k)
{
	CU_ASSERT_FALSE(k->failed);
	CU_ASSERT_EQUAL(k->count, 1);
	CU_ASSERT_TRUE(
		li_slice_is(li_slice(k->at[0].key, k->at[0].key_n), "key"));
}

static void check_failed(const struct desk *d, const struct li_media_keys *k,
	enum li_keys_failure why)
{
	CU_ASSERT_TRUE(k->failed);
	CU_ASSERT_EQUAL(li_keys_counts(d->keys)->failed[why], 1);
	CU_ASSERT_EQUAL(li_keys_counts(d->keys)->had, 0);
	CU_ASSERT_EQUAL(li_keys_counts(d->keys)->waiting, 0);
}

static void test_keys__are_had_and_kept(void)
{
	struct desk d;
	struct li_media_keys k;

	set_up(&d, 1, 5000000);
	say(&d.at[0], GOOD, GOOD);
	CU_ASSERT_EQUAL(ask(&d, "sip:a@home.example", &k), LI_EAGAIN);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(d.news, 0);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->waiting, 1);
	have(&d, &k);
	check_good(&k);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->waiting, 0);
	CU_ASSERT_TRUE(d.news > 0);
	/* Nobody is in the URL. */
	CU_ASSERT_EQUAL(strncmp(d.at[0].last,
				"POST /xk/1/get_keys HTTP/1.1\r\n", 30),
		0);
	CU_ASSERT_PTR_NOT_NULL(strstr(d.at[0].last,
		"\"kms_user_id\":\"sip:a@home.example\","
		"\"transfer_init\":\"AQID\",\"transfer_resp\":\"BAUG\","
		"\"call_ref\":\"0000000000000007\"}"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(d.at[0].last, "Content-Type: application/json\r\n"));
	have(&d, &k);
	check_good(&k);
	CU_ASSERT_EQUAL(d.at[0].asked, 1);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->asked, 1);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->had, 1);
	tear_down(&d);
}

/* TS 33.107 cl. 7A.7.3: a timer, then the failure is told */
static void test_keys__one_that_is_silent_is_asked_once_more(void)
{
	struct desk d;
	struct li_media_keys k;
	int64_t at_us;

	set_up(&d, 1, TIMEOUT_US);
	say(&d.at[0], NULL, NULL);
	at_us = li_clock_mono_us();
	have(&d, &k);
	CU_ASSERT_TRUE(li_clock_mono_us() - at_us >= 2 * TIMEOUT_US);
	check_failed(&d, &k, LI_KEYS_NO_ANSWER);
	CU_ASSERT_EQUAL(k.count, 0);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->asked, 2);
	tear_down(&d);
}

/* What each of two KMSs does, and who is asked how often. */
static const struct {
	const char *one, *one_again, *two;
	size_t count, asked, asked_two;
	bool good;
	enum li_keys_failure why;
} rows[] = {
	/* the next, when one does not answer or cannot */
	{"503 x", GOOD, GOOD, 2, 1, 1, true, 0},
	{"", GOOD, GOOD, 2, 1, 1, true, 0},
	{"503 x", GOOD, "", 2, 1, 1, false, LI_KEYS_NO_ANSWER},
	{"302 x", GOOD, GOOD, 2, 1, 1, true, 0},
	/* or the same if there is no other, once */
	{"503 x", GOOD, NULL, 1, 2, 0, true, 0},
	{"", GOOD, NULL, 1, 2, 0, true, 0},
	{"500 x", "500 x", NULL, 1, 2, 0, false, LI_KEYS_NO_ANSWER},
	/* who refuses is not asked twice */
	{"403 x", GOOD, GOOD, 2, 1, 1, true, 0},
	{"404 x", GOOD, "410 x", 2, 1, 1, false, LI_KEYS_REFUSED},
	{"403 x", GOOD, NULL, 1, 1, 0, false, LI_KEYS_REFUSED},
	{"404 x", GOOD, NULL, 1, 1, 0, false, LI_KEYS_REFUSED},
	{"409 x", GOOD, NULL, 1, 1, 0, false, LI_KEYS_REFUSED},
	{"422 x", GOOD, NULL, 1, 1, 0, false, LI_KEYS_REFUSED},
	/* who talks nonsense neither */
	{"200 {", GOOD, GOOD, 2, 1, 1, true, 0},
	{"200 {", GOOD, NULL, 1, 1, 0, false, LI_KEYS_GARBLED},
	{"200 {\"crypto_sessions\":[]}", GOOD, GOOD, 2, 1, 0, false,
		LI_KEYS_PARTIAL},
};

static void test_keys__who_is_asked_after_what(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct desk d;
		struct li_media_keys k;

		set_up(&d, rows[i].count, 20000000);
		say(&d.at[0], rows[i].one, rows[i].one_again);
		say(&d.at[1], rows[i].two, rows[i].two);
		have(&d, &k);
		if (rows[i].good)
			check_good(&k);
		else
			check_failed(&d, &k, rows[i].why);
		CU_ASSERT_EQUAL(d.at[0].asked, rows[i].asked);
		CU_ASSERT_EQUAL(d.at[1].asked, rows[i].asked_two);
		if (d.at[0].asked != rows[i].asked)
			printf("row %zu: %zu\n", i, d.at[0].asked);
		tear_down(&d);
	}
}

static void test_keys__a_dead_one_delays_nobody_for_long(void)
{
	struct desk d;
	struct li_media_keys k;

	set_up(&d, 1, 20000000);
	peer_close(&d.at[0]);
	have_of(&d, "sip:a@home.example", &k);
	have_of(&d, "sip:b@home.example", &k);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->asked, 3);
	/* Now it is left alone. */
	CU_ASSERT_EQUAL(ask(&d, "sip:c@home.example", &k), LI_OK);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->asked, 3);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->failed[LI_KEYS_RESTING], 1);
	tear_down(&d);
}

static void test_keys__what_cannot_be_asked_fails_at_once(void)
{
	struct desk d;
	struct li_media_keys k;
	const struct li_key_order no_init = {.user = li_slice_str(
						     "sip:a@home.example"),
		.resp = li_slice_str("BAUG")};
	static uint8_t text[(1 << 18) + 4];
	const struct li_key_order too_long = {.user = no_init.user,
		.init = li_slice(text, sizeof(text)),
		.resp = no_init.resp};

	memset(text, 'A', sizeof(text));
	set_up(&d, 1, 20000000);
	CU_ASSERT_EQUAL(li_keys_ask(d.keys, &no_init, 1, &k), LI_OK);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(ask(&d, "sip:a@else.example", &k), LI_OK);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(ask(&d, "sip:\xff@home.example", &k), LI_OK);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->failed[LI_KEYS_NO_KMS], 1);
	/* Whoever is on the call: it must not be waited for, for ever. */
	CU_ASSERT_EQUAL(li_keys_ask(d.keys, &too_long, 1, &k), LI_OK);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->failed[LI_KEYS_NO_TICKET], 3);
	CU_ASSERT_EQUAL(li_keys_counts(d.keys)->asked, 0);
	tear_down(&d);
}

static void test_keys__a_peer_of_another_name_is_not_asked(void)
{
	struct li_tls_creds *kept = theirs;
	struct desk d;
	struct li_media_keys k;

	theirs = load("lmisf"); /* has not the name 127.0.0.1 */
	set_up(&d, 1, 20000000);
	say(&d.at[0], GOOD, GOOD);
	have(&d, &k);
	check_failed(&d, &k, LI_KEYS_NO_ANSWER);
	CU_ASSERT_EQUAL(d.at[0].asked, 0);
	tear_down(&d);
	li_tls_creds_free(theirs);
	theirs = kept;
}

/* It is mutual: we are not answered as anybody. */
static void test_keys__we_are_asked_who_we_are(void)
{
	struct desk d;
	struct li_media_keys k;

	set_up_as(&d, 1, 20000000, "stranger");
	say(&d.at[0], GOOD, GOOD);
	have(&d, &k);
	CU_ASSERT_TRUE(k.failed);
	CU_ASSERT_EQUAL(d.at[0].asked, 0);
	tear_down(&d);
}

/* Ask for so many; each is told to wait. */
static void ask_many(struct desk *d, int many)
{
	struct li_media_keys k;
	char user[32];

	for (int i = 0; i < many; i++) {
		snprintf(user, sizeof(user), "sip:u%d@home.example", i);
		CU_ASSERT_EQUAL(ask(d, user, &k), LI_EAGAIN);
	}
}

static void test_keys__few_are_asked_at_once(void)
{
	struct desk d;
	size_t talks;

	set_up(&d, 1, 20000000);
	say(&d.at[0], NULL, NULL);
	ask_many(&d, TALKS_MAX);
	for (int i = 0; i < 400 && (d.at[0].asked < 8 || i < 100); i++)
		CU_ASSERT_EQUAL(li_loop_turn(d.loop, 2000), LI_OK);
	talks = 0;
	for (size_t t = 0; t < TALKS_MAX; t++)
		talks += d.at[0].talks[t].watch.added;
	CU_ASSERT_EQUAL(talks, 8);
	CU_ASSERT_EQUAL(d.at[0].asked, 8);
	tear_down(&d);
}

static void test_keys__of_many_none_is_lost(void)
{
	enum { MANY = 64 };
	struct desk d;
	struct li_media_keys k;
	char user[32];

	set_up(&d, 1, 20000000);
	say(&d.at[0], GOOD, GOOD);
	ask_many(&d, MANY);
	CU_ASSERT_EQUAL(ask(&d, "sip:more@home.example", &k), LI_ENOMEM);
	for (int i = 0; i < MANY; i++) {
		snprintf(user, sizeof(user), "sip:u%d@home.example", i);
		have_of(&d, user, &k);
		check_good(&k);
	}
	have_of(&d, "sip:more@home.example", &k);
	check_good(&k);
	CU_ASSERT_EQUAL(d.at[0].asked, MANY + 1);
	tear_down(&d);
}

static void test_keys__may_end_while_some_are_asked_for(void)
{
	struct desk d;
	struct li_media_keys k;

	set_up(&d, 1, 20000000);
	say(&d.at[0], NULL, NULL);
	CU_ASSERT_EQUAL(ask(&d, "sip:a@home.example", &k), LI_EAGAIN);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(li_loop_turn(d.loop, 10000), LI_OK);
	CU_ASSERT_EQUAL(ask(&d, "sip:b@home.example", &k), LI_EAGAIN);
	tear_down(&d);
}

int main(void)
{
	static const struct unit_test tests[] = {
		UNIT_TEST(test_keys__are_had_and_kept),
		UNIT_TEST(test_keys__one_that_is_silent_is_asked_once_more),
		UNIT_TEST(test_keys__who_is_asked_after_what),
		UNIT_TEST(test_keys__a_dead_one_delays_nobody_for_long),
		UNIT_TEST(test_keys__what_cannot_be_asked_fails_at_once),
		UNIT_TEST(test_keys__a_peer_of_another_name_is_not_asked),
		UNIT_TEST(test_keys__we_are_asked_who_we_are),
		UNIT_TEST(test_keys__few_are_asked_at_once),
		UNIT_TEST(test_keys__of_many_none_is_lost),
		UNIT_TEST(test_keys__may_end_while_some_are_asked_for),
	};

	return creds_main("keys.keys", tests, sizeof(tests) / sizeof(tests[0]));
}
