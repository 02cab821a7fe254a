/* SPDX-License-Identifier: BSD-3-Clause */
#include "common/config_schema.h"

#define TEXT(key, part, member)                                                \
	CYAML_FIELD_STRING(key, CYAML_FLAG_OPTIONAL, PART(part), member, 1)
#define NUMBER(key, part, member)                                              \
	CYAML_FIELD_UINT(key, CYAML_FLAG_OPTIONAL, PART(part), member)
#define SECTION(key, member, fields)                                           \
	CYAML_FIELD_MAPPING(key, CYAML_FLAG_OPTIONAL, struct li_config_raw,    \
		member, fields)

static const cyaml_schema_field_t element[] = {
	CYAML_FIELD_STRING("nfid", CYAML_FLAG_DEFAULT, PART(element), nfid, 1),
	CYAML_FIELD_STRING("ipid", CYAML_FLAG_DEFAULT, PART(element), ipid, 1),
	TEXT("operator", element, operator_id),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t store[] = {
	TEXT("path", store, path),
	TEXT("key_file", store, key_file),
	TEXT("audit_key", store, audit_key),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t sockets[] = {
	TEXT("cx", sockets, cx),
	TEXT("control", sockets, control),
	TEXT("x1", sockets, x1),
	TEXT("deliver", sockets, deliver),
	TEXT("audit", sockets, audit),
	TEXT("operate", sockets, operate),
	TEXT("metrics", sockets, metrics),
	TEXT("stats", sockets, stats),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t user = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_CONFIG_USER_MAX + 1], 1,
		LI_CONFIG_USER_MAX),
};

#define USERS(key, member)                                                     \
	CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_OPTIONAL, struct li_config_raw,   \
		texts.users.member.at, &user, 0, LI_SOCK_UIDS_MAX)
#define MODE(key, member)                                                      \
	CYAML_FIELD_STRING(key, CYAML_FLAG_OPTIONAL, struct li_config_raw,     \
		texts.modes.member, 1)

static const cyaml_schema_field_t users[] = {
	USERS("cx", cx),
	USERS("control", control),
	USERS("x1", x1),
	USERS("deliver", deliver),
	USERS("audit", audit),
	USERS("operate", operate),
	USERS("metrics", metrics),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t modes[] = {
	MODE("cx", cx),
	MODE("control", control),
	MODE("x1", x1),
	MODE("deliver", deliver),
	MODE("audit", audit),
	MODE("operate", operate),
	MODE("metrics", metrics),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t address = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_CONFIG_ADDRESS_MAX + 1],
		1, LI_CONFIG_ADDRESS_MAX),
};

static const cyaml_schema_field_t intake__capture[] = {
	CYAML_FIELD_STRING("interface", CYAML_FLAG_DEFAULT,
		struct li_config_capture, interface, 1),
	CYAML_FIELD_STRING("filter", CYAML_FLAG_OPTIONAL,
		struct li_config_capture, filter, 1),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t capture_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct li_config_capture,
		intake__capture),
};

static const cyaml_schema_value_t peer = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_CONFIG_NAME_MAX + 1], 1,
		LI_CONFIG_NAME_MAX),
};

const cyaml_strval_t li_config_tls_versions[2] = {{"1.2", true},
	{"1.3", false}};

const cyaml_schema_value_t li_config_pin = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_TLS_PIN_TEXT + 1], 1,
		LI_TLS_PIN_TEXT),
};

static const cyaml_schema_field_t intake__tls[] = {
	TLS_FIELDS(struct li_config_intake, tls),
	CYAML_FIELD_SEQUENCE("peers", CYAML_FLAG_OPTIONAL,
		struct li_config_intake, peers, &peer, 0, LI_CONFIG_PEERS_MAX),
	CYAML_FIELD_END,
};

/* Its fields lie in two places, so they count from the whole. */
#define WHOLE struct li_config_raw
#define ADDRESSES(key, member)                                                 \
	CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_OPTIONAL, WHOLE, texts.member,    \
		&address, 0, LI_CONFIG_LISTEN_MAX)
