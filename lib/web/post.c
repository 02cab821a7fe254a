/* SPDX-License-Identifier: BSD-3-Clause */
#include "web/post.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/wipe.h"
#include "net/tls_foreign.h"

enum { SOCKETS = 16, UID_MAX = 256, TYPE_MAX = 128, OK = 200 };

/* A descriptor that curl waits for. */
struct place {
	struct li_poster *sender;
	struct li_watch watch;
};

struct li_poster {
	struct li_loop *loop;
	CURLM *multi;
	CURL *easy;
	struct curl_slist *headers;
	struct place places[SOCKETS];
	struct li_timer timer, told;
	char uid[UID_MAX];
	bool any_uid;
	struct li_tls_creds *const *creds;
	size_t max_body;
	struct li_buf out, in;
	li_posted_fn fn;
	void *data;
	bool busy;            /* one is on its way */
	bool fresh;           /* it takes a new connection */
	const char *stranger; /* why the peer is none of ours, or NULL */
	CURLcode code;
	char why[CURL_ERROR_SIZE];
};

/* ---- the end of one ---- */

static const char *words(const struct li_poster *s, long status, char *text,
	size_t cap)
{
	if (s->stranger)
		return s->stranger;
	if (s->code == CURLE_OK)
		snprintf(text, cap, "HTTP status %ld", status);
	else
		snprintf(text, cap, "%s",
			s->why[0] ? s->why : curl_easy_strerror(s->code));
	return text;
}

/* In a turn of its own: what is called may send again, or free us. */
static void tell(void *data)
{
	struct li_poster *s = data;
	char text[CURL_ERROR_SIZE];
	struct li_posted sent = {.body = li_buf_slice(&s->in)};
	struct li_buf body = s->in;
	long status = 0;

	s->in = (struct li_buf){.max = s->max_body};
	curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_multi_remove_handle(s->multi, s->easy);
	li_buf_wipe(&s->out);
	s->busy = false;
	if (s->code == CURLE_OK)
		sent.status = (unsigned int)status;
	if (sent.status != OK) {
		sent.err = s->code == CURLE_OPERATION_TIMEDOUT ? LI_ETIMEOUT
							       : LI_ECLOSED;
		sent.why = words(s, status, text, sizeof(text));
	}
	s->fn(s->data, &sent);
	li_buf_fini(&body);
}

static void look_for_end(struct li_poster *s)
{
	const CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(s->multi, &left))) {
		if (m->msg != CURLMSG_DONE)
			continue;
		s->code = m->data.result;
		li_loop_arm(s->loop, &s->told, 0, tell, s);
	}
}

/* ---- curl's descriptors and time on our loop ---- */

static void on_ready(void *data, uint32_t ready)
{
	struct place *p = data;
	struct li_poster *s = p->sender;
	int what = 0, running;

	if (ready & LI_LOOP_IN)
		what |= CURL_CSELECT_IN;
	if (ready & LI_LOOP_OUT)
		what |= CURL_CSELECT_OUT;
	if (ready & LI_LOOP_END)
		what |= CURL_CSELECT_ERR;
	curl_multi_socket_action(s->multi, p->watch.fd, what, &running);
	look_for_end(s);
}

static void on_timer(void *data)
{
	struct li_poster *s = data;
	int running;

	curl_multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	look_for_end(s);
}

static struct place *place_of(struct li_poster *s, curl_socket_t fd)
{
	struct place *free_one = NULL;

	for (size_t i = 0; i < SOCKETS; i++) {
		if (s->places[i].watch.added && s->places[i].watch.fd == fd)
			return &s->places[i];
		if (!s->places[i].watch.added)
			free_one = &s->places[i];
	}
	return free_one;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *data,
	void *unused)
{
	struct li_poster *s = data;
	struct place *p = place_of(s, fd);
	uint32_t want = 0;

	(void)easy;
	(void)unused;
	if (!p)
		return -1;
	if (what == CURL_POLL_REMOVE) {
		li_loop_remove(s->loop, &p->watch);
		return 0;
	}
	if (what & CURL_POLL_IN)
		want |= LI_LOOP_IN;
	if (what & CURL_POLL_OUT)
		want |= LI_LOOP_OUT;
	p->sender = s;
	if (!p->watch.added)
		return li_loop_add(s->loop, &p->watch, fd, want, on_ready, p)
			? -1
			: 0;
	li_loop_want(s->loop, &p->watch, want);
	return 0;
}

