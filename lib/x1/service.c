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

static void answer(const struct li_x1_service *service,
	const struct li_x1_ends *ends, const struct li_x1_request *r,
	struct li_buf *out)
{
	enum li_x1_code code = check(service, ends, r);

	if (code && service->refused)
		++*service->refused;
	if (code)
		li_x1_reply_error(out, ends, r,
			(struct li_x1_refusal){code, more(r, code)});
	else
		li_x1_apply(service, ends, r, out);
}

li_err li_x1_serve(const struct li_x1_service *service,
	const struct li_x1_arrived *arrived, struct li_buf *out)
{
	const struct li_x1_ends ends = {.admf = arrived->uid,
		.ne = service->ne,
		.at_us = arrived->at_us};
	struct li_slice rest = arrived->requests;
	struct li_x1_request request;
	li_err err = arrived->err;

	if (err == LI_ENOMEM)
		return err;
	if (err) {
		li_x1_reply_top_level(out, &ends);
		return li_buf_check(out);
	}
	if (service->heard && strcmp(arrived->uid, service->admf) == 0)
		service->heard(service->heard_data);
	li_x1_reply_begin(out);
	while (rest.n && !li_x1_unpack_request(&rest, &request))
		answer(service, &ends, &request, out);
	li_x1_reply_end(out);
	explicit_bzero(&request, sizeof(request));
	return li_buf_check(out);
}