#define INTAKE_NUMBER(key, member)                                             \
	CYAML_FIELD_UINT(key, CYAML_FLAG_OPTIONAL, WHOLE, config.intake.member)

static const cyaml_schema_field_t intake[] = {
	ADDRESSES("hep_udp", hep_udp),
	ADDRESSES("hep_tcp", hep_tcp),
	ADDRESSES("hep_tls", hep_tls),
	ADDRESSES("sip_udp", sip_udp),
	ADDRESSES("sip_tcp", sip_tcp),
	ADDRESSES("sip_tls", sip_tls),
	ADDRESSES("lite_tls", lite_tls),
	CYAML_FIELD_SEQUENCE("capture", CYAML_FLAG_OPTIONAL, WHOLE,
		config.intake.capture, &capture_entry, 0, LI_CONFIG_LISTEN_MAX),
	INTAKE_NUMBER("capture_buffer_mb", capture_buffer_mb),
	CYAML_FIELD_SEQUENCE("from", CYAML_FLAG_OPTIONAL, WHOLE, texts.from,
		&address, 0, LI_CONFIG_FROM_MAX),
	INTAKE_NUMBER("max_connections", max_connections),
	INTAKE_NUMBER("idle_s", idle_s),
	INTAKE_NUMBER("handshake_s", handshake_s),
	CYAML_FIELD_MAPPING("tls", CYAML_FLAG_OPTIONAL, WHOLE, config.intake,
		intake__tls),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t mirror[] = {
	NUMBER("max_registrations", mirror, max_registrations),
	NUMBER("max_sessions", mirror, max_sessions),
	NUMBER("max_registration_age_s", mirror, max_registration_age_s),
	NUMBER("max_session_age_s", mirror, max_session_age_s),
	CYAML_FIELD_END,
};

static const cyaml_strval_t node_roles[] = {
	{"i-cscf", LI_NODE_ICSCF},
	{"s-cscf", LI_NODE_SCSCF},
	{"hss", LI_NODE_HSS},
	{"relay", LI_NODE_RELAY},
};

static const cyaml_schema_field_t watch__nodes[] = {
	CYAML_FIELD_STRING("host", CYAML_FLAG_DEFAULT, struct li_node, host, 1),
	CYAML_FIELD_ENUM("role", CYAML_FLAG_STRICT, struct li_node, role,
		node_roles, 4),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t watch_node = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct li_node, watch__nodes),
};

static const cyaml_schema_value_t watch_server = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_SERVER_MAX + 1], 1,
		LI_SERVER_MAX),
};

