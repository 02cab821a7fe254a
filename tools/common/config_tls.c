/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "common/config_schema.h"
#include "common/yaml.h"

static li_err finish_pins(const struct li_yaml *y, const char *section,
	struct li_config_tls *tls, struct li_fault *fault)
{
	char key[LI_YAML_PATH_MAX];

	for (uint32_t i = 0; i < tls->pins_count; i++) {
		if (li_tls_pin_parse(tls->pins[i], &tls->pin[i]) == LI_OK)
			continue;
		snprintf(key, sizeof(key), "%s.pins[%u]", section, i);
		return li_yaml_fault(y, fault, key,
			"allowed: SHA-256 of a public key in base64, %d "
			"characters",
			LI_TLS_PIN_TEXT);
	}
	return LI_OK;
}

li_err li_config_finish_tls(const struct li_yaml *y, struct li_config *c,
	struct li_fault *fault)
{
	li_err err = finish_pins(y, "intake.tls", &c->intake.tls, fault);

	if (!err)
		err = finish_pins(y, "deliver", &c->deliver.tls, fault);
	if (!err)
		err = finish_pins(y, "x1", &c->x1.tls, fault);
	if (!err)
		err = finish_pins(y, "metrics", &c->metrics.tls, fault);
	if (!err)
		err = finish_pins(y, "keys.tls", &c->keys.tls, fault);
	return err;
}

li_err li_config_need_tls(const struct li_yaml *y, const char *key,
	const char *section, const struct li_config_tls *tls,
	struct li_fault *fault)
{
	const char *missing = NULL;

	if (!tls->ca[0])
		missing = "ca";
	if (!tls->key[0])
		missing = "key";
	if (!tls->certificate[0])
		missing = "certificate";
	if (!missing)
		return LI_OK;
	return li_yaml_fault(y, fault, key,
		"allowed with %s.%s, which is missing", section, missing);
}

struct li_tls_files li_config_tls_files(const struct li_config_tls *tls)
{
	return (struct li_tls_files){
		.certificate = tls->certificate,
		.key = tls->key,
		.ca = tls->ca,
		.crl = tls->crl,
		.ocsp = tls->ocsp,
		.pins = tls->pin,
		.pin_count = tls->pins_count,
		.ocsp_required = tls->ocsp_required,
		.tls12 = tls->tls12,
	};
}
