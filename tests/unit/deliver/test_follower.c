/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "deliver/follower.h"
#include "ipc/admin.h"
#include "net/sock.h"
#include "descriptors.h"
#include "unit.h"

/* A follower and an lmisfd that does as it is told. */
struct world {
	char dir[64], path[96];
	struct li_loop *loop;
	struct li_follower *follower;
	int listener, fd;
	unsigned int news;
};

static void on_news(void *data)
{
	((struct world *)data)->news++;
}

static void listen_now(struct world *w)
{
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(w->path, &w->listener, NULL),
		LI_OK);
}

static void setup(struct world *w)
{
	*w = (struct world){.listener = -1, .fd = -1};
	strcpy(w->dir, "/tmp/lmisf-fol-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(w->dir));
	snprintf(w->path, sizeof(w->path), "%s/s", w->dir);
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&w->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_follower_new(w->loop, w->path, on_news, w,
				      &w->follower),
		LI_OK);
}

static void hang_up(struct world *w)
{
	close(w->fd);
	w->fd = -1;
}

static void teardown(struct world *w)
{
	li_follower_free(w->follower);
	li_loop_free(w->loop);
	if (w->fd >= 0)
		close(w->fd);
	if (w->listener >= 0)
		close(w->listener);
	unlink(w->path);
	rmdir(w->dir);
}

static void turn(struct world *w, int times)
{
	for (int i = 0; i < times; i++)
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
}

/* Wait until it is there and has said FOLLOW, and nothing else. */
static void await_follow(struct world *w)
{
	const int64_t until = li_clock_mono_us() + 3000000;
	struct li_ipc_message m;
	uint8_t octets[64];
	size_t n = 0;

	while (w->fd < 0 && li_clock_mono_us() < until) {
		turn(w, 1);
		(void)!li_sock_unix_accept(w->listener, &w->fd);
	}
	CU_ASSERT_TRUE_FATAL(w->fd >= 0);
	turn(w, 2);
	CU_ASSERT_EQUAL_FATAL(li_sock_read(w->fd, octets, sizeof(octets), &n),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_slice(octets, n), &m), LI_OK);
	CU_ASSERT_EQUAL(m.type, LI_IPC_ADMIN_FOLLOW);
	CU_ASSERT_EQUAL(m.octets, n);
}

static void tell(struct world *w, int times)
{
	struct li_buf out = {0};
	size_t n = 0;

	for (int i = 0; i < times; i++)
		li_admin_committed_put(&out);
	CU_ASSERT_EQUAL(li_sock_write(w->fd, li_buf_slice(&out), &n), LI_OK);
	CU_ASSERT_EQUAL(n, out.n);
	li_buf_fini(&out);
	turn(w, 3);
}

static void test_follower__follows_once_it_was_told_so(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	await_follow(&w);
	CU_ASSERT_FALSE(li_follower_follows(w.follower));
	tell(&w, 1);
	CU_ASSERT_TRUE(li_follower_follows(w.follower));
	CU_ASSERT_EQUAL(w.news, 1);
	/* Several at once are one reason to look. */
	tell(&w, 5);
	CU_ASSERT_EQUAL(w.news, 2);
	teardown(&w);
}

static void test_follower__says_when_it_no_longer_follows(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	await_follow(&w);
	tell(&w, 1);
	hang_up(&w);
	turn(&w, 3);
	CU_ASSERT_FALSE(li_follower_follows(w.follower));
	CU_ASSERT_EQUAL(w.news, 2);
	await_follow(&w);
	tell(&w, 1);
	CU_ASSERT_TRUE(li_follower_follows(w.follower));
	teardown(&w);
}

static void test_follower__waits_for_an_lmisfd_that_is_not_there(void)
{
	struct world w;

	setup(&w);
	turn(&w, 5);
	CU_ASSERT_FALSE(li_follower_follows(w.follower));
	CU_ASSERT_FALSE(li_follower_follows(NULL));
	CU_ASSERT_EQUAL(w.news, 0);
	listen_now(&w);
	await_follow(&w);
	teardown(&w);
}

static void test_follower__leaves_who_does_not_speak_as_lmisfd(void)
{
	struct world w;
	struct li_buf out = {0};
	size_t n = 0;

	setup(&w);
	listen_now(&w);
	await_follow(&w);
	li_admin_follow_put(&out);
	CU_ASSERT_EQUAL(li_sock_write(w.fd, li_buf_slice(&out), &n), LI_OK);
	turn(&w, 3);
	CU_ASSERT_FALSE(li_follower_follows(w.follower));
	CU_ASSERT_EQUAL(li_sock_read(w.fd, out.p, 1, &n), LI_ECLOSED);
	hang_up(&w);
	await_follow(&w);
	li_buf_fini(&out);
	teardown(&w);
}

UNIT_MAIN_CLOSED("deliver.follower",
	UNIT_TEST(test_follower__follows_once_it_was_told_so),
	UNIT_TEST(test_follower__says_when_it_no_longer_follows),
	UNIT_TEST(test_follower__waits_for_an_lmisfd_that_is_not_there),
	UNIT_TEST(test_follower__leaves_who_does_not_speak_as_lmisfd))
