/* SPDX-License-Identifier: BSD-3-Clause
 *
 * config.h - lmisf.yaml: one file, one schema, for all programs.
 *
 * An unknown key, a bad value or a value that does not fit another one is
 * refused with file, line, column, key and what is allowed. lmisf.yaml(5) is the
 * user's side of this header.
 *
 * Floor    5: base, model, net; libcyaml behind it.
 * Threads  One.
 * Memory   A value without pointers: copy it, nothing to free.
 * Spec     TS 33.107 cl. 7A.7 (KMS); TS 103 221-1 cl. 5.2.2 (TIME1), cl. 6.2.4, 6.3.4, 6.6.2 (what is
 *          agreed), cl. 6.5
 *          (reports), cl. 7.2.2 (path); TS 103 221-2 cl. 5.3.7, 5.3.8 (NFID, IPID), cl. 6.2.4 (keepalive
 *          each 60 s, acknowledged within 180 s)
 */
#ifndef LI_COMMON_CONFIG_H
#define LI_COMMON_CONFIG_H

#include "base/fault.h"
#include "base/log.h"
#include "model/event.h"
#include "model/media_key.h"
#include "model/profile.h"
#include "model/security.h"
#include "net/prefix.h"
#include "net/sock.h"
#include "net/tls.h"

enum {
	LI_CONFIG_PATH_MAX = 1023,
	LI_CONFIG_SOCKET_MAX = 107, /* sun_path of unix(7), less its NUL */
	LI_CONFIG_ID_MAX = 128,     /* octets of an NFID or IPID */
	LI_CONFIG_OPERATOR_MAX = 5, /* TS 33.108 cl. B.9, Network-Identifier */
	LI_CONFIG_LISTEN_MAX = 8,   /* addresses of one kind of intake */
	LI_CONFIG_FROM_MAX = 64,    /* prefixes that may send to us */
	LI_CONFIG_PEERS_MAX = 32,   /* names of taps */
	LI_CONFIG_NAME_MAX = 253,   /* octets of a name: RFC 1035 cl. 2.3.4 */
	LI_CONFIG_IFACE_MAX = 15,   /* IFNAMSIZ of netdevice(7), less its NUL */
	LI_CONFIG_FILTER_MAX = 1023,
	LI_CONFIG_URL_MAX = 255,   /* of a URL, or a path in one */
	LI_CONFIG_PINS_MAX = 8,    /* keys that peers of one kind may have */
	LI_CONFIG_PLACES_MAX = 8,  /* further paths of a sandbox */
	LI_CONFIG_KMS_MAX = 8,     /* KMSs that may be asked */
	LI_CONFIG_READERS_MAX = 8, /* UIDs that may read counts of LI */
};

/* Who we are in TLS, and whom we take. Paths are "" unless given. */
struct li_config_tls {
	char certificate[LI_CONFIG_PATH_MAX + 1];
	char key[LI_CONFIG_PATH_MAX + 1]; /* or a pkcs11: URI */
	char ca[LI_CONFIG_PATH_MAX + 1];
	char crl[LI_CONFIG_PATH_MAX + 1];
	char ocsp[LI_CONFIG_PATH_MAX + 1];
	bool ocsp_required;
	bool tls12; /* tls_min is "1.2": TLS 1.2 is taken too */
	char pins[LI_CONFIG_PINS_MAX][LI_TLS_PIN_TEXT + 1]; /* as written */
	uint32_t pins_count;
	struct li_pin pin[LI_CONFIG_PINS_MAX];
};

/* Where one kind of intake listens. Empty: this kind is off. */
struct li_config_listen {
	struct li_address at[LI_CONFIG_LISTEN_MAX];
	size_t count;
};

/* An interface to capture from. */
struct li_config_capture {
	char interface[LI_CONFIG_IFACE_MAX + 1];
	char filter[LI_CONFIG_FILTER_MAX + 1]; /* pcap-filter(7); may be "" */
};

/* Where SIP comes from. */
struct li_config_intake {
	struct li_config_listen hep_udp, hep_tcp, hep_tls;
	struct li_config_listen sip_udp, sip_tcp, sip_tls;
	struct li_config_listen lite_tls; /* LI_X2_LITE, no SIP */
	struct li_config_capture capture[LI_CONFIG_LISTEN_MAX];
	uint32_t capture_count;
	uint32_t capture_buffer_mb;
	struct li_prefix from[LI_CONFIG_FROM_MAX]; /* none: anybody */
	size_t from_count;
	uint32_t max_connections;
	uint32_t idle_s;      /* 0: a connection may be quiet for ever */
	uint32_t handshake_s; /* a TLS handshake takes no longer */
	struct li_config_tls tls;
	/* Of TLS. None: every certificate of the CA. */
	char peers[LI_CONFIG_PEERS_MAX][LI_CONFIG_NAME_MAX + 1];
	uint32_t peers_count;
};

/* A KMS that may be asked for keys of media. Texts are "" unless given. */
struct li_config_kms {
	char name[LI_CONFIG_NAME_MAX + 1];   /* as tickets write it */
	char domain[LI_CONFIG_NAME_MAX + 1]; /* of whose users */
	char url[LI_CONFIG_URL_MAX + 1];     /* https, without the path */
	char agreement[LI_CONFIG_ID_MAX + 1];
	bool visited; /* of another network: asked with an agreement only */
};

/* All of lmisf.yaml, with defaults in place of what it does not say. Paths
 * are absolute, or relative to the working directory as the file's own was. */