static int on_timeout(CURLM *multi, long ms, void *data)
{
	struct li_poster *s = data;

	(void)multi;
	if (ms < 0)
		li_loop_disarm(s->loop, &s->timer);
	else
		li_loop_arm(s->loop, &s->timer, (int64_t)ms * 1000, on_timer,
			s);
	return 0;
}

/* ---- one request ---- */

/* TS 103 221-1 cl. 8.2.4: before the request goes out */
static int before_request(void *data, char *ip, char *local, int port,
	int local_port)
{
	struct li_poster *s = data;
	struct curl_tlssessioninfo *tls = NULL;

	(void)ip;
	(void)local;
	(void)port;
	(void)local_port;
	if (curl_easy_getinfo(s->easy, CURLINFO_TLS_SSL_PTR, &tls) ==
			CURLE_OK &&
		tls && tls->backend == CURLSSLBACKEND_GNUTLS &&
		tls->internals &&
		li_tls_foreign_check(tls->internals, *s->creds,
			s->any_uid ? NULL : s->uid, &s->stranger) == LI_OK)
		return CURL_PREREQFUNC_OK;
	if (!s->stranger)
		s->stranger = "the peer does not speak TLS";
	return CURL_PREREQFUNC_ABORT;
}

static size_t on_body(char *p, size_t size, size_t n, void *data)
{
	struct li_poster *s = data;

	li_buf_put(&s->in, p, size * n);
	return s->in.bad ? 0 : size * n;
}

static CURLcode set_tls(CURL *e, const struct li_poster_options *o)
{
	CURLcode c = curl_easy_setopt(e, CURLOPT_CAINFO, o->ca);

	if (!c)
		c = curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	if (!c && o->crl && o->crl[0])
		c = curl_easy_setopt(e, CURLOPT_CRLFILE, o->crl);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_SSLCERT, o->certificate);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_SSLKEY, o->key);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_SSLVERSION,
			o->tls12 ? (long)CURL_SSLVERSION_TLSv1_2
				 : (long)CURL_SSLVERSION_TLSv1_3);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	return c;
}

/* TS 103 221-1 cl. 7.2.2.3: HTTP/1.1 with a Content-Length, and no Expect */
static CURLcode set_http(CURL *e, const struct li_poster_options *o,
	const struct curl_slist *headers)
{
	CURLcode c = curl_easy_setopt(e, CURLOPT_URL, o->url);

	if (!c)
		c = curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "https");
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_HTTP_VERSION,
			(long)CURL_HTTP_VERSION_1_1);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_PROXY, "");
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_POST, 1L);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_HTTPHEADER, headers);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS,
			(long)(o->connect_us / 1000));
	if (!c)
		c = curl_easy_setopt(e, CURLOPT_TIMEOUT_MS,
			(long)(o->whole_us / 1000));
	return c;
}

static CURLcode set_callbacks(struct li_poster *s)
{
	CURLcode c = curl_easy_setopt(s->easy, CURLOPT_WRITEFUNCTION, on_body);

	if (!c)
		c = curl_easy_setopt(s->easy, CURLOPT_WRITEDATA, s);
	if (!c)
		c = curl_easy_setopt(s->easy, CURLOPT_PREREQFUNCTION,
			before_request);
	if (!c)
		c = curl_easy_setopt(s->easy, CURLOPT_PREREQDATA, s);
	if (!c)
		c = curl_easy_setopt(s->easy, CURLOPT_ERRORBUFFER, s->why);
	return c;
}

