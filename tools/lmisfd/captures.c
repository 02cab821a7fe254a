/* SPDX-License-Identifier: BSD-3-Clause */
#include "captures.h"

#include "base/clock.h"
#include "base/log.h"

/* Between two looks at an interface that is away; the first comes no sooner, so
 * that a core has read what the old socket has. */
enum { AWAY_MS = 250, AWAY_US = 1000 * AWAY_MS };

li_err captures_open(const struct li_config *config, struct held *held,
	struct li_fault *fault)
{
	const struct li_config_intake *c = &config->intake;
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < c->capture_count; i++) {
		const struct li_live_options o = {
			.interface = c->capture[i].interface,
			.filter = c->capture[i].filter,
			.buffer_bytes = (size_t)c->capture_buffer_mb << 20,
		};

		err = li_live_open(&o, &held->captures[i].live, fault);
		held->captures[i].name = o.interface;
		held->capture_count += !err;
	}
	return err;
}

void captures_close(struct held *held)
{
	for (size_t i = 0; i < held->capture_count; i++)
		li_live_close(held->captures[i].live);
}

size_t captures_want(const struct held *held, struct pollfd *on, int *wait_ms)
{
	size_t n = 0;

	for (size_t i = 0; i < held->capture_count; i++) {
		const struct held_capture *c = &held->captures[i];

		if (!c->away)
			on[n++] = (struct pollfd){li_live_fd(c->live), 0, 0};
		else if (*wait_ms < 0 || *wait_ms > AWAY_MS)
			*wait_ms = AWAY_MS;
	}
	return n;
}

static void try_again(struct held *held, struct held_capture *c,
	struct kept *kept)
{
	struct li_live_words words;
	li_err err = li_live_again(c->live);

	if (err)
		return;
	words = li_live_words(c->live);
	err = kept_add(kept,
		&(struct kept_word){
			.socket = held->socket_count +
				(size_t)(c - held->captures),
			.era = words.era,
			.link = words.link,
		},
		li_live_fd(c->live));
	/* It is said, and tried again. */
	if (err) {
		li_log(LI_LOG_ERROR, "intake", 0, "interface %s: %s", c->name,
			li_err_name(err));
		return;
	}
	c->away = false;
	li_log(LI_LOG_NOTICE, "intake", 0, "interface %s is back", c->name);
}

void captures_look(struct held *held, struct kept *kept)
{
	const int64_t now_us = li_clock_mono_us();

	for (size_t i = 0; i < held->capture_count; i++) {
		struct held_capture *c = &held->captures[i];

		if (c->away && now_us >= c->again_us) {
			c->again_us = now_us + AWAY_US;
			try_again(held, c, kept);
		} else if (!c->away && li_live_gone(c->live)) {
			c->away = true;
			c->again_us = now_us + AWAY_US;
			li_log(LI_LOG_ERROR, "intake", 0,
				"interface %s vanished, waiting for it",
				c->name);
		}
	}
}
