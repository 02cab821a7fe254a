/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "common/config_schema.h"

#define AT(member) offsetof(struct li_config, member)
#define SIZE(member) sizeof(((struct li_config *)NULL)->member)

const struct li_config_number li_config_numbers[] = {
	{"intake.capture_buffer_mb", AT(intake.capture_buffer_mb), 64, 1, 1024},
	{"intake.max_connections", AT(intake.max_connections), 256, 1, 4096},
	{"intake.idle_s", AT(intake.idle_s), 0, 0, 86400},
	{"intake.handshake_s", AT(intake.handshake_s), 10, 1, 300},
	{"mirror.max_registrations", AT(mirror.max_registrations), 300000, 1,
		100000000},
	{"mirror.max_sessions", AT(mirror.max_sessions), 200000, 1, 100000000},
	/* Twice the week that registrations last by default, 600000 s.
	 * TS 24.229 cl. 5.1.1.2 */
	{"mirror.max_registration_age_s", AT(mirror.max_registration_age_s),
		1209600, 60, 31536000},
	{"mirror.max_session_age_s", AT(mirror.max_session_age_s), 86400, 60,
		31536000},
	{"watch.learn_s", AT(watch.learn_s), 3600, 0, 2592000},
	{"watch.window_s", AT(watch.window_s), 60, 1, 3600},
	{"watch.proof_s", AT(watch.proof_s), 30, 0, 900},
	{"watch.travel_s", AT(watch.travel_s), 600, 0, 86400},
	{"watch.lir_identities", AT(watch.lir_identities), 12000, 0, 100000},
	{"watch.lir_unknown", AT(watch.lir_unknown), 300, 0, 1000000},
	{"watch.mar_identities", AT(watch.mar_identities), 12000, 0, 100000},
	{"watch.mar_of_one", AT(watch.mar_of_one), 10, 0, 65535},
	{"watch.failures", AT(watch.failures), 5, 0, 65535},
	{"watch.failures_by", AT(watch.failures_by), 300, 0, 1000000},
	{"watch.place_users", AT(watch.place_users), 2, 0, 1000},
	{"watch.bearer_s", AT(watch.bearer_s), 86400, 0, 2592000},
	{"watch.rows_a_minute", AT(watch.rows_a_minute), 10, 1, 1000},
	{"watch.users_max", AT(watch.users_max), 262144, 1024, 16777216},
	/* TIME_P1 and TIME_P2. TS 103 221-2 cl. 6.2.4 */
	{"deliver.keepalive_s", AT(deliver.keepalive_s), 60, 1, 3600},
	{"deliver.ack_timeout_s", AT(deliver.ack_timeout_s), 180, 1, 7200},
	/* TIME1 and TIME3. TS 102 232-1 cl. 6.3.4 */
	{"deliver.time1_s", AT(deliver.time1_s), 120, 1, 3600},
	{"deliver.time3_s", AT(deliver.time3_s), 60, 1, 7200},
	{"deliver.check_every", AT(deliver.check_every), 0, 0, 1000},
	{"deliver.check_ms", AT(deliver.check_ms), 1000, 10, 60000},
	{"deliver.sign_every", AT(deliver.sign_every), 15, 1, 64},
	{"deliver.sign_ms", AT(deliver.sign_ms), 30000, 10, 600000},
	{"deliver.confirm_every", AT(deliver.confirm_every), 64, 1, 65536},
	{"deliver.backoff_min_ms", AT(deliver.backoff_min_ms), 200, 10, 600000},
	{"deliver.backoff_max_ms", AT(deliver.backoff_max_ms), 30000, 10,
		600000},
	{"deliver.failover", AT(deliver.failover), 3, 1, 1000},
	{"deliver.return_s", AT(deliver.return_s), 300, 1, 86400},
	{"deliver.once_timeout_s", AT(deliver.once_timeout_s), 60, 1, 86400},
	{"deliver.queue_max", AT(deliver.queue_max), 5000000, 0, 1000000000},
	{"keys.timeout_ms", AT(keys.timeout_ms), 3000, 100, 10000},
	{"keys.ttl_s", AT(keys.ttl_s), 60, 1, 3600},
	{"x1.max_connections", AT(x1.max_connections), 16, 1, 1024},
	{"x1.handshake_s", AT(x1.handshake_s), 5, 1, 300},
	{"x1.request_s", AT(x1.request_s), 10, 1, 300},
	{"x1.idle_s", AT(x1.idle_s), 120, 1, 86400},
	/* TIME1. TS 103 221-1 cl. 5.2.2 */
	{"x1.answer_s", AT(x1.answer_s), 5, 1, 300},
	{"x1.delivery_fault_s", AT(x1.delivery_fault_s), 60, 1, 86400},
	/* TIME_P2. TS 103 221-1 cl. 6.6.2 */
	{"x1.time_p2_s", AT(x1.time_p2_s), 3600, 1, 604800},
	{"x1.report_retry_s", AT(x1.report_retry_s), 60, 1, 3600},
	{"x1.report_queue", AT(x1.report_queue), 100000, 0, 1000000000},
	{"x1.report_disk", AT(x1.report_disk), 10, 0, 90},
	{"x1.report_days", AT(x1.report_days), 30, 1, 365},
	{"metrics.every_s", AT(metrics.every_s), 10, 1, 300},
	{"metrics.request_s", AT(metrics.request_s), 5, 1, 60},
	{"metrics.max_connections", AT(metrics.max_connections), 8, 1, 64},
	{0},
};

/* A path in the struct li_config_tls that is at `at`. */
#define TLS_ONE(name, at, member)                                              \
	{                                                                      \
		name, (at) + offsetof(struct li_config_tls, member),           \
			sizeof(((struct li_config_tls *)NULL)->member), ""     \
	}
#define TLS_PATHS(name, at)                                                    \
	TLS_ONE(name ".certificate", at, certificate),                         \
		TLS_ONE(name ".key", at, key), TLS_ONE(name ".ca", at, ca),    \
		TLS_ONE(name ".crl", at, crl), TLS_ONE(name ".ocsp", at, ocsp)

const struct li_config_path li_config_paths[] = {
	{"store.path", AT(store.path), SIZE(store.path),
		"/var/lib/lmisf/lmisf.db"},
	{"store.key_file", AT(store.key_file), SIZE(store.key_file),
		"/etc/lmisf/store.key"},
	{"sockets.cx", AT(sockets.cx), SIZE(sockets.cx), "/run/lmisf/cx.sock"},
	{"sockets.control", AT(sockets.control), SIZE(sockets.control),
		"/run/lmisf/control.sock"},
	{"sockets.x1", AT(sockets.x1), SIZE(sockets.x1), ""},
	{"sockets.deliver", AT(sockets.deliver), SIZE(sockets.deliver), ""},
	{"sockets.audit", AT(sockets.audit), SIZE(sockets.audit), ""},
	{"sockets.operate", AT(sockets.operate), SIZE(sockets.operate), ""},
	{"sockets.metrics", AT(sockets.metrics), SIZE(sockets.metrics), ""},
	{"sockets.stats", AT(sockets.stats), SIZE(sockets.stats), ""},
	TLS_PATHS("intake.tls", AT(intake.tls)),
	TLS_PATHS("deliver", AT(deliver.tls)),
	TLS_PATHS("keys.tls", AT(keys.tls)),
	TLS_PATHS("x1", AT(x1.tls)),
	TLS_PATHS("metrics", AT(metrics.tls)),
	{"x1.state", AT(x1.state), SIZE(x1.state), "/var/lib/lmisf/x1.state"},
	{0},
};
