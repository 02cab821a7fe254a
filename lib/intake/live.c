/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/live.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pcap/pcap.h>

#include "intake/live_inside.h"

/* libpcap knows interfaces and filters; the socket and its ring are ours, as
 * libpcap tells nobody where it is reading. */

enum {
	LOOK_OCTETS = 2 << 20, /* of the ring of a capture that takes none */
	COOKED_HEADER = 16,    /* octets before the packet, as filters see it */
	COOKED_PROTOCOL = 14,  /* in it */
	FILTER_MAX = BPF_MAXINSNS, /* instructions that the kernel takes */
};

/* What a socket is made from. */
struct making {
	enum li_link link;
	struct sock_filter *code;
	unsigned short code_count; /* 0: take all */
};

/* The link types that packets are read from. */
static const struct {
	int dlt;
	enum li_link link;
} links[] = {
	{DLT_EN10MB, LI_LINK_ETHERNET},
	{DLT_RAW, LI_LINK_IP},
	{DLT_LINUX_SLL, LI_LINK_SLL},
};

/* Without libpcap's own words, which repeat some of the filter's: a host in it
 * may be a target's. TS 33.127 cl. 8.2 */
static li_err refuse_filter(struct li_fault *fault)
{
	return li_fault_set(fault, LI_ECONFIG,
		"capture filter: not such as pcap-filter(7) has; 'tcpdump -d' "
		"says why");
}

li_err li_live_check(const char *filter, struct li_fault *fault)
{
	pcap_t *pcap;
	struct bpf_program program;
	li_err err = LI_OK;

	if (!filter[0])
		return LI_OK;
	pcap = pcap_open_dead(DLT_EN10MB, LI_LIVE_SNAPLEN);
	if (!pcap)
		return LI_ENOMEM;
	if (pcap_compile(pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0)
		pcap_freecode(&program);
	else
		err = refuse_filter(fault);
	pcap_close(pcap);
	return err;
}

/* ---- what libpcap is asked ---- */

static li_err find_link(const char *interface, pcap_t *pcap, enum li_link *link,
	struct li_fault *fault)
{
	const int dlt = pcap_datalink(pcap);
	const char *name = pcap_datalink_val_to_name(dlt);

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (links[i].dlt != dlt)
			continue;
		*link = links[i].link;
		return LI_OK;
	}
	return li_fault_set(fault, LI_EUNSUPPORTED,
		"%s: link type %s is not read", interface, name ? name : "?");
}

/* The kernel sees a cooked packet without the header that the filter was made
 * for. False when it looks at what is not there. */
static bool uncook(struct sock_filter *f)
{
	if (BPF_CLASS(f->code) != BPF_LD && BPF_CLASS(f->code) != BPF_LDX)
		return true;
	if (BPF_MODE(f->code) != BPF_ABS && BPF_MODE(f->code) != BPF_IND &&
		BPF_MODE(f->code) != BPF_MSH)
		return true;
	if (f->k >= COOKED_HEADER)
		f->k = f->k < (uint32_t)SKF_AD_OFF ? f->k - COOKED_HEADER
						   : f->k;
	else if (f->k == 0)
		f->k = (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE);
	else if (f->k == COOKED_PROTOCOL)
		f->k = (uint32_t)(SKF_AD_OFF + SKF_AD_PROTOCOL);
	else
		return false;
	return true;
}

static li_err translate(struct making *m, const struct bpf_program *program,
	struct li_fault *fault)
{
	const struct bpf_insn *from = program->bf_insns;
	struct sock_filter *f;

	if (program->bf_len > FILTER_MAX)
		return li_fault_set(fault, LI_ECONFIG,
			"capture filter: too long");
	m->code = calloc(program->bf_len, sizeof(*m->code));
	if (!m->code)
		return LI_ENOMEM;
	m->code_count = (unsigned short)program->bf_len;
	for (size_t i = 0; i < m->code_count; i++) {
		f = &m->code[i];
		*f = (struct sock_filter){from[i].code, from[i].jt, from[i].jf,
			from[i].k};
		if (m->link == LI_LINK_SLL && !uncook(f))
			return li_fault_set(fault, LI_ECONFIG,
				"capture filter: not on a cooked interface");
	}
	return LI_OK;
}

static li_err ask(const struct li_live_options *o, pcap_t *pcap,
	struct making *m, struct li_fault *fault)
{
	struct bpf_program program;
	int bad;
	li_err err;

	pcap_set_snaplen(pcap, LI_LIVE_SNAPLEN);
	pcap_set_buffer_size(pcap, LOOK_OCTETS);
	bad = pcap_activate(pcap); /* a warning is not negative */
	if (bad < 0)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", o->interface,
			bad == PCAP_ERROR ? pcap_geterr(pcap)
					  : pcap_statustostr(bad));
	err = find_link(o->interface, pcap, &m->link, fault);
	if (err || !o->filter[0])
		return err;
	if (pcap_compile(pcap, &program, o->filter, 1, PCAP_NETMASK_UNKNOWN) !=
		0)
		return refuse_filter(fault);
	err = translate(m, &program, fault);
	pcap_freecode(&program);
	return err;
}

