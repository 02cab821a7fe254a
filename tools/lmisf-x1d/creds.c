/* SPDX-License-Identifier: BSD-3-Clause */
#include "creds.h"

#include <string.h>

/* Our own certificate must say who we are. TS 103 221-1 cl. 8.2.4 */
static li_err check_own(void *data, const struct li_tls_creds *creds,
	struct li_fault *fault)
{
	const struct li_config *config = ((struct creds *)data)->config;
	char uid[LI_CONFIG_ID_MAX + 1];
	const li_err err = li_tls_creds_uid(creds, uid, sizeof(uid));

	if (err == LI_OK && strcmp(uid, config->x1.ne_identifier) == 0)
		return LI_OK;
	return li_fault_set(fault, LI_ECONFIG,
		"%s: the UID of the certificate's subject is %s "
		"x1.ne_identifier",
		config->x1.tls.certificate,
		err == LI_OK ? "not" : "missing, not");
}

static void use(void *data, struct li_tls_creds *now)
{
	struct creds *c = data;

	li_x1_server_set_creds(c->server, now);
	if (c->news)
		c->news(c->news_data);
}

li_err creds_load(struct creds *c, const struct li_config *config,
	struct li_fault *fault)
{
	*c = (struct creds){
		.config = config,
		.keeper = {.files = li_config_tls_files(&config->x1.tls),
			.stage = "x1",
			.check = check_own,
			.use = use,
			.data = c},
	};
	return li_tls_keeper_load(&c->keeper, fault);
}

void creds_watch(struct creds *c, struct li_loop *loop,
	struct li_x1_server *server)
{
	c->server = server;
	li_tls_keeper_watch(&c->keeper, loop);
}

void creds_free(struct creds *c)
{
	li_tls_keeper_free(&c->keeper);
}
