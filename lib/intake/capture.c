/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/capture.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include <pcap/pcap.h>

struct li_capture {
	pcap_t *pcap;
	const char *name;
	char *own_name; /* what `name` points to, when we made it */
	enum li_link link;
	bool broken;
	char reason[256]; /* why it is broken */
	struct li_capture_counts counts;
};

static bool known_link(int dlt, enum li_link *out)
{
	switch (dlt) {
	case DLT_EN10MB: *out = LI_LINK_ETHERNET; return true;
	case DLT_RAW:
	case DLT_IPV4:
	case DLT_IPV6: *out = LI_LINK_IP; return true;
	case DLT_LINUX_SLL: *out = LI_LINK_SLL; return true;
	case DLT_LINUX_SLL2: *out = LI_LINK_SLL2; return true;
	default: return false;
	}
}

li_err li_capture_adopt(FILE *file, const char *name, struct li_capture **out,
	struct li_fault *fault)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	struct li_capture *c;
	int dlt;

	c = calloc(1, sizeof(*c));
	if (!c) {
		fclose(file);
		return li_fault_set(fault, LI_ENOMEM, "%s: no memory", name);
	}
	c->name = name;
	c->pcap = pcap_fopen_offline_with_tstamp_precision(file,
		PCAP_TSTAMP_PRECISION_MICRO, text);
	if (!c->pcap) {
		fclose(file);
		free(c);
		return li_fault_set(fault, LI_EMALFORMED,
			"%s: not a pcap or pcapng file (%s)", name, text);
	}
	dlt = pcap_datalink(c->pcap);
	if (!known_link(dlt, &c->link)) {
		const char *what = pcap_datalink_val_to_name(dlt);

		li_capture_close(c);
		return li_fault_set(fault, LI_EUNSUPPORTED,
			"%s: link type %s: must be Ethernet, raw IP or Linux "
			"cooked",
			name, what ? what : "unknown");
	}
	*out = c;
	return LI_OK;
}

li_err li_capture_open(const char *path, struct li_capture **out,
	struct li_fault *fault)
{
	char *name = strdup(path);
	struct li_capture *c = NULL;
	FILE *file;
	li_err err;

	if (!name)
		return li_fault_set(fault, LI_ENOMEM, "%s: no memory", path);
	file = fopen(path, "rbe");
	if (!file) {
		free(name);
		return li_fault_set(fault, LI_ENOTFOUND, "%s: %s", path,
			strerror(errno));
	}
	err = li_capture_adopt(file, name, &c, fault);
	if (!c) {
		free(name);
		return err;
	}
	c->own_name = name;
	*out = c;
	return LI_OK;
}

static li_err broken(struct li_capture *c, struct li_fault *fault)
{
	c->broken = true;
	return li_fault_set(fault, LI_EMALFORMED, "%s: %s", c->name, c->reason);
}

/* libpcap gave no packet: say after which one, and why. */
static li_err read_failed(struct li_capture *c, struct li_fault *fault)
{
	const char *why = pcap_geterr(c->pcap);

	if (strstr(why, "truncated"))
		snprintf(c->reason, sizeof(c->reason),
			"truncated after packet %" PRIu64, c->counts.packets);
	else
		snprintf(c->reason, sizeof(c->reason),
			"cannot be read after packet %" PRIu64 " (%s)",
			c->counts.packets, why);
	return broken(c, fault);
}

li_err li_capture_next(struct li_capture *c, struct li_datagram *out,
	struct li_fault *fault)
{
	struct pcap_pkthdr *head;
	const u_char *octets;

	if (c->broken)
		return broken(c, fault);
	for (;;) {
		struct li_datagram got = {0};
		int n = pcap_next_ex(c->pcap, &head, &octets);

		if (n == PCAP_ERROR_BREAK)
			return LI_ECLOSED;
		if (n != 1)
			return read_failed(c, fault);
		c->counts.packets++;
		if (head->caplen < head->len) {
			snprintf(c->reason, sizeof(c->reason),
				"packet %" PRIu64 " was captured cut: %u of %u "
				"octets",
				c->counts.packets, head->caplen, head->len);
			return broken(c, fault);
		}
		got.at_us =
			(int64_t)head->ts.tv_sec * 1000000 + head->ts.tv_usec;
		got.number = c->counts.packets;
		switch ((int)li_packet_decode(c->link,
			li_slice(octets, head->caplen), &got)) {
		case LI_OK:
			c->counts.datagrams++;
			*out = got;
			return LI_OK;
		case LI_EUNSUPPORTED: c->counts.unsupported++; break;
		case LI_EMALFORMED: c->counts.malformed++; break;
		default: c->counts.other++; break;
		}
	}
}

li_err li_capture_check(const char *path, struct li_capture_counts *counts,
	struct li_fault *fault)
{
	struct li_capture *c = NULL;
	struct li_datagram unused;
	li_err err;

	err = li_capture_open(path, &c, fault);
	if (!c)
		return err;
	do
		err = li_capture_next(c, &unused, fault);
	while (err == LI_OK);
	if (err == LI_ECLOSED) {
		if (counts)
			*counts = c->counts;
		err = LI_OK;
	}
	li_capture_close(c);
	return err;
}

const struct li_capture_counts *li_capture_counts(const struct li_capture *c)
{
	return &c->counts;
}

void li_capture_close(struct li_capture *c)
{
	if (!c)
		return;
	pcap_close(c->pcap);
	free(c->own_name);
	free(c);
}