static li_err make(const struct li_live_options *o, struct making *m,
	struct li_fault *fault)
{
	char text[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_create(o->interface, text);
	li_err err;

	if (!pcap)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", o->interface,
			text);
	err = ask(o, pcap, m, fault);
	pcap_close(pcap);
	return err;
}

/* ---- the socket ---- */

size_t li_live_blocks(const struct li_live *live)
{
	const size_t n = live->options.buffer_bytes / LI_LIVE_BLOCK;

	return n < 2 ? 2 : n;
}

static bool set_ring(const struct li_live *l, int fd)
{
	const int version = TPACKET_V3;
	const struct tpacket_req3 ring = {
		.tp_block_size = LI_LIVE_BLOCK,
		.tp_block_nr = (unsigned int)li_live_blocks(l),
		.tp_frame_size = LI_LIVE_BLOCK,
		.tp_frame_nr = (unsigned int)li_live_blocks(l),
		.tp_retire_blk_tov = LI_LIVE_BLOCK_MS,
	};

	return setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version,
		       sizeof(version)) == 0 &&
		setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring,
			sizeof(ring)) == 0;
}

/* 0 for any; false when there is none of the name. */
static bool find_index(const char *interface, int fd, int *index)
{
	struct ifreq named = {0};
	const size_t n = strlen(interface);

	*index = 0;
	if (strcmp(interface, "any") == 0)
		return true;
	memcpy(named.ifr_name, interface,
		n < sizeof(named.ifr_name) ? n : sizeof(named.ifr_name) - 1);
	if (ioctl(fd, SIOCGIFINDEX, &named) != 0)
		return false;
	*index = named.ifr_ifindex;
	return true;
}

/* Nothing comes before it is bound: not even what the filter is for. */
static bool set_up(const struct li_live *l, const struct making *m, int fd)
{
	const struct sock_fprog filter = {m->code_count, m->code};
	struct packet_mreq all = {.mr_type = PACKET_MR_PROMISC};
	struct sockaddr_ll at = {.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL)};

	if (!find_index(l->options.interface, fd, &all.mr_ifindex))
		return false;
	at.sll_ifindex = all.mr_ifindex;
	return set_ring(l, fd) &&
		(!m->code_count ||
			setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
				sizeof(filter)) == 0) &&
		bind(fd, (const struct sockaddr *)&at, sizeof(at)) == 0 &&
		(!all.mr_ifindex ||
			setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all,
				sizeof(all)) == 0);
}

static li_err open_socket(struct li_live *l, struct li_fault *fault)
{
	struct making m = {0};
	int fd = -1;
	li_err err = make(&l->options, &m, fault);

	if (!err) {
		fd = socket(AF_PACKET,
			(m.link == LI_LINK_SLL ? SOCK_DGRAM : SOCK_RAW) |
				SOCK_CLOEXEC | SOCK_NONBLOCK,
			0);
		if (fd < 0 || !set_up(l, &m, fd))
			err = li_fault_set(fault, LI_ECONFIG, "%s: %s",
				l->options.interface, strerror(errno));
	}
	free(m.code);
	if (err) {
		if (fd >= 0)
			close(fd);
		return err;
	}
	li_live_adopt(l, fd, (struct li_live_words){l->era + 1, m.link});
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
	l->fd = -1;
	err = open_socket(l, fault);
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
	li_live_unmap(live);
	close(live->fd);
	free(live);
}

void li_live_adopt(struct li_live *live, int fd, struct li_live_words words)
{
	li_live_unmap(live);
	if (live->fd >= 0)
		close(live->fd);
	live->fd = fd;
	live->era = words.era;
	live->link = (enum li_link)words.link;
}

int li_live_fd(const struct li_live *live)
{
	return live->fd;
}

struct li_live_words li_live_words(const struct li_live *live)
{
	return (struct li_live_words){live->era, live->link};
}

/* One that went down comes up again by itself, and the socket with it. */
bool li_live_gone(const struct li_live *live)
{
	struct sockaddr_ll at = {0};
	socklen_t n = sizeof(at);
	int error;
	socklen_t error_n = sizeof(error);

	(void)getsockopt(live->fd, SOL_SOCKET, SO_ERROR, &error, &error_n);
	return getsockname(live->fd, (struct sockaddr *)&at, &n) != 0 ||
		at.sll_ifindex < 0;
}

li_err li_live_again(struct li_live *live)
{
	return open_socket(live, NULL) ? LI_EAGAIN : LI_OK;
}

uint64_t li_live_lost(const struct li_live *live)
{
	struct tpacket_stats_v3 stats = {0};
	socklen_t n = sizeof(stats);

	if (getsockopt(live->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &n) !=
		0)
		return 0;
	return stats.tp_drops;
}
