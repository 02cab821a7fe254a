/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static bool parse_ip(struct li_slice host, bool bracketed,
	struct li_address *out)
{
	char text[INET6_ADDRSTRLEN];

	if (host.n == 0 || host.n >= sizeof(text))
		return false;
	li_slice_copy(host, text, sizeof(text));
	out->family = bracketed ? 6 : 4;
	return inet_pton(bracketed ? AF_INET6 : AF_INET, text, out->ip) == 1;
}

li_err li_sock_parse(const char *text, struct li_address *out)
{
	struct li_slice s = li_slice_str(text);
	struct li_address at = {0};
	const bool bracketed = s.n > 0 && s.p[0] == '[';
	const size_t end = li_slice_find(s, bracketed ? ']' : ':');
	const size_t colon = bracketed ? end + 1 : end;
	uint64_t port;

	if (colon >= s.n || s.p[colon] != ':')
		return LI_EINVAL;
	if (!parse_ip(li_slice_sub(s, bracketed ? 1 : 0, end), bracketed, &at))
		return LI_EINVAL;
	if (li_text_u64(li_slice_sub(s, colon + 1, s.n), UINT16_MAX, &port) !=
		LI_OK)
		return LI_EINVAL;
	at.port = (uint16_t)port;
	*out = at;
	return LI_OK;
}

void li_sock_format(const struct li_address *at, char text[LI_SOCK_TEXT])
{
	char ip[INET6_ADDRSTRLEN];

	if (at->family == 4 && inet_ntop(AF_INET, at->ip, ip, sizeof(ip)))
		snprintf(text, LI_SOCK_TEXT, "%s:%u", ip, at->port);
	else if (at->family == 6 && inet_ntop(AF_INET6, at->ip, ip, sizeof(ip)))
		snprintf(text, LI_SOCK_TEXT, "[%s]:%u", ip, at->port);
	else
		snprintf(text, LI_SOCK_TEXT, "-");
}

socklen_t li_address_to(const struct li_address *at,
	struct sockaddr_storage *out)
{
	memset(out, 0, sizeof(*out));
	if (at->family == 6) {
		struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

		in6.sin6_port = htons(at->port);
		memcpy(&in6.sin6_addr, at->ip, sizeof(in6.sin6_addr));
		memcpy(out, &in6, sizeof(in6));
		return sizeof(in6);
	}
	struct sockaddr_in in4 = {.sin_family = AF_INET};

	in4.sin_port = htons(at->port);
	memcpy(&in4.sin_addr, at->ip, sizeof(in4.sin_addr));
	memcpy(out, &in4, sizeof(in4));
	return sizeof(in4);
}

void li_address_from(const struct sockaddr_storage *from,
	struct li_address *out)
{
	*out = (struct li_address){0};
	if (from->ss_family == AF_INET) {
		struct sockaddr_in in4;

		memcpy(&in4, from, sizeof(in4));
		out->family = 4;
		out->port = ntohs(in4.sin_port);
		memcpy(out->ip, &in4.sin_addr, sizeof(in4.sin_addr));
	} else if (from->ss_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, from, sizeof(in6));
		out->family = 6;
		out->port = ntohs(in6.sin6_port);
		memcpy(out->ip, &in6.sin6_addr, sizeof(in6.sin6_addr));
	}
}

li_err li_sock_resolve(const char *host, uint16_t port, struct li_address *out)
{
	struct addrinfo hints = {.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM};
	struct sockaddr_storage found = {0};
	struct addrinfo *list;

	hints.ai_flags = AI_NUMERICHOST;
	if (getaddrinfo(host, NULL, &hints, &list) != 0) {
		hints.ai_flags = AI_ADDRCONFIG;
		if (getaddrinfo(host, NULL, &hints, &list) != 0)
			return LI_ENOTFOUND;
	}
	memcpy(&found, list->ai_addr, list->ai_addrlen);
	freeaddrinfo(list);
	li_address_from(&found, out);
	out->port = port;
	return LI_OK;
}
