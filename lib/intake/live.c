/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/live.h"

#include <stdlib.h>
#include <string.h>

#include <pcap/pcap.h>

struct li_live {
	struct li_live_options options;
	pcap_t *pcap; /* NULL while the interface is away */
	enum li_link link;
	uint64_t lost_before; /* with the interface that vanished */
	struct li_live_counts counts;
};

/* The link types that packets are read from. */
static const struct {
	int dlt;
	enum li_link link;
} links[] = {
	{DLT_EN10MB, LI_LINK_ETHERNET},
	{DLT_RAW, LI_LINK_IP},
	{DLT_LINUX_SLL, LI_LINK_SLL},
	{DLT_LINUX_SLL2, LI_LINK_SLL2},
};

/* Compile it, and give it to the kernel unless it is only looked at. */
static li_err set_filter(pcap_t *pcap, const char *filter, bool only_look,
	struct li_fault *fault)
{
	struct bpf_program program;
	li_err err = LI_OK;

	if (!filter[0])
		return LI_OK;
	if (pcap_compile(pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) != 0)
		return li_fault_set(fault, LI_ECONFIG, "capture filter: %s",
			pcap_geterr(pcap));
	if (!only_look && pcap_setfilter(pcap, &program) != 0)
		err = li_fault_set(fault, LI_ECONFIG, "capture filter: %s",
			pcap_geterr(pcap));
	pcap_freecode(&program);
	return err;
}

li_err li_live_check(const char *filter, struct li_fault *fault)
{
	pcap_t *pcap = pcap_open_dead(DLT_EN10MB, LI_LIVE_SNAPLEN);
	li_err err;

	if (!pcap)
		return LI_ENOMEM;
	err = set_filter(pcap, filter, true, fault);
	pcap_close(pcap);
	return err;
}

static li_err find_link(struct li_live *l, pcap_t *pcap, struct li_fault *fault)
{
	const int dlt = pcap_datalink(pcap);
	const char *name = pcap_datalink_val_to_name(dlt);

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (links[i].dlt != dlt)
			continue;
		l->link = links[i].link;
		return LI_OK;
	}
	return li_fault_set(fault, LI_EUNSUPPORTED,
		"%s: link type %s is not read", l->options.interface,
		name ? name : "?");
}

/* Errors of pcap_activate() are negative; a warning is none. */
static li_err activate(struct li_live *l, pcap_t *pcap, struct li_fault *fault)
{
	const struct li_live_options *o = &l->options;
	char text[PCAP_ERRBUF_SIZE];
	int bad;

	pcap_set_snaplen(pcap, LI_LIVE_SNAPLEN);
	pcap_set_promisc(pcap, strcmp(o->interface, "any") != 0);
	pcap_set_timeout(pcap, LI_LIVE_BLOCK_MS);
	pcap_set_buffer_size(pcap, (int)o->buffer_bytes);
	bad = pcap_activate(pcap);
	if (bad < 0)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", o->interface,
			bad == PCAP_ERROR ? pcap_geterr(pcap)
					  : pcap_statustostr(bad));
	if (pcap_setnonblock(pcap, 1, text) != 0)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", o->interface,
			text);
	return LI_OK;
}

static li_err open_pcap(struct li_live *l, struct li_fault *fault)
{
	char text[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_create(l->options.interface, text);
	li_err err;

	if (!pcap)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s",
			l->options.interface, text);
	err = activate(l, pcap, fault);
	if (!err)
		err = find_link(l, pcap, fault);
	if (!err)
		err = set_filter(pcap, l->options.filter, false, fault);
	if (err) {
		pcap_close(pcap);
		return err;
	}
	l->pcap = pcap;
	l->counts.opened++;
	return LI_OK;
}

li_err li_live_open(const struct li_live_options *options, struct li_live **out,
	struct li_fault *fault)
{
	struct li_live *l = calloc(1, sizeof(*l));
	li_err err;

	if (!l)
		return LI_ENOMEM;
	l->options = *options;
	err = open_pcap(l, fault);
	if (err) {
		free(l);
		return err;
	}
	*out = l;
	return LI_OK;
}

void li_live_close(struct li_live *live)
{
	if (!live)
		return;
	if (live->pcap)
		pcap_close(live->pcap);
	free(live);
}

int li_live_fd(const struct li_live *live)
{
	return live->pcap ? pcap_get_selectable_fd(live->pcap) : -1;
}

/* What one call of pcap_dispatch() is about. */
struct taking {
	struct li_live *live;
	li_live_fn fn;
	void *data;
	li_err err;
	int n;
};

static void frame(u_char *user, const struct pcap_pkthdr *head,
	const u_char *octets)
{
	struct taking *t = (void *)user;
	struct li_live *l = t->live;
	const int64_t at_us =
		(int64_t)head->ts.tv_sec * 1000000 + head->ts.tv_usec;

	l->counts.frames++;
	if (head->caplen < head->len)
		l->counts.cut++;
	t->n++;
	t->err = t->fn(l->link, li_slice(octets, head->caplen), at_us, t->data);
	if (t->err)
		pcap_breakloop(l->pcap);
}

/* The counters of a ring end with it. */
static void read_lost(struct li_live *l)
{
	struct pcap_stat now;

	if (l->pcap && pcap_stats(l->pcap, &now) == 0)
		l->counts.lost = l->lost_before + now.ps_drop;
}

li_err li_live_take(struct li_live *live, int max, li_live_fn fn, void *data,
	int *n)
{
	struct taking t = {.live = live, .fn = fn, .data = data};
	int got;

	*n = 0;
	if (!live->pcap)
		return LI_ECLOSED;
	got = pcap_dispatch(live->pcap, max, frame, (u_char *)&t);
	*n = t.n;
	if (t.err || got >= 0 || got == PCAP_ERROR_BREAK)
		return t.err;
	/* "The interface went down" is one that comes up again by itself. */
	if (got == PCAP_ERROR && strstr(pcap_geterr(live->pcap), "went down"))
		return LI_OK;
	read_lost(live);
	live->lost_before = live->counts.lost;
	pcap_close(live->pcap);
	live->pcap = NULL;
	return LI_ECLOSED;
}

li_err li_live_again(struct li_live *live)
{
	if (live->pcap)
		return LI_OK;
	return open_pcap(live, NULL) ? LI_EAGAIN : LI_OK;
}

const struct li_live_counts *li_live_counts(struct li_live *live)
{
	read_lost(live);
	return &live->counts;
}
