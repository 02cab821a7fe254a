/* SPDX-License-Identifier: BSD-3-Clause */
#include "metrics/server.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "metrics/text.h"
#include "web/server.h"

struct li_metrics_server {
	struct li_web_server *web;
	struct li_metrics_server_options options;
};

/* TS 33.127 cl. 8.2: who may see what is of LI is known by name */
static size_t rank_of(void *data, const struct li_web_conn *c)
{
	const struct li_metrics_server *s = data;

	if (!s->options.creds)
		return 0;
	for (size_t i = 0; i < s->options.reader_count; i++)
		if (strcmp(s->options.readers[i], c->uid) == 0)
			return 0;
	li_log(LI_LOG_WARNING, "metrics", 0,
		"peer certificate: its UID is not in metrics.readers, closed");
	return LI_WEB_RANKS;
}

static li_err on_request(void *data, const char *uid, struct li_slice body,
	struct li_buf *out)
{
	const struct li_metrics_server *s = data;

	(void)uid;
	(void)body;
	s->options.fn(s->options.data, out);
	return li_buf_check(out);
}

li_err li_metrics_server_new(struct li_loop *loop,
	const struct li_metrics_server_options *options,
	struct li_metrics_server **out, struct li_fault *fault)
{
	struct li_metrics_server *s = calloc(1, sizeof(*s));
	const struct li_web_server_options web = {
		.stage = "metrics",
		.at = options->at,
		.at_count = options->at_count,
		.get = true,
		.path = LI_METRICS_PATH,
		.type = LI_METRICS_TYPE,
		.handshake_us = options->limit_us,
		.request_us = options->limit_us,
		.idle_us = options->limit_us,
		.shaking = LI_METRICS_SHAKING_MAX,
		.places = {options->max_connections},
		.rank = rank_of,
		.rank_data = s,
		.fn = on_request,
		.data = s,
	};
	li_err err;

	if (!s)
		return LI_ENOMEM;
	s->options = *options;
	err = li_web_server_new(loop, options->creds, &web, &s->web, fault);
	if (err) {
		free(s);
		return err;
	}
	*out = s;
	return LI_OK;
}

void li_metrics_server_free(struct li_metrics_server *s)
{
	if (!s)
		return;
	li_web_server_free(s->web);
	free(s);
}

void li_metrics_server_set_creds(struct li_metrics_server *s,
	struct li_tls_creds *creds)
{
	s->options.creds = creds;
	li_web_server_set_creds(s->web, creds);
}
