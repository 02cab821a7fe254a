/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/link_inside.h"

struct overtaking {
	struct li_link *link;
	bool any;
};

static void note_overtaking(int64_t id, void *data)
{
	struct overtaking *o = data;

	if (!o->link->ports.overtook)
		return;
	o->any = true;
	o->link->ports.overtook(o->link->ports.data, &o->link->destination.did,
		id);
}

void li_link_confirm(struct li_link *link, struct li_window_mark mark)
{
	struct overtaking over = {.link = link};
	int64_t id;

	/* Before the records that they are over. */
	if (link->checks)
		li_checks_confirm(link->checks, mark.checks);
	id = li_lanes_confirm(link->lanes, mark.records, note_overtaking,
		&over);

	/* A peer that acknowledges is a peer that accepted us. */
	li_backoff_reset(&link->backoff);
	link->failed = 0;
	if (!link->stuck)
		link->why[0] = '\0';
	if (id <= link->confirmed && !over.any)
		return;
	if (id > link->confirmed)
		link->confirmed = id;
	if (link->told && (over.any || link->confirmed > link->reset))
		link->reset = 0;
	link->counts.confirms++;
	link->ports.confirmed(link->ports.data, &link->destination.did,
		link->confirmed);
}

bool li_link_acknowledged(struct li_link *link, enum li_window_kind kind,
	uint32_t sequence)
{
	struct li_window_mark mark;

	if (li_window_acknowledge(&link->window, kind, sequence, &mark) !=
		LI_OK) {
		/* One that was never sent proves nothing: TIME_P2 goes on. */
		link->counts.stray_acks++;
		return false;
	}
	li_link_watch_overdue(link);
	li_link_confirm(link, mark);
	return true;
}

static li_err take_all(struct li_link *link)
{
	size_t at = 0, size;
	li_err err;

	for (;;) {
		const struct li_slice rest =
			li_slice_sub(li_buf_slice(&link->in), at, link->in.n);

		err = rest.n > 0 ? link->protocol->take(link, rest, &size)
				 : LI_EAGAIN;
		if (err != LI_OK)
			break;
		at += size;
	}
	li_buf_consume(&link->in, at);
	return err == LI_EAGAIN ? LI_OK : err;
}

bool li_link_receive(struct li_link *link)
{
	enum li_tls_outcome outcome = LI_TLS_OK;

	while (outcome == LI_TLS_OK) {
		uint8_t *to = li_buf_reserve(&link->in, LI_LINK_IN_MAX / 2);
		size_t n = 0;

		if (!to) {
			li_link_break(link, "peer sends what is no answer");
			return false;
		}
		outcome = li_tls_read(link->tls, to, LI_LINK_IN_MAX / 2, &n);
		if (outcome != LI_TLS_OK)
			break;
		li_buf_commit(&link->in, n);
		if (take_all(link) != LI_OK) {
			li_link_break(link, "peer sends what is no answer");
			return false;
		}
	}
	if (outcome == LI_TLS_CLOSED || outcome == LI_TLS_FAILED) {
		li_link_break_tls(link, outcome);
		return false;
	}
	return true;
}
