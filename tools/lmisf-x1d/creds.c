/* SPDX-License-Identifier: BSD-3-Clause */
#include "creds.h"

#include <string.h>
#include <sys/stat.h>

#include "base/log.h"

enum { LOOK_US = 10000000 };

/* Our own certificate must say who we are. TS 103 221-1 cl. 8.2.4 */
static li_err check_own(const struct li_config *config,
	const struct li_tls_creds *creds, struct li_fault *fault)
{
	char uid[LI_CONFIG_ID_MAX + 1];
	const li_err err = li_tls_creds_uid(creds, uid, sizeof(uid));

	if (err == LI_OK && strcmp(uid, config->x1.ne_identifier) == 0)
		return LI_OK;
	return li_fault_set(fault, LI_ECONFIG,
		"%s: the UID of the certificate's subject is %s "
		"x1.ne_identifier",
		config->x1.certificate, err == LI_OK ? "not" : "missing, not");
}

/* When the list was changed; nothing without one. */
static struct timespec changed(const struct li_config *config)
{
	struct stat st = {0};

	if (config->x1.crl[0])
		(void)stat(config->x1.crl, &st);
	return st.st_mtim;
}

static li_err load(const struct li_config *config, struct li_tls_creds **out,
	struct li_fault *fault)
{
	const struct li_tls_files files = {
		.certificate = config->x1.certificate,
		.key = config->x1.key,
		.ca = config->x1.ca,
		.crl = config->x1.crl,
		.tls12 = config->x1.tls12,
	};
	struct li_tls_creds *creds = NULL;
	li_err err = li_tls_creds_load(&files, &creds, fault);

	if (err == LI_OK)
		err = check_own(config, creds, fault);
	if (err == LI_OK)
		*out = creds;
	else
		li_tls_creds_free(creds);
	return err;
}

li_err creds_load(struct creds *c, const struct li_config *config,
	struct li_fault *fault)
{
	*c = (struct creds){.config = config, .crl = changed(config)};
	return load(config, &c->now, fault);
}

void creds_reload(struct creds *c)
{
	struct timespec crl = changed(c->config);
	struct li_tls_creds *creds;
	struct li_fault fault = {0};
	const li_err err = load(c->config, &creds, &fault);

	c->crl = crl;
	if (err != LI_OK) {
		li_log(LI_LOG_ERROR, "x1", 0, "%s, keeping what was",
			fault.text[0] ? fault.text : li_err_name(err));
		return;
	}
	li_x1_server_set_creds(c->server, creds);
	li_tls_creds_free(c->now);
	c->now = creds;
	if (c->news)
		c->news(c->news_data);
	li_log(LI_LOG_NOTICE, "x1", 0, "certificates read again");
}

static void look(void *data)
{
	struct creds *c = data;
	const struct timespec crl = changed(c->config);

	if (crl.tv_sec != c->crl.tv_sec || crl.tv_nsec != c->crl.tv_nsec)
		creds_reload(c);
	li_loop_arm(c->loop, &c->timer, LOOK_US, look, c);
}

void creds_watch(struct creds *c, struct li_loop *loop,
	struct li_x1_server *server)
{
	c->loop = loop;
	c->server = server;
	if (c->config->x1.crl[0])
		li_loop_arm(loop, &c->timer, LOOK_US, look, c);
}

void creds_free(struct creds *c)
{
	if (c->loop)
		li_loop_disarm(c->loop, &c->timer);
	li_tls_creds_free(c->now);
}
