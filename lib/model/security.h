/* SPDX-License-Identifier: BSD-3-Clause
 *
 * security.h - something in the signalling that looks wrong.
 *
 * It is told to who runs the network function, never to an authority: it is no
 * IRI, changes none, and stops nothing. It holds no identity of a user, neither
 * of a target nor of anybody else. `subject` says which events are about the
 * same user: a one-way number under a key that is drawn at each start and kept
 * nowhere, so that nobody can try identities on it later.
 *
 * Floor    1.
 * Threads  Plain values and pure functions.
 * Memory   Slices borrow from the event that it fired at, or from the watch
 *          until its next event.
 * Spec     TS 29.228 cl. 6.1 (who sends what); TS 33.127 cl. 8.7 (abnormal
 *          flows are logged); TS 33.126 R6.6-80 (nothing that hints at targets)
 */
#ifndef LI_MODEL_SECURITY_H
#define LI_MODEL_SECURITY_H

#include "base/buf.h"
#include "model/event.h"

/* What was broken. Numbers are stored and never used twice. */
enum li_rule {
	LI_RULE_NONE = 0,

	/* Who may send what on Cx. TS 29.228 cl. 6.1 */
	LI_RULE_CX_ROLE = 1,     /* a node sends a command not of its role */
	LI_RULE_CX_STRANGER = 2, /* Origin-Host is not in the list */
	LI_RULE_CX_PEER = 3,   /* it came by a peer that is not it, no relay */
	LI_RULE_CX_ANSWER = 4, /* answered by who is not asked such things */
	LI_RULE_CX_SERVER = 5, /* S-CSCF name that was never seen before */

	/* Too many. */
	LI_RULE_LIR_SWEEP = 10,   /* one origin asks for many identities */
	LI_RULE_LIR_UNKNOWN = 11, /* ... for many that do not exist */
	LI_RULE_MAR_MANY = 12,    /* one origin takes vectors of many users */
	LI_RULE_MAR_ONE = 13,     /* many vectors of one user */

	/* Authentication. */
	LI_RULE_SAR_UNPROVED = 20,   /* registered without a MAA before it */
	LI_RULE_AUTH_FAILED = 21,    /* many SAR 9, 10 of one user */
	LI_RULE_AUTH_REFUSED = 22,   /* many REGISTERs of one user refused */
	LI_RULE_AUTH_FAILED_BY = 23, /* many SAR 9, 10 of one origin */

	/* A registration may be in other hands. TS 23.228 cl. 5.20 (GRUU);
	 * RFC 5626, 5627. None is proof: a device changes by right, too. */
	LI_RULE_HIJACK_DEVICE = 31, /* another device, the old one is there */
	LI_RULE_HIJACK_SHARED = 32, /* one device, another IMPI */
	LI_RULE_HIJACK_TRAVEL = 33, /* too far away too soon */
	LI_RULE_HIJACK_GRUU = 34,   /* a GRUU not of this IMPU and device */
	LI_RULE_HIJACK_DIALOG = 35, /* a call from where nobody is bound */
	LI_RULE_HIJACK_QUIET = 36,  /* a new place without a challenge */
	LI_RULE_HIJACK_BARE = 37,   /* no device named where all others were */
	LI_RULE_HIJACK_IMEI = 39,   /* not the device of the user's bearers */
	LI_RULE_HIJACK_FAILED = 40, /* after failures, from another network */

	/* Cx and SIP, or Cx and what it said before, do not agree. */
	LI_RULE_SERVER_DIFFERS = 50, /* another S-CSCF than the one stored */
	LI_RULE_SIP_GONE = 51,       /* SIP's last binding went, Cx's stays */
	LI_RULE_CX_GONE = 52,        /* Cx took back what SIP has fresh */
	LI_RULE_NOT_ASSOCIATED = 53, /* IMPI and IMPU that do not belong */
	LI_RULE_STALE = 54,          /* a RTR that nobody answered */
	LI_RULE_LAST = LI_RULE_STALE,
};

