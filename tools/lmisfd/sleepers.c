/* SPDX-License-Identifier: BSD-3-Clause */
#include "sleepers.h"

#include <sys/socket.h>
#include <unistd.h>

static const struct holder_told none = {.fd = -1, .pid = -1};

static void end(struct holder_told *one)
{
	if (one->fd >= 0)
		close(one->fd);
	*one = none;
}

static bool say(const struct holder_told *one, char word)
{
	return one->fd >= 0 &&
		send(one->fd, &word, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
}

void sleepers_none(struct sleepers *s, int told)
{
	*s = (struct sleepers){.told = told,
		.newest = none,
		.copy = none,
		.woken = none};
}

/* Until a newest one has left its copy, the one before is in its place: it goes
 * later than the copy that it left, which is a child of its. */
static void take(struct sleepers *s, const struct holder_told *one)
{
	if (one->copy || s->newest.fd >= 0)
		end(&s->copy);
	if (one->copy) {
		s->copy = *one;
		return;
	}
	if (s->newest.fd >= 0)
		s->copy = s->newest;
	s->newest = *one;
	(void)say(one, HOLDER_COPY); /* one that is dead is seen when woken */
}

void sleepers_hear(struct sleepers *s)
{
	struct holder_told one;

	while (holder_heard(s->told, &one))
		take(s, &one);
}

/* The last one leaves a copy before it goes on. */
static bool wake(struct sleepers *s, struct holder_told *one, bool last)
{
	if ((last && !say(one, HOLDER_COPY)) || !say(one, HOLDER_WAKE)) {
		end(one);
		return false;
	}
	sleepers_settle(s);
	s->woken = *one;
	*one = none;
	return true;
}

pid_t sleepers_wake(struct sleepers *s)
{
	return wake(s, &s->newest, s->copy.fd < 0) || wake(s, &s->copy, true)
		? s->woken.pid
		: -1;
}

void sleepers_settle(struct sleepers *s)
{
	end(&s->woken);
}

void sleepers_end(struct sleepers *s)
{
	end(&s->woken);
	end(&s->copy);
	end(&s->newest);
}
