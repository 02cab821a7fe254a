/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/server.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "web/server.h"
#include "x1/message.h"

_Static_assert((int)LI_WEB_UID_MAX == (int)LI_X1_IDENTIFIER_MAX, "a UID fits");

enum { ADMF, STRANGER }; /* ranks */

struct li_x1_server {
	struct li_web_server *web;
	const char *admf;
	uint64_t met;                      /* strangers */
	char stranger[LI_WEB_UID_MAX + 1]; /* the last of them */
};

static size_t rank_of(void *data, const struct li_web_conn *c)
{
	struct li_x1_server *s = data;
	const bool admf = strcmp(c->uid, s->admf) == 0;

	if (!admf) {
		s->met++;
		memcpy(s->stranger, c->uid, sizeof(s->stranger));
	}
	li_log(LI_LOG_INFO, "x1", 0, "%s connected, %s",
		admf ? "the ADMF" : "another than the ADMF",
		li_tls_version(c->tls));
	return admf ? ADMF : STRANGER;
}

li_err li_x1_server_new(struct li_loop *loop, struct li_tls_creds *creds,
	const struct li_x1_server_options *options, struct li_x1_server **out,
	struct li_fault *fault)
{
	struct li_x1_server *s = calloc(1, sizeof(*s));
	const struct li_web_server_options web = {
		.stage = "x1",
		.at = options->at,
		.at_count = options->at_count,
		.path = options->path,
		.type = "application/xml",
		.max_body = options->max_body,
		.handshake_us = options->handshake_us,
		.request_us = options->request_us,
		.idle_us = options->idle_us,
		.shaking = LI_X1_SHAKING_MAX,
		.places = {[ADMF] = options->max_connections,
			[STRANGER] = LI_X1_STRANGERS_MAX},
		.rank = rank_of,
		.rank_data = s,
		.fn = options->fn,
		.data = options->data,
	};
	li_err err;

	if (!s)
		return LI_ENOMEM;
	s->admf = options->admf;
	err = li_web_server_new(loop, creds, &web, &s->web, fault);
	if (err) {
		free(s);
		return err;
	}
	*out = s;
	return LI_OK;
}

void li_x1_server_free(struct li_x1_server *s)
{
	if (!s)
		return;
	li_web_server_free(s->web);
	free(s);
}

void li_x1_server_set_creds(struct li_x1_server *s, struct li_tls_creds *creds)
{
	li_web_server_set_creds(s->web, creds);
}

uint64_t li_x1_server_refused(const struct li_x1_server *s)
{
	return li_web_server_refused(s->web);
}

uint64_t li_x1_server_strangers(const struct li_x1_server *s, const char **uid)
{
	*uid = s->stranger;
	return s->met;
}