struct li_config {
	char file[LI_CONFIG_PATH_MAX + 1]; /* where it came from */
	struct {
		char nfid[LI_CONFIG_ID_MAX + 1]; /* mandatory */
		char ipid[LI_CONFIG_ID_MAX + 1]; /* mandatory */
		char operator_id[LI_CONFIG_OPERATOR_MAX + 1];
	} element;
	struct {
		char path[LI_CONFIG_PATH_MAX + 1];
		char key_file[LI_CONFIG_PATH_MAX + 1];
		/* A file or pkcs11: URI; empty: the store's own. */
		char audit_key[LI_CONFIG_PATH_MAX + 1];
	} store;
	struct {
		char cx[LI_CONFIG_SOCKET_MAX + 1];
		char control[LI_CONFIG_SOCKET_MAX + 1];
		/* Of roles; empty: there is none. */
		char x1[LI_CONFIG_SOCKET_MAX + 1];
		char deliver[LI_CONFIG_SOCKET_MAX + 1];
		char audit[LI_CONFIG_SOCKET_MAX + 1];
		char operate[LI_CONFIG_SOCKET_MAX + 1];
		char metrics[LI_CONFIG_SOCKET_MAX + 1];
		char stats[LI_CONFIG_SOCKET_MAX + 1]; /* lmisf-deliver's own */
	} sockets;
	struct {
		struct li_sock_access cx, control, x1, deliver, audit, operate,
			metrics;
	} access; /* to each of them */
	struct li_config_intake intake;
	struct {
		uint32_t max_registrations, max_sessions;
		uint32_t max_registration_age_s, max_session_age_s;
	} mirror;
	struct li_watch_rules watch;
	struct {
		struct li_config_tls tls; /* li_config_check_deliver() */
		uint32_t keepalive_s, ack_timeout_s, confirm_every;
		uint32_t time1_s, time3_s, check_every, check_ms;
		char check_key[LI_CONFIG_PATH_MAX + 1]; /* "": unsigned */
		uint32_t sign_every, sign_ms;
		bool ask_acknowledgement;
		uint32_t failover, return_s;
		uint32_t backoff_min_ms, backoff_max_ms, once_timeout_s;
		uint32_t queue_max; /* of each destination; 0: no bound */
	} deliver;
	struct {
		bool for_iri_only; /* a warrant without content gets keys too */
		uint32_t timeout_ms, ttl_s;
		struct li_config_tls tls;
		struct li_config_kms kms[LI_CONFIG_KMS_MAX];
		uint32_t kms_count; /* 0: nobody is asked */
	} keys;
	struct {
		struct li_config_listen listen;
		struct li_config_tls tls; /* li_config_check_x1() */
		char admf_identifier[LI_CONFIG_ID_MAX + 1];
		char ne_identifier[LI_CONFIG_ID_MAX + 1];
		char path[LI_CONFIG_URL_MAX + 1];
		uint32_t max_connections, handshake_s, request_s, idle_s;
		uint32_t answer_s, delivery_fault_s, time_p2_s;
		char state[LI_CONFIG_PATH_MAX + 1];
		bool deactivate_all_tasks, remove_all_destinations, keepalive;
		bool report_checkpoints, report_clock;
		char report_to[LI_CONFIG_URL_MAX + 1]; /* empty: nobody */
		uint32_t report_retry_s, report_queue, report_disk, report_days;
		struct li_profile destinations[LI_PROFILES_MAX];
		uint32_t destinations_count;
	} x1;
	struct {
		struct li_config_listen listen, li_listen;
		struct li_config_tls tls; /* li_config_check_metrics() */
		char readers[LI_CONFIG_READERS_MAX][LI_CONFIG_ID_MAX + 1];
		uint32_t readers_count, every_s, request_s, max_connections;
	} metrics;
	struct {
		bool two_person; /* tasks of one operator wait for another */
	} tasks;
	struct {
		enum li_log_level level;
	} log;
	struct {
		/* What PKCS#11 modules keep and read; absolute. */
		char paths[LI_CONFIG_PLACES_MAX][LI_CONFIG_PATH_MAX + 1];
		uint32_t paths_count;
	} sandbox;
};

/* Read and check a configuration file.
 *   LI_ECONFIG   cannot be read, or is not valid; fault says what, where and
 *                what is allowed
 *   LI_ENOMEM
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_config_load(const char *path, struct li_config *out,
	struct li_fault *fault);

/* The key of a list of addresses that TLS is listened for on; NULL: there is none.
 * Static storage. */
const char *li_config_intake_tls(const struct li_config_intake *in);

/* What of it lib/net needs; it borrows from tls. */
struct li_tls_files li_config_tls_files(const struct li_config_tls *tls);

/* Is what only delivery needs (certificate, key, ca) there?
 *   LI_ECONFIG   fault names the key that is missing
 */
LI_MUST_USE li_err li_config_check_deliver(const struct li_config *config,
	struct li_fault *fault);

/* Is what only /metrics needs there: somewhere to listen; for what is of LI,
 * certificate, key, ca and readers too? As above. */
LI_MUST_USE li_err li_config_check_metrics(const struct li_config *config,
	bool of_li, struct li_fault *fault);

/* Whose keys are asked for: nobody's where no KMS is. */
enum li_key_scope li_config_key_scope(const struct li_config *config);

/* Is what only X1 needs (listen, certificate, key, ca and both identifiers)
 * there? As above. */
LI_MUST_USE li_err li_config_check_x1(const struct li_config *config,
	struct li_fault *fault);

#endif