static const cyaml_schema_field_t watch[] = {
	CYAML_FIELD_SEQUENCE("nodes", CYAML_FLAG_OPTIONAL, PART(watch), nodes,
		&watch_node, 0, LI_NODES_MAX),
	CYAML_FIELD_SEQUENCE("servers", CYAML_FLAG_OPTIONAL, PART(watch),
		servers, &watch_server, 0, LI_SERVERS_MAX),
	NUMBER("learn_s", watch, learn_s),
	NUMBER("window_s", watch, window_s),
	NUMBER("proof_s", watch, proof_s),
	NUMBER("travel_s", watch, travel_s),
	NUMBER("lir_identities", watch, lir_identities),
	NUMBER("lir_unknown", watch, lir_unknown),
	NUMBER("mar_identities", watch, mar_identities),
	NUMBER("mar_of_one", watch, mar_of_one),
	NUMBER("failures", watch, failures),
	NUMBER("failures_by", watch, failures_by),
	NUMBER("place_users", watch, place_users),
	NUMBER("bearer_s", watch, bearer_s),
	NUMBER("rows_a_minute", watch, rows_a_minute),
	NUMBER("users_max", watch, users_max),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t deliver[] = {
	TLS_FIELDS(PART(deliver), tls),
	NUMBER("keepalive_s", deliver, keepalive_s),
	NUMBER("ack_timeout_s", deliver, ack_timeout_s),
	NUMBER("time1_s", deliver, time1_s),
	NUMBER("time3_s", deliver, time3_s),
	NUMBER("check_every", deliver, check_every),
	NUMBER("check_ms", deliver, check_ms),
	TEXT("check_key", deliver, check_key),
	NUMBER("sign_every", deliver, sign_every),
	NUMBER("sign_ms", deliver, sign_ms),
	CYAML_FIELD_BOOL("ask_acknowledgement", CYAML_FLAG_OPTIONAL,
		PART(deliver), ask_acknowledgement),
	NUMBER("confirm_every", deliver, confirm_every),
	NUMBER("backoff_min_ms", deliver, backoff_min_ms),
	NUMBER("backoff_max_ms", deliver, backoff_max_ms),
	NUMBER("failover", deliver, failover),
	NUMBER("return_s", deliver, return_s),
	NUMBER("once_timeout_s", deliver, once_timeout_s),
	NUMBER("queue_max", deliver, queue_max),
	CYAML_FIELD_END,
};

#define X1_NUMBER(key, member)                                                 \
	CYAML_FIELD_UINT(key, CYAML_FLAG_OPTIONAL, WHOLE, config.x1.member)
#define X1_TEXT(key, member)                                                   \
	CYAML_FIELD_STRING(key, CYAML_FLAG_OPTIONAL, WHOLE, config.x1.member, 1)
#define X1_BOOL(key, member)                                                   \
	CYAML_FIELD_BOOL(key, CYAML_FLAG_OPTIONAL, WHOLE, config.x1.member)

static const cyaml_strval_t formats[] = {
	{"x2", LI_FORMAT_X2},
	{"x2-sip", LI_FORMAT_X2_SIP},
	{"hi2-33128", LI_FORMAT_HI2_33128},
	{"hi2-33128-r17", LI_FORMAT_HI2_33128_R17},
	{"hi2-ipmm", LI_FORMAT_HI2_IPMM},
};

static const cyaml_strval_t schemes[] = {
	{"report", LI_SCHEME_REPORT},
	{"session", LI_SCHEME_SESSION},
};

#define PROFILE_TEXT(key, flag, member)                                        \
	CYAML_FIELD_STRING(key, flag, struct li_profile, member, 1)

static const cyaml_schema_field_t x1__destinations[] = {
	PROFILE_TEXT("host", CYAML_FLAG_DEFAULT, host),
	CYAML_FIELD_UINT("port_from", CYAML_FLAG_OPTIONAL, struct li_profile,
		port_from),
	CYAML_FIELD_UINT("port_to", CYAML_FLAG_OPTIONAL, struct li_profile,
		port_to),
	CYAML_FIELD_ENUM("format", CYAML_FLAG_STRICT, struct li_profile,
		handover.format, formats, 5),
	CYAML_FIELD_ENUM("scheme", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
		struct li_profile, handover.scheme, schemes, 2),
	CYAML_FIELD_BOOL("acknowledges", CYAML_FLAG_OPTIONAL, struct li_profile,
		acknowledges),
	PROFILE_TEXT("authorization_country", CYAML_FLAG_OPTIONAL,
		handover.authorization_country),
	PROFILE_TEXT("delivery_country", CYAML_FLAG_OPTIONAL,
		handover.delivery_country),
	PROFILE_TEXT("peer", CYAML_FLAG_OPTIONAL, peer),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t profile = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct li_profile,
		x1__destinations),
};

