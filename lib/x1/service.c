/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/service.h"

#include "x1/pack.h"
#include "x1/words.h"

/* Is the request one that may be looked at? The most specific code first: who
 * asks, whom, in which language, and only then how. */
static enum li_x1_code check(const struct li_x1_service *service,
	const struct li_x1_ends *ends, const struct li_x1_request *r)
{
	const struct li_x1_header *h = &r->header;

	/* TS 103 221-1 cl. 8.2.4, table 46 */
	if (h->admf[0] && strcmp(h->admf, ends->admf) != 0)
		return LI_X1_ADMF_NOT_CERTIFICATE;
	if (strcmp(ends->admf, service->admf) != 0)
		return LI_X1_ADMF_UNEXPECTED;
	if (h->ne[0] && strcmp(h->ne, service->ne) != 0)
		return LI_X1_NE_UNEXPECTED;
	if (h->version[0] && !li_x1_version_known(h->version))
		return LI_X1_VERSION;
	return r->code;
}

static const char *more(const struct li_x1_request *r, enum li_x1_code code)
{
	if (code == LI_X1_VERSION)
		return "v1.6.1 to " LI_X1_OUR_VERSION " are supported";
	if (code == LI_X1_SYNTAX)
		return r->where[0] ? r->where : "x1RequestMessage";
	return NULL;
}

/* A document while it is served. */
struct serving {
	const struct li_x1_service *service;
	const struct li_x1_ends *ends;
	struct li_x1_request request;
	struct li_x1_batch batch; /* of those that are asked together */
	struct li_x1_job job;
};

static void answer(struct serving *s, struct li_buf *out)
{
	enum li_x1_code code = check(s->service, s->ends, &s->request);

	if (code && s->service->refused)
		++*s->service->refused;
	if (code)
		li_x1_reply_error(out, s->ends, &s->request,
			(struct li_x1_refusal){code, more(&s->request, code)});
	else
		li_x1_apply(&s->job, out);
}

/* How many of the next requests can be asked together, in their order; what they
 * ask is in the batch. 0: the first one is asked by itself. */
static size_t look_ahead(struct serving *s, struct li_slice rest)
{
	size_t n = 0;

	li_x1_batch_reset(&s->batch);
	while (rest.n && !li_x1_unpack_request(&rest, &s->request)) {
		if (!check(s->service, s->ends, &s->request) &&
			!li_x1_ask_ahead(&s->job))
			break;
		n++;
	}
	return n;
}

/* Each response is written when what was asked for it is in force: lmisfd has
 * said so of all that was asked with it. */
static void answer_all(struct serving *s, struct li_slice rest,
	struct li_buf *out)
{
	while (rest.n) {
		size_t n = look_ahead(s, rest);

		if (s->batch.count > 1)
			li_x1_ask_all(&s->job);
		for (n = n ? n : 1; n && rest.n; n--) {
			if (li_x1_unpack_request(&rest, &s->request))
				return;
			answer(s, out);
		}
	}
}

li_err li_x1_serve(const struct li_x1_service *service,
	const struct li_x1_arrived *arrived, struct li_buf *out)
{
	const struct li_x1_ends ends = {.admf = arrived->uid,
		.ne = service->ne,
		.at_us = arrived->at_us};
	struct serving s = {.service = service, .ends = &ends};
	li_err err = arrived->err;

	if (err == LI_ENOMEM)
		return err;
	if (err) {
		li_x1_reply_top_level(out, &ends);
		return li_buf_check(out);
	}
	if (service->heard && strcmp(arrived->uid, service->admf) == 0)
		service->heard(service->heard_data);
	s.job = (struct li_x1_job){service, &ends, &s.request, &s.batch,
		arrived->requests};
	li_x1_reply_begin(out);
	answer_all(&s, arrived->requests, out);
	li_x1_reply_end(out);
	li_x1_batch_fini(&s.batch);
	explicit_bzero(&s.request, sizeof(s.request));
	return li_buf_check(out);
}
