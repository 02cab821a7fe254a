/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sdp_samples.h - SDP bodies of a few phone models, for tests and benchmarks.
 */
#ifndef LI_UNIT_MIRROR_SDP_SAMPLES_H
#define LI_UNIT_MIRROR_SDP_SAMPLES_H

#include <stdbool.h>
#include <stdio.h>

enum { SDP_MODELS = 4, SDP_SAMPLE_MAX = 4096 };

/* Attributes that do not differ from call to call. */
#define SDP_VOLTE_ATTRIBUTES                                                   \
	"b=AS:41\r\nb=RS:512\r\nb=RR:1537\r\n"                                 \
	"a=rtpmap:107 AMR-WB/16000/1\r\n"                                      \
	"a=fmtp:107 mode-change-capability=2;max-red=0\r\n"                    \
	"a=rtpmap:106 AMR-WB/16000/1\r\n"                                      \
	"a=fmtp:106 octet-align=1;mode-change-capability=2;max-red=0\r\n"      \
	"a=rtpmap:105 AMR/8000/1\r\n"                                          \
	"a=fmtp:105 mode-change-capability=2;max-red=0\r\n"                    \
	"a=rtpmap:104 AMR/8000/1\r\n"                                          \
	"a=fmtp:104 octet-align=1;mode-change-capability=2;max-red=0\r\n"      \
	"a=rtpmap:110 telephone-event/16000\r\na=fmtp:110 0-15\r\n"            \
	"a=rtpmap:102 telephone-event/8000\r\na=fmtp:102 0-15\r\n"             \
	"a=curr:qos local none\r\na=curr:qos remote none\r\n"                  \
	"a=des:qos mandatory local sendrecv\r\n"                               \
	"a=des:qos optional remote sendrecv\r\n"                               \
	"a=maxptime:240\r\na=ptime:20\r\n"

struct sdp_call {
	unsigned int n; /* makes it differ */
	bool hold;
	const char *address, *way;
};

static inline int sdp_samsung(const struct sdp_call *c, char *out)
{
	return snprintf(out, SDP_SAMPLE_MAX,
		"v=0\r\no=SAMSUNG-IMS-UE %u %u IN IP6 %s\r\n"
		"s=SS VOIP\r\nc=IN IP6 %s\r\nt=0 0\r\n"
		"m=audio %u RTP/AVP 107 106 105 104 110 102\r\n"
		"%s%sa=rtcp:%u\r\n",
		1500000000 + c->n, 1U + c->hold, c->address, c->address,
		10000 + c->n % 40000, SDP_VOLTE_ATTRIBUTES, c->way,
		10001 + c->n % 40000);
}

static inline int sdp_plain(const struct sdp_call *c, char *out)
{
	return snprintf(out, SDP_SAMPLE_MAX,
		"v=0\r\no=- %u %u IN IP6 %s\r\ns=-\r\n"
		"c=IN IP6 %s\r\nb=AS:41\r\nt=0 0\r\n"
		"m=audio %u RTP/AVP 107 106 105 104 110 102\r\n%s%s",
		3900000000U + c->n, 3900000000U + c->n + c->hold, c->address,
		c->address, 49152 + c->n % 16000, SDP_VOLTE_ATTRIBUTES, c->way);
}

static inline int sdp_video(const struct sdp_call *c, char *out)
{
	return snprintf(out, SDP_SAMPLE_MAX,
		"v=0\r\no=rue %u %u IN IP6 %s\r\ns=-\r\n"
		"c=IN IP6 %s\r\nt=0 0\r\n"
		"m=audio %u RTP/AVP 107 110\r\n%s%s"
		"m=video %u RTP/AVP 114\r\nb=AS:887\r\n"
		"a=rtpmap:114 H264/90000\r\n"
		"a=fmtp:114 profile-level-id=42C01F;packetization-mode=1\r\n"
		"%s",
		70000 + c->n, 70000 + c->n + c->hold, c->address, c->address,
		20000 + c->n % 30000, SDP_VOLTE_ATTRIBUTES, c->way,
		20002 + c->n % 30000, c->way);
}

static inline int sdp_answer(const struct sdp_call *c, char *out)
{
	return snprintf(out, SDP_SAMPLE_MAX,
		"v=0\r\no=anchor %u %u IN IP6 %s\r\ns=-\r\n"
		"c=IN IP6 %s\r\nt=0 0\r\nm=audio %u RTP/AVP 107 110\r\n"
		"a=rtpmap:107 AMR-WB/16000/1\r\n"
		"a=fmtp:107 mode-change-capability=2;max-red=0\r\n"
		"a=rtpmap:110 telephone-event/16000\r\n"
		"a=fmtp:110 0-15\r\na=ptime:20\r\na=maxptime:240\r\n%s",
		c->n + 1, c->n + 1 + c->hold, c->address, c->address,
		30000 + c->n % 30000, c->way);
}

/* Write the SDP of one call: `n` makes it differ, `hold` puts it on hold. */
static inline size_t sdp_sample(unsigned int model, unsigned int n, bool hold,
	char out[SDP_SAMPLE_MAX])
{
	static int (*const models[SDP_MODELS])(const struct sdp_call *,
		char *) = {sdp_samsung, sdp_plain, sdp_video, sdp_answer};
	char address[64];
	struct sdp_call call = {
		.n = n,
		.hold = hold,
		.address = address,
		.way = hold ? "a=sendonly\r\n" : "a=sendrecv\r\n",
	};

	snprintf(address, sizeof(address), "2001:db8:%x:%x:%x:%x:%x:%x",
		n & 0xffff, (n >> 3) & 0xffff, 0x1a2bU, 0x40 + model,
		(n * 7919) & 0xffff, 1 + (n & 0xff));
	return (size_t)models[model % SDP_MODELS](&call, out);
}

#endif