static CURLMcode set_multi(struct li_poster *s)
{
	CURLMcode c =
		curl_multi_setopt(s->multi, CURLMOPT_SOCKETFUNCTION, on_socket);

	if (!c)
		c = curl_multi_setopt(s->multi, CURLMOPT_SOCKETDATA, s);
	if (!c)
		c = curl_multi_setopt(s->multi, CURLMOPT_TIMERFUNCTION,
			on_timeout);
	if (!c)
		c = curl_multi_setopt(s->multi, CURLMOPT_TIMERDATA, s);
	return c;
}

static li_err set_up(struct li_poster *s, const struct li_poster_options *o)
{
	char type[TYPE_MAX];

	/* Documents of LI and keys of media go through its memory. The word of
	 * its first user counts, and all are we. */
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, li_wipe_free,
		    li_wipe_realloc, strdup, calloc) != CURLE_OK)
		return LI_EIO;
	snprintf(type, sizeof(type), "Content-Type: %s", o->type);
	s->multi = curl_multi_init();
	s->easy = curl_easy_init();
	s->headers = curl_slist_append(NULL, type);
	if (!s->multi || !s->easy || !s->headers ||
		!curl_slist_append(s->headers, "Expect:"))
		return LI_ENOMEM;
	if (set_http(s->easy, o, s->headers) != CURLE_OK)
		return LI_ECONFIG;
	if (set_tls(s->easy, o) != CURLE_OK || set_callbacks(s) != CURLE_OK ||
		set_multi(s) != CURLM_OK)
		return LI_EIO;
	return LI_OK;
}

li_err li_poster_new(struct li_loop *loop, const struct li_poster_options *o,
	struct li_poster **out)
{
	struct li_poster *s = calloc(1, sizeof(*s));
	li_err err;

	if (!s)
		return LI_ENOMEM;
	s->loop = loop;
	s->max_body = s->in.max = o->max_body;
	s->creds = o->creds;
	s->any_uid = !o->uid;
	li_slice_copy(li_slice_str(o->uid), s->uid, sizeof(s->uid));
	err = set_up(s, o);
	if (err)
		li_poster_free(s);
	else
		*out = s;
	return err;
}

void li_poster_free(struct li_poster *s)
{
	if (!s)
		return;
	if (s->busy)
		curl_multi_remove_handle(s->multi, s->easy);
	curl_easy_cleanup(s->easy);
	if (s->multi)
		curl_multi_cleanup(s->multi);
	curl_slist_free_all(s->headers);
	li_loop_disarm(s->loop, &s->timer);
	li_loop_disarm(s->loop, &s->told);
	for (size_t i = 0; i < SOCKETS; i++)
		li_loop_remove(s->loop, &s->places[i].watch);
	li_buf_fini(&s->out);
	li_buf_fini(&s->in);
	curl_global_cleanup();
	free(s);
}

li_err li_post(struct li_poster *s, struct li_slice body, li_posted_fn fn,
	void *data)
{
	li_err err;

	if (s->busy)
		return LI_ESTATE;
	li_buf_reset(&s->out);
	li_buf_put_slice(&s->out, body);
	err = li_buf_check(&s->out);
	if (err)
		return err;
	li_buf_reset(&s->in);
	s->fn = fn;
	s->data = data;
	s->stranger = NULL;
	s->why[0] = '\0';
	if (curl_easy_setopt(s->easy, CURLOPT_POSTFIELDS, s->out.p) ||
		curl_easy_setopt(s->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)s->out.n) ||
		curl_easy_setopt(s->easy, CURLOPT_FRESH_CONNECT,
			s->fresh ? 1L : 0L) ||
		curl_multi_add_handle(s->multi, s->easy) != CURLM_OK)
		return LI_ENOMEM;
	s->fresh = false;
	s->busy = true;
	return LI_OK;
}

void li_poster_renew(struct li_poster *s)
{
	s->fresh = true;
}