static const cyaml_schema_field_t x1[] = {
	ADDRESSES("listen", x1_listen),
	TLS_FIELDS(WHOLE, config.x1.tls),
	X1_TEXT("admf_identifier", admf_identifier),
	X1_TEXT("ne_identifier", ne_identifier),
	X1_TEXT("path", path),
	X1_NUMBER("max_connections", max_connections),
	X1_NUMBER("handshake_s", handshake_s),
	X1_NUMBER("request_s", request_s),
	X1_NUMBER("idle_s", idle_s),
	X1_NUMBER("answer_s", answer_s),
	X1_NUMBER("delivery_fault_s", delivery_fault_s),
	X1_NUMBER("time_p2_s", time_p2_s),
	X1_TEXT("state", state),
	X1_TEXT("report_to", report_to),
	X1_NUMBER("report_retry_s", report_retry_s),
	X1_NUMBER("report_queue", report_queue),
	X1_NUMBER("report_disk", report_disk),
	X1_NUMBER("report_days", report_days),
	X1_BOOL("deactivate_all_tasks", deactivate_all_tasks),
	X1_BOOL("remove_all_destinations", remove_all_destinations),
	X1_BOOL("keepalive", keepalive),
	X1_BOOL("report_checkpoints", report_checkpoints),
	X1_BOOL("report_clock", report_clock),
	CYAML_FIELD_SEQUENCE("destinations", CYAML_FLAG_OPTIONAL, WHOLE,
		config.x1.destinations, &profile, 0, LI_PROFILES_MAX),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t reader = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_CONFIG_ID_MAX + 1], 1,
		LI_CONFIG_ID_MAX),
};

#define METRICS_NUMBER(key, member)                                            \
	CYAML_FIELD_UINT(key, CYAML_FLAG_OPTIONAL, WHOLE, config.metrics.member)

static const cyaml_schema_field_t metrics[] = {
	ADDRESSES("listen", metrics_listen),
	ADDRESSES("li_listen", metrics_li_listen),
	TLS_FIELDS(WHOLE, config.metrics.tls),
	CYAML_FIELD_SEQUENCE("readers", CYAML_FLAG_OPTIONAL, WHOLE,
		config.metrics.readers, &reader, 0, LI_CONFIG_READERS_MAX),
	METRICS_NUMBER("every_s", every_s),
	METRICS_NUMBER("request_s", request_s),
	METRICS_NUMBER("max_connections", max_connections),
	CYAML_FIELD_END,
};

static const cyaml_strval_t levels[] = {
	{"error", LI_LOG_ERROR},
	{"warning", LI_LOG_WARNING},
	{"notice", LI_LOG_NOTICE},
	{"info", LI_LOG_INFO},
	{"debug", LI_LOG_DEBUG},
};

static const cyaml_schema_field_t tasks[] = {
	CYAML_FIELD_BOOL("two_person", CYAML_FLAG_OPTIONAL, PART(tasks),
		two_person),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t logging[] = {
	CYAML_FIELD_ENUM("level", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
		PART(log), level, levels, 5),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t place = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_CONFIG_PATH_MAX + 1], 1,
		LI_CONFIG_PATH_MAX),
};

static const cyaml_schema_field_t sandbox[] = {
	CYAML_FIELD_SEQUENCE("paths", CYAML_FLAG_OPTIONAL, PART(sandbox), paths,
		&place, 0, LI_CONFIG_PLACES_MAX),
	CYAML_FIELD_END,
};

/* A section whose values lie in several parts. */
#define SCATTERED(name, fields)                                                \
	{                                                                      \
		.key = (name),                                                 \
		.value = {CYAML_VALUE_MAPPING(CYAML_FLAG_OPTIONAL, WHOLE,      \
			fields)},                                              \
	}

static const cyaml_schema_field_t sections[] = {
	CYAML_FIELD_MAPPING("element", CYAML_FLAG_DEFAULT, struct li_config_raw,
		config.element, element),
	SECTION("store", config.store, store),
	SECTION("sockets", config.sockets, sockets),
	SCATTERED("users", users),
	SCATTERED("modes", modes),
	SCATTERED("intake", intake),
	SECTION("mirror", config.mirror, mirror),
	SECTION("watch", config.watch, watch),
	SECTION("deliver", config.deliver, deliver),
	SECTION("keys", config.keys, li_config_keys),
	SCATTERED("x1", x1),
	SCATTERED("metrics", metrics),
	SECTION("tasks", config.tasks, tasks),
	SECTION("log", config.log, logging),
	SECTION("sandbox", config.sandbox, sandbox),
	CYAML_FIELD_END,
};

const cyaml_schema_value_t li_config_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct li_config_raw, sections),
};
