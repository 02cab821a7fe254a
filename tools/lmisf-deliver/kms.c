/* SPDX-License-Identifier: BSD-3-Clause */
#include "kms.h"

_Static_assert((int)LI_CONFIG_KMS_MAX <= (int)LI_KMS_MAX,
	"a KMS of the configuration has no place");

/* Each try takes what is in use then. */
static void on_creds(void *data, struct li_tls_creds *creds)
{
	(void)data;
	(void)creds;
}

static bool is_on(const struct kms *k)
{
	return k->config && k->config->keys.kms_count > 0;
}

li_err kms_load(struct kms *k, const struct li_config *config,
	struct li_fault *fault)
{
	k->config = config;
	k->keeper = (struct li_tls_keeper){.files = li_config_tls_files(
						   &config->keys.tls),
		.stage = "keys",
		.use = on_creds};
	return is_on(k) ? li_tls_keeper_load(&k->keeper, fault) : LI_OK;
}

li_err kms_start(struct kms *k, struct li_loop *loop, li_keys_news_fn news,
	void *data)
{
	const struct li_config *c = k->config;
	const struct li_config_tls *tls = &c->keys.tls;
	const struct li_keys_options options = {
		.kms = k->list,
		.kms_count = c->keys.kms_count,
		.timeout_us = (int64_t)c->keys.timeout_ms * 1000,
		.ttl_us = (int64_t)c->keys.ttl_s * 1000000,
		.tls = {.certificate = tls->certificate,
			.key = tls->key,
			.ca = tls->ca,
			.crl = tls->crl,
			.tls12 = tls->tls12,
			.creds = &k->keeper.now},
	};

	for (uint32_t i = 0; i < c->keys.kms_count; i++) {
		const struct li_config_kms *from = &c->keys.kms[i];

		k->list[i] = (struct li_kms){.name = from->name,
			.domain = from->domain,
			.url = from->url,
			.agreement = from->agreement,
			.visited = from->visited};
	}
	return is_on(k) ? li_keys_new(loop, &options, news, data, &k->keys)
			: LI_OK;
}

void kms_confine(const struct kms *k, struct li_confine *box)
{
	if (!is_on(k))
		return;
	li_confine_tls(box, &k->config->keys.tls);
	box->calls |= LI_CALLS_THREADS; /* curl looks up names in one */
}

void kms_watch(struct kms *k, struct li_loop *loop)
{
	if (is_on(k))
		li_tls_keeper_watch(&k->keeper, loop);
}

void kms_reload(struct kms *k)
{
	if (is_on(k))
		li_tls_keeper_reload(&k->keeper);
}

void kms_free(struct kms *k)
{
	li_keys_free(k->keys);
	k->keys = NULL;
	if (is_on(k))
		li_tls_keeper_free(&k->keeper);
}
