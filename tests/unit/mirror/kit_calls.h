/* SPDX-License-Identifier: BSD-3-Clause
 *
 * kit_calls.h - whole calls as events, with SDP.
 */
#ifndef LI_UNIT_MIRROR_KIT_CALLS_H
#define LI_UNIT_MIRROR_KIT_CALLS_H

#include "mirror/kit_mirror.h"

enum { CALL_MAX = 40 };

/* One message of a call. */
struct step {
	int at_ms;
	bool back; /* a transaction that bob asks for */
	enum li_sip_method method;
	uint16_t status;
	uint32_t cseq;
	const char *tag; /* of bob's side; NULL none */
	const char
		*sdp; /* version of its sender's, "3" or "3 hold"; NULL none */
};

/* Room for the SDP of an event. */
struct sdp_room {
	char text[160];
};

/* Write an SDP: whose it is, its version, on hold or not. */
static inline void put_sdp(struct li_event *e, const char *whose,
	const char *what, struct sdp_room *room)
{
	bool hold = strstr(what, "hold");

	snprintf(room->text, sizeof(room->text),
		"v=0\r\no=%s 7 %c IN IP6 2001:db8::%s\r\ns=-\r\n"
		"c=IN IP6 2001:db8::%s\r\nm=audio 4%c000 RTP/AVP 0\r\n%s",
		whose, what[0], whose, whose, what[0],
		hold ? "a=sendonly\r\n" : "");
	e->sip.sdp = (struct li_sdp){
		.text = li_slice_str(room->text),
		.media = LI_MEDIA_AUDIO,
		.sends = true,
		.receives = !hold,
	};
}

static inline struct li_event call_event(const struct step *s,
	struct sdp_room *room)
{
	struct li_event e = s->back ? kit_back(s->method, s->status, s->tag)
				    : kit_call(s->method, s->status, s->tag);
	bool alice = s->back == (s->status != 0);

	e.sip.cseq = s->cseq;
	e.sip.session_expires_s = -1;
	if (s->status == 0 && !s->back)
		kit_party(&e, LI_ROLE_REQUEST_URI, BOB);
	if (s->status == 200 && s->method == LI_SIP_INVITE && !s->back)
		kit_party(&e, LI_ROLE_P_ASSERTED, CAROL);
	if (s->sdp)
		put_sdp(&e, alice ? "a1" : s->tag ? s->tag : "b", s->sdp, room);
	return e;
}

/* Apply the n steps of a call in order. */
static inline void run_steps(const struct step *steps, size_t n)
{
	static struct sdp_room room;

	for (size_t i = 0; i < n; i++)
		apply(call_event(&steps[i], &room));
}

/* The SDP that is agreed, as text: of the offer, of the answer. */
static inline bool agreed(const char *offer, const char *answer)
{
	struct li_ongoing o;

	return li_mirror_ongoing(mirror, &o) &&
		memmem(o.offer.p, o.offer.n, offer, strlen(offer)) &&
		memmem(o.answer.p, o.answer.n, answer, strlen(answer));
}

#endif
