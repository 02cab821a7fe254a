/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "common/config_schema.h"
#include "common/yaml.h"

#define KMS_TEXT(key, flag, member)                                            \
	CYAML_FIELD_STRING(key, flag, struct li_config_kms, member, 1)

static const cyaml_schema_field_t keys__kms[] = {
	KMS_TEXT("name", CYAML_FLAG_OPTIONAL, name),
	KMS_TEXT("domain", CYAML_FLAG_OPTIONAL, domain),
	KMS_TEXT("url", CYAML_FLAG_DEFAULT, url),
	CYAML_FIELD_BOOL("visited", CYAML_FLAG_OPTIONAL, struct li_config_kms,
		visited),
	KMS_TEXT("agreement", CYAML_FLAG_OPTIONAL, agreement),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t kms = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct li_config_kms,
		keys__kms),
};

static const cyaml_schema_field_t keys__tls[] = {
	TLS_FIELDS(PART(keys), tls),
	CYAML_FIELD_END,
};

const cyaml_schema_field_t li_config_keys[] = {
	CYAML_FIELD_BOOL("for_iri_only", CYAML_FLAG_OPTIONAL, PART(keys),
		for_iri_only),
	CYAML_FIELD_UINT("timeout_ms", CYAML_FLAG_OPTIONAL, PART(keys),
		timeout_ms),
	CYAML_FIELD_UINT("ttl_s", CYAML_FLAG_OPTIONAL, PART(keys), ttl_s),
	{
		.key = "tls",
		.value = {CYAML_VALUE_MAPPING(CYAML_FLAG_OPTIONAL, PART(keys),
			keys__tls)},
	},
	CYAML_FIELD_SEQUENCE("kms", CYAML_FLAG_OPTIONAL, PART(keys), kms, &kms,
		0, LI_CONFIG_KMS_MAX),
	CYAML_FIELD_END,
};

/* A URL whose path is ours to say. */
static bool is_url(const char *url)
{
	static const char https[] = "https://";
	const char *host = url + sizeof(https) - 1;
	const char *slash;

	/* TS 33.107 cl. 7A.7.5: never without TLS */
	if (strncmp(url, https, sizeof(https) - 1) != 0 || !host[0])
		return false;
	slash = strchr(host, '/');
	return slash != host && (!slash || !slash[1]) &&
		strpbrk(host, "@?# ") == NULL;
}

li_err li_config_finish_keys(const struct li_yaml *y, const struct li_config *c,
	struct li_fault *fault)
{
	char key[LI_YAML_PATH_MAX];

	for (uint32_t i = 0; i < c->keys.kms_count; i++) {
		if (is_url(c->keys.kms[i].url))
			continue;
		snprintf(key, sizeof(key), "keys.kms[%u].url", i);
		return li_yaml_fault(y, fault, key,
			"allowed: https://HOST or https://HOST:PORT");
	}
	return c->keys.kms_count ? li_config_need_tls(y, "keys.kms", "keys.tls",
					   &c->keys.tls, fault)
				 : LI_OK;
}

/* TS 33.107 cl. 7A.7.2 has keys as IRI; nations differ */
enum li_key_scope li_config_key_scope(const struct li_config *config)
{
	if (config->keys.kms_count == 0)
		return LI_KEYS_NOBODY;
	return config->keys.for_iri_only ? LI_KEYS_ALL : LI_KEYS_CONTENT;
}