enum li_severity {
	LI_SEVERITY_LOW = 1,
	LI_SEVERITY_MEDIUM = 2,
	LI_SEVERITY_HIGH = 3,
};

struct li_security_event {
	enum li_rule rule;
	enum li_severity severity;
	enum li_source source;
	uint64_t number;  /* of the event that it fired at; 0: a summary */
	int64_t at_us;    /* of that event, or the last that is summed up */
	int64_t since_us; /* from when on was counted */
	uint64_t count;   /* what was counted; of a summary, events */
	uint64_t limit; /* fires from here on; 0: it is no matter of how many */
	uint32_t code;  /* Cx command, or SIP status; 0 none */
	uint64_t subject;       /* which user; 0 none */
	struct li_slice node;   /* Diameter identity that it is held against */
	struct li_slice peer;   /* that the message came by */
	struct li_slice server; /* S-CSCF name */
};

enum {
	LI_NODES_MAX = 64,      /* of the list of Cx nodes */
	LI_NODE_MAX = 253,      /* octets of a Diameter identity: RFC 1035 */
	LI_SERVERS_MAX = 64,    /* of the list of S-CSCF names */
	LI_SERVER_MAX = 253,    /* octets of the host of one */
	LI_SECURITY_TEXT = 255, /* octets that are kept of a name */
};

/* What a Cx node is; bits, since one may be several. TS 23.228 cl. 4.6 */
enum li_node_role {
	LI_NODE_ICSCF = 1 << 0,
	LI_NODE_SCSCF = 1 << 1,
	LI_NODE_HSS = 1 << 2,
	LI_NODE_RELAY =
		1 << 3, /* passes on what others send: RFC 6733 cl. 2.8 */
};

struct li_node {
	char host[LI_NODE_MAX + 1]; /* Origin-Host */
	enum li_node_role role;
};

/* What watch-keeping goes by. A number of 0 switches its rule off. */
struct li_watch_rules {
	/* Who is there; none: no message is judged by who sent it. A host that
	 * stands there twice has both roles. */
	struct li_node nodes[LI_NODES_MAX];
	uint32_t nodes_count;
	/* Hosts of S-CSCF names; none: they are learned. */
	char servers[LI_SERVERS_MAX][LI_SERVER_MAX + 1];
	uint32_t servers_count;
	uint32_t learn_s;  /* so long a name that is learned is no news */
	uint32_t window_s; /* what is counted is counted in so long */
	uint32_t proof_s;  /* a MAA is recent for so long */
	uint32_t travel_s; /* between two networks */
	uint32_t lir_identities, lir_unknown; /* of one origin */
	uint32_t mar_identities, mar_of_one;  /* of one origin; of one user */
	uint32_t failures, failures_by;       /* of one user; of one origin */
	uint32_t place_users; /* of more than so many a place is a node */
	/* There are LI_X2_LITE records; one is believed for so long. */
	bool lite;
	uint32_t bearer_s;
	uint32_t rows_a_minute; /* of one rule and origin */
	uint32_t users_max;     /* remembered at once */
};

/* Such rules as a program without a configuration goes by. */
struct li_watch_rules li_watch_rules_usual(void);

/* Are devices compared with those of their bearers? */
static inline bool li_watch_rules_bearers(const struct li_watch_rules *rules)
{
	return rules->lite && rules->bearer_s;
}

/* "cx-role", "h1-new-device"; "?" for none. Static storage. */
const char *li_rule_name(enum li_rule rule);

/* "low", "medium", "high". Static storage. */
const char *li_severity_name(enum li_severity severity);

/* The n-th rule there is, from 0; LI_RULE_NONE behind the last. */
enum li_rule li_rule_nth(size_t n);

/* Append every field in our own form, or read a whole slice of it.
 *   LI_EMALFORMED   cut short, out of range, or trailing octets
 */
void li_pack_security(struct li_buf *b, const struct li_security_event *e);
LI_MUST_USE li_err li_unpack_security(struct li_slice s,
	struct li_security_event *out);

#endif
