/* SPDX-License-Identifier: BSD-3-Clause
 *
 * config_schema.h - what lmisf.yaml may hold: keys, types, ranges, defaults.
 *
 * Floor    5: base, model, libcyaml. For config.c and its tests.
 * Threads  Constants.
 * Memory   Static.
 * Spec     none
 */
#ifndef LI_COMMON_CONFIG_SCHEMA_H
#define LI_COMMON_CONFIG_SCHEMA_H

#include <cyaml/cyaml.h>

#include "common/config.h"

enum {
	LI_CONFIG_ADDRESS_MAX = 63, /* "[v6]:PORT" and to spare */
	LI_CONFIG_USER_MAX = 32,    /* useradd(8) */
};

/* The addresses of one kind of intake, as they are written. */
typedef char li_config_addresses[LI_CONFIG_LISTEN_MAX]
				[LI_CONFIG_ADDRESS_MAX + 1];

/* Who may come to a socket, as it is written. */
struct li_config_users {
	char at[LI_SOCK_UIDS_MAX][LI_CONFIG_USER_MAX + 1];
	uint32_t at_count;
};

/* What libcyaml fills: the configuration, less what needs a second look. */
struct li_config_raw {
	struct li_config config;
	struct {
		li_config_addresses hep_udp, hep_tcp, hep_tls;
		li_config_addresses sip_udp, sip_tcp, sip_tls, lite_tls;
		li_config_addresses x1_listen;
		li_config_addresses metrics_listen, metrics_li_listen;
		uint32_t hep_udp_count, hep_tcp_count, hep_tls_count;
		uint32_t sip_udp_count, sip_tcp_count, sip_tls_count;
		uint32_t lite_tls_count;
		uint32_t x1_listen_count;
		uint32_t metrics_listen_count, metrics_li_listen_count;
		char from[LI_CONFIG_FROM_MAX][LI_CONFIG_ADDRESS_MAX + 1];
		uint32_t from_count;
		struct {
			struct li_config_users cx, control, x1, deliver, audit,
				operate, metrics;
		} users;
		struct {
			char cx[8], control[8], x1[8], deliver[8], audit[8],
				operate[8], metrics[8];
		} modes;
	} texts;
};

/* A number with its default and range. */
struct li_config_number {
	const char *key;
	size_t offset; /* of a uint32_t in struct li_config */
	uint32_t standard, min, max;
};

/* A path with its default; relative ones start at the file's folder. */
struct li_config_path {
	const char *key;
	size_t offset, size; /* of a char array in struct li_config */
	const char *standard;
};

/* The type of one part of the configuration, for offsets into it. */
#define PART(part) __typeof__(((struct li_config *)NULL)->part)

/* The section "keys". */
extern const cyaml_schema_field_t li_config_keys[];

/* What a TLS end may say. */
extern const cyaml_strval_t li_config_tls_versions[2];
extern const cyaml_schema_value_t li_config_pin;

/* The fields of a struct li_config_tls, a member of `type`; the name of a member
 * takes no parentheses. NOLINTBEGIN(bugprone-macro-parentheses) */
#define TLS_TEXT(key, type, member)                                            \
	CYAML_FIELD_STRING(key, CYAML_FLAG_OPTIONAL, type, member, 1)
#define TLS_FIELDS(type, tls)                                                  \
	TLS_TEXT("certificate", type, tls.certificate),                        \
		TLS_TEXT("key", type, tls.key), TLS_TEXT("ca", type, tls.ca),  \
		TLS_TEXT("crl", type, tls.crl),                                \
		TLS_TEXT("ocsp", type, tls.ocsp),                              \
		CYAML_FIELD_BOOL("ocsp_required", CYAML_FLAG_OPTIONAL, type,   \
			tls.ocsp_required),                                    \
		CYAML_FIELD_ENUM("tls_min",                                    \
			CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, type,         \
			tls.tls12, li_config_tls_versions, 2),                 \
		CYAML_FIELD_SEQUENCE("pins", CYAML_FLAG_OPTIONAL, type,        \
			tls.pins, &li_config_pin, 0, LI_CONFIG_PINS_MAX)
/* NOLINTEND(bugprone-macro-parentheses) */

/* The one schema, and what it cannot say itself. */
extern const cyaml_schema_value_t li_config_schema;
extern const struct li_config_number li_config_numbers[]; /* NULL key ends */
extern const struct li_config_path li_config_paths[];     /* NULL key ends */

/* Fill in config.access from texts.users and texts.modes.
 *   LI_EINVAL   fault says what
 */
struct li_yaml;
LI_MUST_USE li_err li_config_finish_access(const struct li_yaml *yaml,
	struct li_config_raw *raw, struct li_fault *fault);

/* Read the pins of each TLS end.
 *   LI_EINVAL   fault says which is none
 */
LI_MUST_USE li_err li_config_finish_tls(const struct li_yaml *yaml,
	struct li_config *config, struct li_fault *fault);

/* A key of the file makes us speak TLS: has this section what it takes?
 *   LI_EINVAL   fault says what is missing
 */
LI_MUST_USE li_err li_config_need_tls(const struct li_yaml *yaml,
	const char *key, const char *section, const struct li_config_tls *tls,
	struct li_fault *fault);

/* Check each KMS.
 *   LI_EINVAL   fault says which is none
 */
LI_MUST_USE li_err li_config_finish_keys(const struct li_yaml *yaml,
	const struct li_config *config, struct li_fault *fault);

/* Give each profile of x1.destinations its defaults, and check it.
 *   LI_EINVAL   fault says which is none
 */
LI_MUST_USE li_err li_config_finish_profiles(const struct li_yaml *yaml,
	struct li_config *config, struct li_fault *fault);

#endif
