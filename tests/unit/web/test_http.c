/* SPDX-License-Identifier: BSD-3-Clause */
#include <unistd.h>

#include "net/sock.h"
#include "unit.h"
#include "web/http.h"

/* One connection, and what came through it. */
struct desk {
	struct li_loop *loop;
	struct li_web_http *http;
	int fd;
	size_t calls;
	li_err err; /* what the handler gives */
	char body[64], answer[4096];
};

static li_err handle(void *data, void *peer, struct li_slice body,
	struct li_buf *out)
{
	struct desk *d = data;

	CU_ASSERT_PTR_EQUAL(peer, &d->fd);
	d->calls++;
	li_slice_copy(body, d->body, sizeof(d->body));
	li_buf_put_str(out, "<answer/>");
	return d->err;
}

static void set_up_for(struct desk *d, bool get, const char *path)
{
	struct li_web_http_options options = {.get = get,
		.path = path,
		.type = "application/xml",
		.max_connections = 2,
		.max_body = 32,
		.fn = handle,
		.data = d};

	*d = (struct desk){.fd = -1};
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&d->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_web_http_new(d->loop, &options, &d->http),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_web_http_add(d->http, &d->fd, &d->fd), LI_OK);
}

static void set_up(struct desk *d)
{
	set_up_for(d, false, "/X1/NE");
}

static void tear_down(struct desk *d)
{
	close(d->fd);
	li_web_http_free(d->http);
	li_loop_free(d->loop);
}

/* Send octets; what comes back is in d->answer. True: HTTP closed behind it. */
static bool talk(struct desk *d, const char *text)
{
	struct li_slice rest = li_slice_str(text);
	size_t used = 0, n = 0;
	li_err err = LI_OK;

	while (rest.n && !li_sock_write(d->fd, rest, &n))
		rest = li_slice_sub(rest, n, rest.n);
	for (int i = 0; i < 20; i++)
		CU_ASSERT_EQUAL(li_loop_turn(d->loop, 1000), LI_OK);
	while (!err) {
		err = li_sock_read(d->fd, d->answer + used,
			sizeof(d->answer) - 1 - used, &n);
		used += err ? 0 : n;
	}
	d->answer[used] = '\0';
	return err == LI_ECLOSED;
}

static bool status(const struct desk *d, const char *want)
{
	return strncmp(d->answer, "HTTP/1.1 ", 9) == 0 &&
		strncmp(d->answer + 9, want, 3) == 0;
}

#define POST "POST /X1/NE HTTP/1.1\r\nHost: a\r\n"

/* TS 103 221-1 cl. 7.2.2.2, 7.2.2.3: 200, a length, a connection that stays */
static void test_http__answers_a_post_and_keeps_the_connection(void)
{
	struct desk d;

	set_up(&d);
	for (size_t i = 1; i <= 3; i++) {
		CU_ASSERT_FALSE(talk(&d, POST "Content-Length: 3\r\n\r\nabc"));
		CU_ASSERT_TRUE(status(&d, "200"));
		CU_ASSERT_EQUAL(d.calls, i);
		CU_ASSERT_STRING_EQUAL(d.body, "abc");
		CU_ASSERT_PTR_NOT_NULL(strstr(d.answer, "Content-Length: 9"));
		CU_ASSERT_PTR_NOT_NULL(strstr(d.answer, "<answer/>"));
		CU_ASSERT_PTR_NULL(strstr(d.answer, "Transfer-Encoding"));
	}
	tear_down(&d);
}

static void test_http__takes_a_body_in_pieces(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_FALSE(talk(&d, "POST /X1/NE HTT"));
	CU_ASSERT_FALSE(talk(&d, "P/1.1\r\nHost: a\r\nContent-Le"));
	CU_ASSERT_FALSE(talk(&d, "ngth: 4\r\n\r\na"));
	CU_ASSERT_FALSE(talk(&d, "bc"));
	CU_ASSERT_EQUAL(d.calls, 0);
	CU_ASSERT_FALSE(talk(&d, "d"));
	CU_ASSERT_STRING_EQUAL(d.body, "abcd");
	CU_ASSERT_TRUE(status(&d, "200"));
	tear_down(&d);
}

