/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "story.h"

enum { PORT = 5060 };

bool story_octets(const char *hex, struct li_buf *out)
{
	unsigned int octet;

	for (; *hex; hex += 2) {
		uint8_t b;

		if (!hex[1] || sscanf(hex, "%2x", &octet) != 1)
			return false;
		b = (uint8_t)octet;
		li_buf_put(out, &b, 1);
	}
	return !out->bad;
}

/* RFC 4567 cl. 3.1 */
static void put_mikey(const char *base64, struct li_buf *body)
{
	if (base64)
		li_buf_printf(body, "a=key-mgmt:mikey %s\r\n", base64);
}

/* MEDIA,WAY[,VERSION]: who sends it counts its versions up. RFC 3264 cl. 8 */
static void put_sdp(const struct words *line, const char *form, bool called,
	struct li_buf *body)
{
	const char *whole = words_value(line, "mikey");
	const char *one = words_value(line, "media-mikey");
	char copy[64], *media, *way, *version, *rest = NULL;

	snprintf(copy, sizeof(copy), "%s", form);
	media = strtok_r(copy, ",", &rest);
	way = strtok_r(NULL, ",", &rest);
	version = strtok_r(NULL, ",", &rest);
	li_buf_printf(body,
		"v=0\r\no=- %d %s IN IP6 2001:db8::%d\r\ns=-\r\n"
		"c=IN IP6 2001:db8::%d\r\nt=0 0\r\n",
		called ? 2 : 1, version ? version : "1", called ? 2 : 1,
		called ? 2 : 1);
	put_mikey(whole, body);
	li_buf_printf(body, "m=%s %d %s\r\na=%s\r\n", media ? media : "audio",
		called ? 6000 : 5000,
		media && strcmp(media, "message") == 0 ? "TCP/MSRP *"
			: whole || one                 ? "RTP/SAVP 96"
						       : "RTP/AVP 96",
		way ? way : "sendrecv");
	put_mikey(one, body);
}

bool story_body(const struct words *line, struct li_buf *body)
{
	const char *text = words_value(line, "body");
	const char *sdp = words_value(line, "sdp");
	const char *hex = words_value(line, "hex");
	bool answer =
		line->count && line->at[0][0] >= '1' && line->at[0][0] <= '6';

	if (sdp)
		put_sdp(line, sdp, answer != words_have(line, "back"), body);
	if (hex && !story_octets(hex, body))
		return false;
	for (; text && *text; text++) {
		if (text[0] == '\\' && text[1] == 'n') {
			li_buf_put_str(body, "\r\n");
			text++;
		} else {
			li_buf_put(body, text, 1);
		}
	}
	return !body->bad;
}

static void address(const char *text, struct li_address *out)
{
	if (!text)
		return;
	out->port = PORT;
	if (inet_pton(AF_INET6, text, out->ip) == 1)
		out->family = 6;
	else if (inet_pton(AF_INET, text, out->ip) == 1)
		out->family = 4;
}

void story_wire(const struct words *line, struct li_event *event)
{
	address(words_value(line, "src"), &event->from);
	address(words_value(line, "dst"), &event->to);
}
