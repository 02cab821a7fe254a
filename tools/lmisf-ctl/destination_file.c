/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "common/yaml.h"
#include "files.h"
#include "net/tls.h"

struct raw_second {
	char host[LI_HOST_MAX + 1], peer[LI_HOST_MAX + 1];
	uint32_t port;
};

struct raw {
	char did[LI_UUID_TEXT], name[LI_NAME_MAX + 1];
	char host[LI_HOST_MAX + 1], peer[LI_HOST_MAX + 1];
	char format[16], scheme[16], authorization_country[3],
		delivery_country[3];
	char pins[LI_PINS_MAX][LI_TLS_PIN_TEXT + 1];
	uint32_t pins_count;
	uint32_t port;
	bool acknowledges;
	struct raw_second second;
};

static const cyaml_schema_field_t second_fields[] = {
	CYAML_FIELD_STRING("host", CYAML_FLAG_DEFAULT, struct raw_second, host,
		1),
	CYAML_FIELD_UINT("port", CYAML_FLAG_DEFAULT, struct raw_second, port),
	CYAML_FIELD_STRING("peer", CYAML_FLAG_OPTIONAL, struct raw_second, peer,
		1),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t pin = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_TLS_PIN_TEXT + 1], 1,
		LI_TLS_PIN_TEXT),
};

static const cyaml_schema_field_t fields[] = {
	CYAML_FIELD_STRING("did", CYAML_FLAG_OPTIONAL, struct raw, did, 1),
	CYAML_FIELD_STRING("name", CYAML_FLAG_DEFAULT, struct raw, name, 1),
	CYAML_FIELD_STRING("host", CYAML_FLAG_DEFAULT, struct raw, host, 1),
	CYAML_FIELD_UINT("port", CYAML_FLAG_DEFAULT, struct raw, port),
	CYAML_FIELD_STRING("peer", CYAML_FLAG_OPTIONAL, struct raw, peer, 1),
	CYAML_FIELD_STRING("format", CYAML_FLAG_OPTIONAL, struct raw, format,
		1),
	CYAML_FIELD_STRING("scheme", CYAML_FLAG_OPTIONAL, struct raw, scheme,
		1),
	CYAML_FIELD_BOOL("acknowledges", CYAML_FLAG_OPTIONAL, struct raw,
		acknowledges),
	CYAML_FIELD_STRING("authorization_country", CYAML_FLAG_OPTIONAL,
		struct raw, authorization_country, 2),
	CYAML_FIELD_SEQUENCE("pins", CYAML_FLAG_OPTIONAL, struct raw, pins,
		&pin, 0, LI_PINS_MAX),
	CYAML_FIELD_STRING("delivery_country", CYAML_FLAG_OPTIONAL, struct raw,
		delivery_country, 2),
	CYAML_FIELD_MAPPING("secondary", CYAML_FLAG_OPTIONAL, struct raw,
		second, second_fields),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw, fields),
};

static li_err build_handover(const struct li_yaml *y, const struct raw *raw,
	struct li_handover *h, struct li_fault *fault)
{
	if (raw->format[0] && li_format_of(raw->format, &h->format))
		return li_yaml_fault(y, fault, "format",
			"allowed: x2, x2-sip, hi2-33128, hi2-33128-r17, "
			"hi2-ipmm");
	if (raw->scheme[0] && li_scheme_of(raw->scheme, &h->scheme))
		return li_yaml_fault(y, fault, "scheme",
			"allowed: report, session");
	h->silent = li_yaml_has(y, "acknowledges") && !raw->acknowledges;
	memcpy(h->authorization_country, raw->authorization_country,
		sizeof(h->authorization_country));
	memcpy(h->delivery_country, raw->delivery_country,
		sizeof(h->delivery_country));
	return LI_OK;
}

static li_err build_pins(const struct li_yaml *y, const struct raw *raw,
	struct li_pins *out, struct li_fault *fault)
{
	char key[24];

	for (uint32_t i = 0; i < raw->pins_count; i++) {
		snprintf(key, sizeof(key), "pins[%u]", i);
		if (li_tls_pin_parse(raw->pins[i], &out->pin[i]))
			return li_yaml_fault(y, fault, key,
				"allowed: SHA-256 of a public key in base64");
	}
	out->count = raw->pins_count;
	return LI_OK;
}

static li_err build_second(const struct li_yaml *y,
	const struct raw_second *raw, struct li_second *out,
	struct li_fault *fault)
{
	if (raw->port > UINT16_MAX)
		return li_yaml_fault(y, fault, "secondary.port",
			"allowed: 1 to 65535");
	memcpy(out->host, raw->host, sizeof(out->host));
	memcpy(out->peer, raw->peer[0] ? raw->peer : raw->host,
		sizeof(out->peer));
	out->port = (uint16_t)raw->port;
	return LI_OK;
}

static li_err build(const struct li_yaml *y, const struct raw *raw,
	struct li_destination *out, struct li_fault *fault)
{
	struct li_uuid did;
	const char *rule;

	if (raw->port > UINT16_MAX)
		return li_yaml_fault(y, fault, "port", "allowed: 1 to 65535");
	if (raw->did[0] && li_uuid_parse(raw->did, &out->did))
		return li_yaml_fault(y, fault, "did", "allowed: a UUID");
	if (!raw->did[0] && li_uuid_draw(&out->did))
		return li_fault_set(fault, LI_EIO, "no random octets");
	/* A task names its destinations by DID or name: no name is a DID. */
	if (li_uuid_parse(raw->name, &did) == LI_OK)
		return li_yaml_fault(y, fault, "name",
			"allowed: anything but a UUID");
	memcpy(out->name, raw->name, sizeof(raw->name));
	memcpy(out->host, raw->host, sizeof(out->host));
	/* RFC 6125 cl. 6.2.1: who is called is who must answer. */
	memcpy(out->peer, raw->peer[0] ? raw->peer : raw->host,
		sizeof(out->peer));
	out->port = (uint16_t)raw->port;
	if (build_handover(y, raw, &out->handover, fault) ||
		build_pins(y, raw, &out->pins, fault) ||
		build_second(y, &raw->second, &out->second, fault))
		return LI_EINVAL;
	if (li_destination_check(out, &rule))
		return li_yaml_fault(y, fault, "", "%s", rule);
	return LI_OK;
}

li_err ctl_destination_file_read(const char *path, struct li_destination *out,
	bool *has_did, struct li_fault *fault)
{
	const struct li_yaml_source source = {path, &schema};
	struct li_destination d = {.row = 0};
	struct li_yaml *y;
	struct raw raw;
	li_err err;

	err = li_yaml_load(&source, &raw, sizeof(raw), &y, fault);
	if (err)
		return err;
	err = build(y, &raw, &d, fault);
	li_yaml_close(y);
	if (err)
		return err;
	*out = d;
	*has_did = raw.did[0] != '\0';
	return LI_OK;
}
