/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake.h"

#include "base/log.h"
#include "holder.h"
#include "lmisfd.h"

bool intake_allows(struct lmisfd *d, const struct li_address *from)
{
	const struct li_config_intake *c = &d->config->intake;

	if (c->from_count == 0)
		return true;
	for (size_t i = 0; i < c->from_count; i++)
		if (li_prefix_has(&c->from[i], from))
			return true;
	d->intake.counts[INTAKE_REFUSED]++;
	return false;
}

li_err intake_give(struct listener *l, const struct li_packet *p)
{
	struct lmisfd *d = l->daemon;
	li_err err = l->lite ? li_flow_take_lite(d->flow, p)
		: l->hep     ? li_flow_take_hep(d->flow, p)
			     : li_flow_take_sip(d->flow, p);

	if (err)
		lmisfd_break(d, err);
	return err;
}

li_err intake_give_all(struct lmisfd *d, const struct li_packet *packets,
	size_t count)
{
	li_err err = li_flow_take_all(d->flow, packets, count);

	if (err)
		lmisfd_break(d, err);
	return err;
}

/* Is there anything to have certificates for? */
static bool has_tls(const struct li_config *config)
{
	return li_config_intake_tls(&config->intake);
}

/* Taps that are not taken with these are parted with. TS 33.127 cl. 8 */
static void use_creds(void *data, struct li_tls_creds *creds)
{
	struct lmisfd *d = data;
	struct stream *next;

	for (size_t i = 0; i < d->listener_count; i++)
		if (d->listeners[i].tls)
			d->listeners[i].streams.creds = creds;
	for (struct stream *s = d->intake.streams; s; s = next) {
		next = s->next;
		if (s->tls && !li_tls_recheck(s->tls, creds)) {
			s->end = STREAM_TLS;
			s->why = li_tls_why(s->tls);
			stream_close(s);
		}
	}
}

static struct li_tls_keeper keeper_of(const struct li_config *config)
{
	return (struct li_tls_keeper){
		.files = li_config_tls_files(&config->intake.tls),
		.stage = "intake",
		.use = use_creds,
	};
}

li_err intake_check(const struct li_config *config, struct li_fault *fault)
{
	struct li_tls_keeper keeper = keeper_of(config);
	li_err err = LI_OK;

	if (has_tls(config))
		err = li_tls_keeper_load(&keeper, fault);
	li_tls_keeper_free(&keeper);
	return err ? err : intake_live_check(config, fault);
}

void intake_reload(struct lmisfd *d)
{
	if (has_tls(d->config))
		li_tls_keeper_reload(&d->intake.keeper);
}

static li_err open_list(struct lmisfd *d, const struct held_list *from)
{
	li_err err = LI_OK;

	for (size_t i = 0; i < from->list->count && !err; i++) {
		struct listener *l = &d->listeners[d->listener_count++];

		*l = (struct listener){.daemon = d,
			.at = from->list->at[i],
			.udp = from->udp,
			.hep = from->hep,
			.tls = from->tls,
			.lite = from->lite,
			.watch.fd = d->held->sockets[d->sockets++]};
		if (from->udp)
			err = intake_listen_udp(l);
		else
			intake_listen_tcp(l);
	}
	return err;
}

li_err intake_open(struct lmisfd *d, struct li_fault *fault)
{
	const struct li_config_intake *c = &d->config->intake;
	struct held_list all[HELD_LISTS];
	li_err err = LI_OK;

	d->intake.keeper = keeper_of(d->config);
	d->intake.keeper.data = d;
	if (has_tls(d->config))
		err = li_tls_keeper_load(&d->intake.keeper, fault);
	for (size_t i = 0; i < c->peers_count; i++)
		d->intake.peers[i] = c->peers[i];
	held_lists(d->config, all);
	for (size_t i = 0; !err && i < HELD_LISTS; i++)
		err = open_list(d, &all[i]);
	if (!err)
		err = intake_watch_handed(d);
	if (!err && has_tls(d->config))
		li_tls_keeper_watch(&d->intake.keeper, d->loop);
	return err ? err : intake_live_open(d);
}

void intake_close(struct lmisfd *d)
{
	while (d->intake.streams)
		stream_close(d->intake.streams);
	intake_live_close(d);
	li_tls_keeper_free(&d->intake.keeper);
}
