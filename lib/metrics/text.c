/* SPDX-License-Identifier: BSD-3-Clause */
#include "metrics/text.h"

#include <inttypes.h>
#include <string.h>

/* Samples of one metric stand together; label and value may be NULL. */
static const struct row {
	enum li_count at;
	const char *name, *type, *label, *value, *help;
} rows[] = {
	{LI_COUNT_PACKETS, "lmisf_packets_total", "counter", NULL, NULL,
		"Messages and Cx exchanges that came in."},
	{LI_COUNT_SIP, "lmisf_messages_total", "counter", "protocol", "sip",
		"Messages that were read."},
	{LI_COUNT_CX, "lmisf_messages_total", "counter", "protocol", "cx", ""},
	{LI_COUNT_BEARERS, "lmisf_messages_total", "counter", "protocol",
		"lite", ""},
	{LI_COUNT_KEEPALIVES, "lmisf_keepalives_total", "counter", NULL, NULL,
		"Packets that keep a path open."},
	{LI_COUNT_MALFORMED, "lmisf_malformed_total", "counter", NULL, NULL,
		"Messages not understood, wholly or in part."},
	{LI_COUNT_UNSUPPORTED, "lmisf_unread_total", "counter", "reason",
		"protocol", "Packets that could not be read."},
	{LI_COUNT_HEP_OLD, "lmisf_unread_total", "counter", "reason", "hep_old",
		""},
	{LI_COUNT_HEP_COMPRESSED, "lmisf_unread_total", "counter", "reason",
		"hep_compressed", ""},
	{LI_COUNT_SIGCOMP, "lmisf_unread_total", "counter", "reason", "sigcomp",
		""},
	{LI_COUNT_ENCRYPTED, "lmisf_unread_total", "counter", "reason",
		"encrypted", ""},
	{LI_COUNT_LOST_SOCKET, "lmisf_lost_total", "counter", "where", "socket",
		"Packets lost before they were read."},
	{LI_COUNT_LOST_CAPTURE, "lmisf_lost_total", "counter", "where",
		"capture", ""},
	{LI_COUNT_LOST_GAPS, "lmisf_lost_total", "counter", "where", "gap", ""},
	{LI_COUNT_LOST_CX, "lmisf_lost_total", "counter", "where", "cx", ""},
	{LI_COUNT_PEERS, "lmisf_peers", "gauge", NULL, NULL,
		"Connections of taps."},
	{LI_COUNT_REFUSED_ADDRESS, "lmisf_refused_total", "counter", "reason",
		"address", "Datagrams and connections refused or ended."},
	{LI_COUNT_REFUSED_LIMIT, "lmisf_refused_total", "counter", "reason",
		"limit", ""},
	{LI_COUNT_REFUSED_TLS, "lmisf_refused_total", "counter", "reason",
		"tls", ""},
	{LI_COUNT_REFUSED_TIME, "lmisf_refused_total", "counter", "reason",
		"time", ""},
	{LI_COUNT_REFUSED_FRAMING, "lmisf_refused_total", "counter", "reason",
		"framing", ""},
	{LI_COUNT_CLOCK_SYNCED, "lmisf_clock", "gauge", "state", "synchronised",
		"How the machine's UTC is kept: one of these is 1."},
	{LI_COUNT_CLOCK_FREE, "lmisf_clock", "gauge", "state", "free", ""},
	{LI_COUNT_CLOCK_UNKNOWN, "lmisf_clock", "gauge", "state", "unknown",
		""},
	{LI_COUNT_TASKS, "lmisf_li_tasks", "gauge", NULL, NULL,
		"Tasks that were ever entered."},
	{LI_COUNT_TASKS_IN_FORCE, "lmisf_li_tasks_in_force", "gauge", NULL,
		NULL, "Tasks in force."},
	{LI_COUNT_TASKS_MENDED, "lmisf_li_tasks_mended_total", "counter", NULL,
		NULL, "Tasks that were not in force as ordered."},
	{LI_COUNT_TASKS_DIFFER, "lmisf_li_tasks_differ_total", "counter", NULL,
		NULL, "Tasks that the store has not as ordered."},
	{LI_COUNT_DESTINATIONS, "lmisf_li_destinations", "gauge", NULL, NULL,
		"Destinations."},
	{LI_COUNT_IRI, "lmisf_li_iri_total", "counter", NULL, NULL,
		"Records made."},
	{LI_COUNT_IRI_WAITING, "lmisf_li_iri_waiting", "gauge", NULL, NULL,
		"Records that wait to be confirmed, of all destinations."},
	{LI_COUNT_IRI_CONFIRMED, "lmisf_li_iri_confirmed_total", "counter",
		NULL, NULL, "Records that a destination confirmed."},
	{LI_COUNT_AUDIT_ROWS, "lmisf_li_audit_rows_total", "counter", NULL,
		NULL, "Rows of the audit."},
	{LI_COUNT_SECURITY_EVENTS, "lmisf_li_security_events_total", "counter",
		NULL, NULL, "Security events kept."},
	{LI_COUNT_DISAGREED, "lmisf_li_disagreed_total", "counter", NULL, NULL,
		"Messages that scan and libosip2 read differently."},
	{LI_COUNT_UNHELD, "lmisf_li_unheld_total", "counter", NULL, NULL,
		"Messages not held until it is known whose they are."},
	{LI_COUNT_SHED, "lmisf_li_shed_total", "counter", NULL, NULL,
		"Sessions and users of bystanders not kept."},
	{LI_COUNT_PASSED, "lmisf_li_passed_total", "counter", NULL, NULL,
		"Messages passed by: the core ended twice at each."},
	{LI_COUNT_KEYS_ASKED, "lmisf_li_keys_asked_total", "counter", NULL,
		NULL, "Requests for keys of media that went to a KMS."},
	{LI_COUNT_KEYS_HAD, "lmisf_li_keys_had_total", "counter", NULL, NULL,
		"Orders of keys that came whole."},
	{LI_COUNT_KEYS_NO_TICKET, "lmisf_li_keys_failed_total", "counter",
		"reason", "no_ticket", "Orders of keys that did not."},
	{LI_COUNT_KEYS_NO_KMS, "lmisf_li_keys_failed_total", "counter",
		"reason", "no_kms", ""},
	{LI_COUNT_KEYS_RESTING, "lmisf_li_keys_failed_total", "counter",
		"reason", "resting", ""},
	{LI_COUNT_KEYS_NO_ANSWER, "lmisf_li_keys_failed_total", "counter",
		"reason", "no_answer", ""},
	{LI_COUNT_KEYS_REFUSED, "lmisf_li_keys_failed_total", "counter",
		"reason", "refused", ""},
	{LI_COUNT_KEYS_GARBLED, "lmisf_li_keys_failed_total", "counter",
		"reason", "garbled", ""},
	{LI_COUNT_KEYS_PARTIAL, "lmisf_li_keys_failed_total", "counter",
		"reason", "partial", ""},
	{LI_COUNT_KEYS_WAITING, "lmisf_li_keys_waiting", "gauge", NULL, NULL,
		"Orders of keys without an answer yet."},
};

