/* SPDX-License-Identifier: BSD-3-Clause */
#include "web/http.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

enum { MEMORY = 32768 }; /* of a connection: bounds what is before a body */

/* One connection. */
struct place {
	int fd; /* libmicrohttpd's end */
	void *peer;
};

struct li_web_http {
	struct li_loop *loop;
	struct li_web_http_options options;
	struct MHD_Daemon *daemon;
	struct li_watch watch;
	struct li_timer again;
	struct place *places; /* max_connections of them; peer NULL: free */
};

/* One request while it comes in. */
struct incoming {
	struct li_buf body;
};

/* ---- answers ---- */

/* Answers name targets. */
static void wipe_answer(void *data)
{
	struct li_buf *b = data;

	li_buf_fini(b);
	free(b);
}

static const char *method_of(const struct li_web_http *h)
{
	return h->options.get ? MHD_HTTP_METHOD_GET : MHD_HTTP_METHOD_POST;
}

static enum MHD_Result queue(struct MHD_Connection *c, unsigned int status,
	struct MHD_Response *response)
{
	enum MHD_Result done;

	if (!response)
		return MHD_NO;
	done = MHD_queue_response(c, status, response);
	MHD_destroy_response(response);
	return done;
}

/* What HTTP itself has to say; the connection ends, as a body may follow that
 * nobody reads. */
static enum MHD_Result refuse(const struct li_web_http *h,
	struct MHD_Connection *c, unsigned int status)
{
	static char nothing[] = "";
	struct MHD_Response *r = MHD_create_response_from_buffer(0, nothing,
		MHD_RESPMEM_PERSISTENT);

	if (r && status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, method_of(h));
	if (r)
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
	return queue(c, status, r);
}

static void *peer_of(struct li_web_http *h, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);

	for (unsigned int i = 0; info && i < h->options.max_connections; i++)
		if (h->places[i].peer && h->places[i].fd == info->connect_fd)
			return h->places[i].peer;
	return NULL;
}

/* The whole body is here. TS 103 221-1 cl. 7.2.2.2: 200 whatever X1 says, and
 * a length, as no transfer coding is used */
static enum MHD_Result answer(struct li_web_http *h, struct MHD_Connection *c,
	struct incoming *in)
{
	struct li_buf *out = calloc(1, sizeof(*out));
	void *peer = peer_of(h, c);
	struct MHD_Response *r;

	if (!out || !peer) {
		free(out);
		return MHD_NO;
	}
	if (h->options.fn(h->options.data, peer, li_buf_slice(&in->body),
		    out)) {
		wipe_answer(out);
		return refuse(h, c, MHD_HTTP_INTERNAL_SERVER_ERROR);
	}
	r = MHD_create_response_from_buffer_with_free_callback_cls(out->n,
		out->p, wipe_answer, out);
	if (!r) {
		wipe_answer(out);
		return MHD_NO;
	}
	MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE,
		h->options.type);
	return queue(c, MHD_HTTP_OK, r);
}

/* ---- requests ---- */

