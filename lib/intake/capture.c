/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pcap/pcap.h>

#include "base/clock.h"

struct li_capture {
	char *name;
	uint8_t *map; /* the file, when we read it ourselves */
	size_t size;
	struct li_walk walk;
	pcap_t *pcap; /* else */
	enum li_link link;
	li_err broken;
	char reason[256];         /* why it is broken */
	uint64_t packets, unread; /* given; of link types that are not read */
};

#define READ_LINKS "Ethernet, raw IP, Linux cooked, loopback, PPP or MPLS"

static const char *name_of(int dlt)
{
	const char *what = pcap_datalink_val_to_name(dlt);

	return what ? what : "unknown";
}

static li_err bad_link(const char *name, int dlt, struct li_fault *fault)
{
	return li_fault_set(fault, LI_EUNSUPPORTED,
		"%s: link type %s: must be " READ_LINKS, name, name_of(dlt));
}

/* ---- libpcap, for what is not ours ---- */

static li_err open_pcap(struct li_capture *c, struct li_fault *fault)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	int dlt;

	c->pcap = pcap_open_offline_with_tstamp_precision(c->name,
		PCAP_TSTAMP_PRECISION_MICRO, text);
	if (!c->pcap)
		return li_fault_set(fault, LI_EMALFORMED,
			"%s: not a pcap or pcapng file (%s)", c->name, text);
	dlt = pcap_datalink(c->pcap);
	if (!li_walk_link(dlt, &c->link))
		return bad_link(c->name, dlt, fault);
	return LI_OK;
}

static li_err pcap_frame(struct li_capture *c, struct li_frame *out)
{
	struct pcap_pkthdr *head;
	const u_char *octets;
	int n = pcap_next_ex(c->pcap, &head, &octets);

	if (n == PCAP_ERROR_BREAK)
		return LI_ECLOSED;
	if (n != 1)
		return LI_EMALFORMED;
	out->link = c->link;
	out->at_us = (int64_t)head->ts.tv_sec * 1000000 + head->ts.tv_usec;
	out->octets = li_slice(octets, head->caplen);
	out->missing = head->len > head->caplen ? head->len - head->caplen : 0;
	return LI_OK;
}

/* ---- ours ---- */

/* What a file is that is no capture of ours, or NULL: an operator is to know what
 * to do with it. */
static const char *foreign(struct li_slice file)
{
	static const struct {
		const char *magic;
		size_t n;
		const char *says;
	} kinds[] = {
		{"\x1f\x8b", 2, "compressed by gzip: unpack it first"},
		{"\xfd"
		 "7zXZ",
			5, "compressed by xz: unpack it first"},
		{"\x28\xb5\x2f\xfd", 4, "compressed by zstd: unpack it first"},
		{"\x04\x22\x4d\x18", 4, "compressed by lz4: unpack it first"},
		{"BZh", 3, "compressed by bzip2: unpack it first"},
		{"PK\x03\x04", 4, "a zip archive: unpack it first"},
		{"snoop\0\0", 8, "a snoop file: convert it to pcap first"},
		{"GMBU", 4, "a Network Monitor file: convert it to pcap first"},
		{"TRSNIFF data", 12,
			"a Sniffer file: convert it to pcap first"},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (file.n >= kinds[i].n &&
			memcmp(file.p, kinds[i].magic, kinds[i].n) == 0)
			return kinds[i].says;
	return NULL;
}

/* Map the file; false when it is none that can be. */
static bool map(struct li_capture *c, int fd)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size == 0)
		return false;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	c->map = p;
	c->size = (size_t)st.st_size;
	madvise(p, c->size, MADV_SEQUENTIAL);
	return true;
}

static li_err open_any(struct li_capture *c, struct li_fault *fault)
{
	int fd = open(c->name, O_RDONLY | O_CLOEXEC);
	li_err err = LI_ENOTFOUND;
	const char *says;

	if (fd < 0)
		return li_fault_set(fault, LI_ENOTFOUND, "%s: %s", c->name,
			strerror(errno));
	if (map(c, fd))
		err = li_walk_open(li_slice(c->map, c->size), &c->walk);
	close(fd);
	says = err == LI_ENOTFOUND && c->map
		? foreign(li_slice(c->map, c->size))
		: NULL;
	if (says)
		return li_fault_set(fault, LI_EMALFORMED, "%s: %s", c->name,
			says);
	if (err == LI_EUNSUPPORTED)
		return bad_link(c->name, c->walk.bad_link, fault);
	/* What says no time is of now: of 1970 no task would be in force. */
	c->walk.untimed_us = li_clock_now_us();
	return err ? open_pcap(c, fault) : LI_OK;
}

li_err li_capture_open(const char *path, struct li_capture **out,
	struct li_fault *fault)
{
	struct li_capture *c = calloc(1, sizeof(*c));
	li_err err;

	if (c)
		c->name = strdup(path);
	if (!c || !c->name) {
		free(c);
		return li_fault_set(fault, LI_ENOMEM, "%s: no memory", path);
	}
	err = open_any(c, fault);
	if (err)
		li_capture_close(c);
	else
		*out = c;
	return err;
}

/* Say once behind which packet the file is broken, and how. */
static li_err broke(struct li_capture *c, li_err err)
{
	const char *why = c->pcap ? pcap_geterr(c->pcap) : "truncated";

	c->broken = err == LI_EUNSUPPORTED ? err : LI_EMALFORMED;
	if (err == LI_EUNSUPPORTED)
		snprintf(c->reason, sizeof(c->reason),
			"each packet has link type %s: must be " READ_LINKS,
			name_of(c->walk.bad_link));
	else if (strstr(why, "truncated"))
		snprintf(c->reason, sizeof(c->reason),
			"truncated after packet %" PRIu64, c->packets);
	else
		snprintf(c->reason, sizeof(c->reason),
			"cannot be read after packet %" PRIu64 " (%s)",
			c->packets, why);
	return c->broken;
}

li_err li_capture_next(struct li_capture *c, struct li_frame *out,
	struct li_fault *fault)
{
	li_err err = c->broken;

	if (!err)
		err = c->pcap ? pcap_frame(c, out)
			      : li_walk_next(&c->walk, out);
	if (err == LI_ECLOSED && c->packets && c->unread == c->packets)
		err = LI_EUNSUPPORTED;
	if (err == LI_ECLOSED)
		return err;
	if (err) {
		if (!c->broken)
			err = broke(c, err);
		return li_fault_set(fault, err, "%s: %s", c->name, c->reason);
	}
	c->packets++;
	c->unread += out->link == LI_LINK_UNKNOWN;
	return LI_OK;
}

bool li_capture_stays(const struct li_capture *c)
{
	return !c->pcap;
}

uint64_t li_capture_packets(const struct li_capture *c)
{
	return c->packets;
}

void li_capture_close(struct li_capture *c)
{
	if (!c)
		return;
	if (c->pcap)
		pcap_close(c->pcap);
	if (c->map)
		munmap(c->map, c->size);
	free(c->name);
	free(c);
}
