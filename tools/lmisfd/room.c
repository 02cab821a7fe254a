/* SPDX-License-Identifier: BSD-3-Clause */
#include "room.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "common/ready.h"
#include "holder.h"
#include "lmisfd.h"

enum {
	LOOK_MS = 100,
	PACE_US = 500000,   /* from one core to the next that tries */
	CALM_US = 10000000, /* behind the last one: the next tries at once */
};

/* ---- in a core ---- */

/* Who waits for the first one to serve is told why it does not. */
void room_lacks(const struct lmisfd *d, li_err err)
{
	if (!d->held || err != LI_EDB || !li_store_full() ||
		!li_ring_number(d->held->ring, LI_RING_SERVED))
		return;
	li_log(LI_LOG_ERROR, "store", 0,
		"the disk has no room: what comes in waits");
	li_room_give(d->config->store.path);
	li_ring_set(d->held->ring, LI_RING_FULL, (uint64_t)getpid());
	_exit(EX_IOERR);
}

void lmisfd_break(struct lmisfd *d, li_err err)
{
	if (d->broken)
		return;
	room_lacks(d, err);
	d->broken = err;
	li_log(LI_LOG_ERROR, "store", 0, "%s: stopping", li_err_name(err));
	li_loop_stop(d->loop);
}

li_err room_tell(struct lmisfd *d)
{
	li_err err;

	if (!li_ring_number(d->held->ring, LI_RING_FULL))
		return LI_OK;
	err = li_flow_full(d->flow, li_clock_now_us());
	if (!err)
		li_ring_set(d->held->ring, LI_RING_FULL, 0);
	return err;
}

/* ---- in the holder ---- */

void room_open(struct room *r, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder =
		slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");

	*r = (struct room){.folder = -1};
	if (folder)
		r->folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(folder);
}

void room_close(struct room *r)
{
	if (r->folder >= 0)
		close(r->folder);
	r->folder = -1;
}

bool room_lacked(struct room *r, const struct li_ring *ring, pid_t core)
{
	const int64_t now_us = li_clock_mono_us();

	if (li_ring_number(ring, LI_RING_FULL) != (uint64_t)core)
		return false;
	r->waits = true;
	r->due_us = now_us < r->due_us + CALM_US ? now_us + PACE_US : now_us;
	return true;
}

void room_want(const struct room *r, int *wait_ms)
{
	if (r->waits && (*wait_ms < 0 || *wait_ms > LOOK_MS))
		*wait_ms = LOOK_MS;
}

bool room_again(struct room *r)
{
	const int64_t now_us = li_clock_mono_us();
	struct li_room room;

	if (!r->waits)
		return false;
	li_watchdog(); /* nothing stands still but what has to */
	/* Where it cannot be seen it is tried. */
	if (now_us < r->due_us ||
		(li_room_at(r->folder, &room) == LI_OK &&
			!li_room_enough(&room)))
		return false;
	r->due_us = now_us;
	r->waits = false;
	return true;
}