static const char *header(struct MHD_Connection *c, const char *name)
{
	return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

struct said {
	const char *name;
	unsigned int times;
};

static enum MHD_Result count_said(void *data, enum MHD_ValueKind kind,
	const char *name, const char *value)
{
	struct said *s = data;

	(void)kind;
	(void)value;
	s->times += strcasecmp(name, s->name) == 0;
	return MHD_YES;
}

/* libmicrohttpd takes the first one; who stands between may have taken another,
 * and sees the requests end elsewhere. */
static bool said_twice(struct MHD_Connection *c, const char *name)
{
	struct said s = {.name = name};

	MHD_get_connection_values(c, MHD_HEADER_KIND, count_said, &s);
	return s.times > 1;
}

/* The status to refuse a GET with that has a body; 0: it has none. */
static unsigned int check_get(struct MHD_Connection *c)
{
	const char *length = header(c, MHD_HTTP_HEADER_CONTENT_LENGTH);

	if (header(c, MHD_HTTP_HEADER_TRANSFER_ENCODING) ||
		(length && strtoull(length, NULL, 10) > 0))
		return MHD_HTTP_CONTENT_TOO_LARGE;
	return 0;
}

/* The status to refuse a POST with that is not as cl. 7.2.2 has it; 0: it is. */
static unsigned int check_post(const struct li_web_http *h,
	struct MHD_Connection *c)
{
	const char *length = header(c, MHD_HTTP_HEADER_CONTENT_LENGTH);
	const char *coding = header(c, MHD_HTTP_HEADER_CONTENT_ENCODING);

	/* TS 103 221-1 cl. 7.2.2.3: no transfer coding */
	if (header(c, MHD_HTTP_HEADER_TRANSFER_ENCODING) || !length)
		return MHD_HTTP_LENGTH_REQUIRED;
	if (coding && strcasecmp(coding, "identity") != 0)
		return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
	/* libmicrohttpd has seen that it is a number. */
	if (strtoull(length, NULL, 10) > h->options.max_body)
		return MHD_HTTP_CONTENT_TOO_LARGE;
	return 0;
}

/* RFC 9112 cl. 3.2.2: it may be asked for with all of its URI */
static const char *path_of(const char *url)
{
	static const char scheme[] = "https://";
	const size_t n = sizeof(scheme) - 1;

	if (strncasecmp(url, scheme, n) != 0)
		return url;
	return url + n + strcspn(url + n, "/");
}

static unsigned int check(const struct li_web_http *h, struct MHD_Connection *c,
	const char *url, const char *method)
{
	/* RFC 9112 cl. 6.3, cl. 3.2 */
	if (said_twice(c, MHD_HTTP_HEADER_CONTENT_LENGTH) ||
		said_twice(c, MHD_HTTP_HEADER_HOST))
		return MHD_HTTP_BAD_REQUEST;
	if (strcmp(path_of(url), h->options.path) != 0)
		return MHD_HTTP_NOT_FOUND;
	if (strcmp(method, method_of(h)) != 0)
		return MHD_HTTP_METHOD_NOT_ALLOWED;
	return h->options.get ? check_get(c) : check_post(h, c);
}

static enum MHD_Result begin(const struct li_web_http *h,
	struct MHD_Connection *c, const char *url, const char *method,
	void **state)
{
	unsigned int status = check(h, c, url, method);
	struct incoming *in;

	if (status)
		return refuse(h, c, status);
	in = calloc(1, sizeof(*in));
	if (!in)
		return MHD_NO;
	in->body.max = h->options.max_body;
	*state = in;
	return MHD_YES;
}

/* libmicrohttpd calls it for the head, for each piece of the body, at its end.
 * The parameters are that library's: NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result handle(void *data, struct MHD_Connection *c,
	const char *url, const char *method, const char *version,
	const char *piece, size_t *size, void **state)
{
	struct incoming *in = *state;

	(void)version;
	if (!in)
		return begin(data, c, url, method, state);
	if (*size == 0)
		return answer(data, c, in);
	li_buf_put(&in->body, piece, *size);
	*size = 0;
	return li_buf_check(&in->body) ? MHD_NO : MHD_YES;
}

static void completed(void *data, struct MHD_Connection *c, void **state,
	enum MHD_RequestTerminationCode why)
{
	struct incoming *in = *state;

	(void)data;
	(void)c;
	(void)why;
	if (!in)
		return;
	li_buf_fini(&in->body);
	free(in);
	*state = NULL;
}

/* ---- in a loop ---- */

static void run(void *data)
{
	struct li_web_http *h = data;
	MHD_UNSIGNED_LONG_LONG ms;

	MHD_run(h->daemon);
	if (MHD_get_timeout(h->daemon, &ms) == MHD_YES)
		li_loop_arm(h->loop, &h->again, (int64_t)ms * 1000, run, h);
}

static void ready(void *data, uint32_t what)
{
	(void)what;
	run(data);
}

static li_err start(struct li_web_http *h)
{
	const union MHD_DaemonInfo *info;

	h->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET,
		0, NULL, NULL, handle, h, MHD_OPTION_CONNECTION_LIMIT,
		/* with those whose end it has not seen yet */
		2 * h->options.max_connections,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
		MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	if (!h->daemon)
		return LI_EIO;
	info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (!info)
		return LI_EIO;
	return li_loop_add(h->loop, &h->watch, info->epoll_fd, LI_LOOP_IN,
		ready, h);
}

li_err li_web_http_new(struct li_loop *loop,
	const struct li_web_http_options *options, struct li_web_http **out)
{
	struct li_web_http *h = calloc(1, sizeof(*h));
	li_err err = LI_ENOMEM;

	if (!h)
		return err;
	h->loop = loop;
	h->options = *options;
	h->places = calloc(options->max_connections, sizeof(*h->places));
	if (h->places)
		err = start(h);
	if (err) {
		li_web_http_free(h);
		return err;
	}
	*out = h;
	return LI_OK;
}

void li_web_http_free(struct li_web_http *h)
{
	if (!h)
		return;
	li_loop_disarm(h->loop, &h->again);
	li_loop_remove(h->loop, &h->watch);
	if (h->daemon)
		MHD_stop_daemon(h->daemon);
	free(h->places);
	free(h);
}

li_err li_web_http_add(struct li_web_http *h, void *peer, int *fd)
{
	/* libmicrohttpd wants an address, and looks at nothing of it. */
	const struct sockaddr_in nowhere = {.sin_family = AF_INET};
	struct place *p = h->places;
	int pair[2];

	while (p < h->places + h->options.max_connections && p->peer)
		p++;
	if (p == h->places + h->options.max_connections)
		return LI_ENOMEM;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
		    pair) != 0)
		return LI_EIO;
	*p = (struct place){pair[1], peer};
	/* It closes its end also when it does not take it. */
	if (MHD_add_connection(h->daemon, pair[1],
		    (const struct sockaddr *)&nowhere,
		    sizeof(nowhere)) != MHD_YES) {
		p->peer = NULL;
		close(pair[0]);
		return LI_EIO;
	}
	*fd = pair[0];
	li_loop_arm(h->loop, &h->again, 0, run, h);
	return LI_OK;
}

void li_web_http_forget(struct li_web_http *h, const void *peer)
{
	for (unsigned int i = 0; i < h->options.max_connections; i++)
		if (h->places[i].peer == peer)
			h->places[i].peer = NULL;
}