/* TS 103 221-1 cl. 7.2.2 */
static void test_http__refuses_what_x1_does_not_use(void)
{
	static const struct {
		const char *request, *status;
	} rows[] = {
		{"GET /X1/NE HTTP/1.1\r\nHost: a\r\n\r\n", "405"},
		{"POST /X1/ADMF HTTP/1.1\r\nHost: a\r\nContent-Length: 1"
		 "\r\n\r\na",
			"404"},
		{POST "\r\n", "411"},
		{POST "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
			"411"},
		{POST "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\na",
			"415"},
		{POST "Content-Length: 33\r\n\r\n", "413"},
		{POST "Content-Length: x\r\n\r\n", "400"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct desk d;

		set_up(&d);
		CU_ASSERT_TRUE(talk(&d, rows[i].request));
		CU_ASSERT_TRUE(status(&d, rows[i].status));
		CU_ASSERT_EQUAL(d.calls, 0);
		tear_down(&d);
	}
}

/* Where a request ends must be said once, and for whom it is.
 * RFC 9112 cl. 6.3, cl. 3.2 */
static void test_http__refuses_what_ends_in_two_places(void)
{
	static const char *const requests[] = {
		POST "Content-Length: 1\r\nContent-Length: 2\r\n\r\na",
		POST "Content-Length: 2\r\ncontent-length: 1\r\n\r\na",
		POST "Content-Length: 1\r\nX: y\r\nContent-Length: 1\r\n"
		     "\r\na",
		POST "Host: b\r\nContent-Length: 1\r\n\r\na",
	};

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		struct desk d;

		set_up(&d);
		CU_ASSERT_TRUE(talk(&d, requests[i]));
		CU_ASSERT_TRUE(status(&d, "400"));
		CU_ASSERT_EQUAL(d.calls, 0);
		tear_down(&d);
	}
}

/* RFC 9110 cl. 9.3.1, cl. 15.5.6 */
static void test_http__answers_a_get_where_that_is_the_method(void)
{
	static const struct {
		const char *request, *status;
		size_t calls;
	} rows[] = {
		{"GET /m HTTP/1.1\r\nHost: a\r\n\r\n", "200", 1},
		{"GET /m?x=1 HTTP/1.1\r\nHost: a\r\n\r\n", "200", 1},
		{"GET /M HTTP/1.1\r\nHost: a\r\n\r\n", "404", 0},
		{"HEAD /m HTTP/1.1\r\nHost: a\r\n\r\n", "405", 0},
		{"POST /m HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
			"405", 0},
		{"GET /m HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na",
			"413", 0},
		{"GET /m HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
		 "\r\n\r\n0\r\n\r\n",
			"413", 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct desk d;

		set_up_for(&d, true, "/m");
		(void)talk(&d, rows[i].request);
		CU_ASSERT_TRUE(status(&d, rows[i].status));
		CU_ASSERT_EQUAL(d.calls, rows[i].calls);
		CU_ASSERT_STRING_EQUAL(d.body, "");
		tear_down(&d);
	}
}

static void test_http__says_500_when_there_is_no_answer(void)
{
	struct desk d;

	set_up(&d);
	d.err = LI_ENOMEM;
	CU_ASSERT_TRUE(talk(&d, POST "Content-Length: 1\r\n\r\na"));
	CU_ASSERT_TRUE(status(&d, "500"));
	CU_ASSERT_PTR_NULL(strstr(d.answer, "<answer/>"));
	tear_down(&d);
}

static void test_http__does_nothing_for_a_peer_that_is_gone(void)
{
	struct desk d;
	int more, one_too_many;

	set_up(&d);
	CU_ASSERT_EQUAL(li_web_http_add(d.http, &d, &more), LI_OK);
	CU_ASSERT_EQUAL(li_web_http_add(d.http, &d, &one_too_many), LI_ENOMEM);
	close(more);
	li_web_http_forget(d.http, &d);
	CU_ASSERT_EQUAL(li_web_http_add(d.http, &d, &more), LI_OK);
	close(more);
	li_web_http_forget(d.http, &d.fd);
	CU_ASSERT_TRUE(talk(&d, POST "Content-Length: 1\r\n\r\na"));
	CU_ASSERT_EQUAL(d.calls, 0);
	CU_ASSERT_FALSE(status(&d, "200"));
	tear_down(&d);
}

UNIT_MAIN("web.http",
	UNIT_TEST(test_http__answers_a_post_and_keeps_the_connection),
	UNIT_TEST(test_http__takes_a_body_in_pieces),
	UNIT_TEST(test_http__refuses_what_x1_does_not_use),
	UNIT_TEST(test_http__refuses_what_ends_in_two_places),
	UNIT_TEST(test_http__answers_a_get_where_that_is_the_method),
	UNIT_TEST(test_http__says_500_when_there_is_no_answer),
	UNIT_TEST(test_http__does_nothing_for_a_peer_that_is_gone))
