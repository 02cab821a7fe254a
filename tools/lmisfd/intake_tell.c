/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "intake.h"
#include "lmisfd.h"

enum { SAY_EACH_US = 60000000 };

uint64_t intake_lost(const struct intake *in)
{
	return in->counts[INTAKE_LOST] + in->counts[INTAKE_CAPTURE_LOST] +
		in->counts[INTAKE_GAPS] + in->counts[INTAKE_PASSED] +
		in->counts[INTAKE_CUT]; /* of each something, at the least */
}

/* Where a number is: in the flow's counts, or in ours. */
#define FLOW(member) offsetof(struct li_flow_counts, member)

static uint64_t flow_number(const struct lmisfd *d, size_t offset)
{
	const char *at = (const char *)li_flow_counts(d->flow) + offset;
	uint64_t n;

	memcpy(&n, at, sizeof(n));
	return n;
}

/* What an operator is told when it grows, each at most once a minute. */
static const struct trouble {
	bool ours;
	size_t at; /* FLOW() or enum intake_count */
	enum li_log_level level;
	const char *what;
} troubles[LMISFD_TROUBLES] = {
	{true, INTAKE_LOST, LI_LOG_ERROR,
		"datagrams lost: the receive buffer was full"},
	{true, INTAKE_CAPTURE_LOST, LI_LOG_ERROR,
		"captured frames lost: the capture buffer was full"},
	{true, INTAKE_GAPS, LI_LOG_ERROR,
		"gaps in captured streams or packets, or no room for them"},
	/* Gm is behind ESP, other hops may be behind TLS. */
	{true, INTAKE_ENCRYPTED, LI_LOG_WARNING,
		"captured packets encrypted: tap behind ESP or TLS"},
	/* RFC 3320: its state is with the UE and the P-CSCF. */
	{false, FLOW(sigcomp), LI_LOG_WARNING,
		"messages missed: compressed with SigComp, tap behind it"},
	{false, FLOW(hep_old), LI_LOG_WARNING,
		"packets missed: HEP 1 or 2, set the tap to version 3"},
	{false, FLOW(hep_compressed), LI_LOG_WARNING,
		"packets missed: HEP with compressed payload, turn it off"},
	{false, FLOW(unheld), LI_LOG_WARNING,
		"messages of REGISTERs without an IMPI not held: too many"},
	{false, FLOW(shed), LI_LOG_ERROR,
		"sessions or users of bystanders not kept: too many"},
	{false, FLOW(mended), LI_LOG_ERROR,
		"tasks were not in force as ordered, and were mended"},
	{false, FLOW(differ), LI_LOG_ERROR,
		"tasks are not in the store as ordered: audit verify"},
	{true, INTAKE_REFUSED, LI_LOG_WARNING,
		"datagrams or connections refused: not in intake.from"},
	{true, INTAKE_CROWDED, LI_LOG_ERROR,
		"connections refused: intake.max_connections reached"},
	{true, INTAKE_TLS_REFUSED, LI_LOG_WARNING,
		"TLS connections refused: log.level info says why"},
	{true, INTAKE_TIMED_OUT, LI_LOG_NOTICE,
		"connections closed: handshake not done in time, or idle"},
	{true, INTAKE_PASSED, LI_LOG_ERROR,
		"messages passed by: the program ended twice at each"},
	{true, INTAKE_UNFRAMED, LI_LOG_WARNING,
		"connections closed: no HEP, SIP or X2, or no Content-Length"},
	{true, INTAKE_CUT, LI_LOG_ERROR,
		"connections cut off, of TLS by the end of a core: what they "
		"were saying is lost"},
};

static uint64_t number_of(const struct lmisfd *d, const struct trouble *t)
{
	return t->ours ? d->intake.counts[t->at] : flow_number(d, t->at);
}

static void say(struct lmisfd *d, size_t i, int64_t now_us)
{
	const uint64_t n = number_of(d, &troubles[i]);
	struct told *told = &d->told[i];

	if (n == told->number ||
		(told->said_us && now_us - told->said_us < SAY_EACH_US))
		return;
	li_log(troubles[i].level, "intake", 0, "%" PRIu64 " %s",
		n - told->number, troubles[i].what);
	*told = (struct told){n, now_us};
}

void intake_tick(struct lmisfd *d)
{
	const int64_t now_us = li_clock_mono_us();
	uint64_t lost;
	li_err err;

	intake_live_tick(d);
	intake_udp_tick(d);
	for (size_t i = 0; i < LMISFD_TROUBLES; i++)
		say(d, i, now_us);
	lost = intake_lost(&d->intake);
	if (lost == d->intake.audited)
		return;
	d->intake.audited = lost;
	err = li_flow_intake_lost(d->flow, lost);
	if (err)
		lmisfd_break(d, err);
}

void intake_json(const struct lmisfd *d, struct li_buf *out)
{
	const uint64_t *in = d->intake.counts;
	const struct li_flow_counts *n = li_flow_counts(d->flow);

	li_buf_printf(out,
		"{\"packets\":%" PRIu64 ",\"sip\":%" PRIu64 ",\"cx\":%" PRIu64
		",\"bearers\":%" PRIu64 ",\"keepalives\":%" PRIu64
		",\"malformed\":%" PRIu64 ",\"unsupported\":%" PRIu64
		",\"hep_old\":%" PRIu64 ",\"hep_compressed\":%" PRIu64
		",\"sigcomp\":%" PRIu64 ",\"disagreed\":%" PRIu64
		",\"unheld\":%" PRIu64 ",\"shed\":%" PRIu64
		",\"tasks_mended\":%" PRIu64 ",\"tasks_differ\":%" PRIu64,
		n->packets, n->sip, n->cx, n->bearers, n->keepalives,
		n->malformed, n->unsupported, n->hep_old, n->hep_compressed,
		n->sigcomp, n->disagreed, n->unheld, n->shed, n->mended,
		n->differ);
	li_buf_printf(out,
		",\"connections\":%zu,\"refused\":%" PRIu64
		",\"crowded\":%" PRIu64 ",\"tls_refused\":%" PRIu64
		",\"timed_out\":%" PRIu64 ",\"unframed\":%" PRIu64
		",\"gaps\":%" PRIu64 ",\"encrypted\":%" PRIu64
		",\"cut\":%" PRIu64 ",\"lost\":%" PRIu64 ",\"cx_lost\":%" PRIu64
		"}",
		d->intake.connections, in[INTAKE_REFUSED], in[INTAKE_CROWDED],
		in[INTAKE_TLS_REFUSED], in[INTAKE_TIMED_OUT],
		in[INTAKE_UNFRAMED], in[INTAKE_GAPS], in[INTAKE_ENCRYPTED],
		in[INTAKE_CUT], intake_lost(&d->intake), n->cx_lost);
}