/* The backslash first: what follows is made of it. */
static void put_escaped(struct li_buf *out, char c)
{
	switch (c) {
	case '\\': li_buf_put_str(out, "\\\\"); break;
	case '\n': li_buf_put_str(out, "\\n"); break;
	case '"': li_buf_put_str(out, "\\\""); break;
	default: li_buf_put(out, &c, 1); break;
	}
}

void li_metrics_label(struct li_buf *out, const char *text)
{
	while (*text)
		put_escaped(out, *text++);
}

static void put_head(struct li_buf *out, const char *name, const char *type,
	const char *help)
{
	li_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
		type);
}

static void put_row(struct li_buf *out, const struct row *r, uint64_t value)
{
	li_buf_put_str(out, r->name);
	if (r->label) {
		li_buf_printf(out, "{%s=\"", r->label);
		li_metrics_label(out, r->value);
		li_buf_put_str(out, "\"}");
	}
	li_buf_printf(out, " %" PRIu64 "\n", value);
}

void li_metrics_text(struct li_buf *out, const struct li_counts *counts,
	size_t count, const char *version)
{
	const char *last = "";

	put_head(out, "lmisf_build_info", "gauge", "The program's version.");
	li_buf_put_str(out, "lmisf_build_info{version=\"");
	li_metrics_label(out, version);
	li_buf_put_str(out, "\"} 1\n");
	put_head(out, "lmisf_up", "gauge", "Whether lmisfd answers.");
	li_buf_printf(out, "lmisf_up %d\n", counts != NULL);
	for (size_t i = 0; counts && i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];

		if (r->at >= count)
			continue;
		if (strcmp(r->name, last) != 0)
			put_head(out, r->name, r->type, r->help);
		last = r->name;
		put_row(out, r, counts->at[r->at]);
	}
}
