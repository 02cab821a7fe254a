/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/form_hashed.h"

#include <stdio.h>

#include "base/text.h"
#include "x1/words.h"
#include "x1/xml.h"

/* What is in front of the next blank, or all; what is behind it stays. */
static struct li_slice take(struct li_slice *rest)
{
	size_t n = li_slice_find(*rest, ' ');
	struct li_slice word = li_slice_sub(*rest, 0, n);

	*rest = li_slice_sub(*rest, n + 1, rest->n);
	return word;
}

/* TS 103 221-1 table D.2: the name of a plain target's element; the worked
 * example has the name of its type. */
static bool kind_of(const char *type, enum li_id_kind *out)
{
	for (size_t i = 0; i < LI_X1_FORMAT_KNOWN; i++)
		if (strcmp(li_x1_formats[i].element, type) == 0) {
			*out = li_x1_formats[i].kind;
			return true;
		}
	*out = LI_ID_E164;
	return strcmp(type, "InternationalE164") == 0;
}

static const struct li_hash_context *find(const struct li_x1_asked *asked,
	const struct li_uuid *id)
{
	for (size_t i = 0; i < asked->context_count; i++)
		if (li_uuid_eq(&asked->contexts[i].id, id))
			return &asked->contexts[i];
	return NULL;
}

static bool digest(struct li_slice hex, struct li_hashed *out)
{
	const size_t octets = li_hash_octets(out->context.algorithm);

	if (!hex.p || hex.n != 2 * octets)
		return false;
	for (size_t i = 0; i < octets; i++) {
		int hi = li_text_hex((char)hex.p[2 * i]);
		int lo = li_text_hex((char)hex.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		out->digest[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

enum li_x1_code li_x1_hashed_make(const char *value,
	const struct li_x1_asked *asked, struct li_identity *out)
{
	struct li_slice rest = li_slice_str(value);
	const struct li_hash_context *context;
	struct li_hashed h;
	char id[LI_UUID_TEXT];
	struct li_uuid uuid;

	memset(&h, 0, sizeof(h));
	li_slice_copy(take(&rest), id, sizeof(id));
	li_slice_copy(take(&rest), h.type, sizeof(h.type));
	if (li_uuid_parse(id, &uuid) || !kind_of(h.type, &h.kind))
		return LI_X1_TARGET_UNSUPPORTED;
	context = find(asked, &uuid);
	if (!context)
		return LI_X1_OBJECT_UNKNOWN;
	h.context = *context;
	return digest(rest, &h) && li_hashed_write(&h, out) == LI_OK
		? LI_X1_NO_ERROR
		: LI_X1_TARGET_UNSUPPORTED;
}

void li_x1_hashed_say(const struct li_identity *id, struct li_x1_target *out)
{
	char context[LI_UUID_TEXT], *at = out->value;
	struct li_hashed h;
	int n;

	if (li_hashed_read(id, &h))
		return;
	while (li_x1_formats[out->format].pattern != LI_X1_DIGEST)
		out->format++;
	li_uuid_format(&h.context.id, context);
	n = snprintf(at, sizeof(out->value), "%s %s ", context, h.type);
	for (size_t i = 0; i < li_hash_octets(h.context.algorithm); i++)
		n += snprintf(at + n, sizeof(out->value) - (size_t)n, "%02x",
			h.digest[i]);
}

static void put(struct li_buf *out, const char *name, struct li_slice text)
{
	li_buf_printf(out, "<hashed:%s>", name);
	li_buf_put_slice(out, text);
	li_buf_printf(out, "</hashed:%s>", name);
}

void li_x1_put_hashed(struct li_buf *out, const char *value)
{
	struct li_slice rest = li_slice_str(value);

	li_buf_put_str(out,
		"<ns1:hashedIdentifier xmlns:hashed=\"" LI_X1_NS_HASHED "\">");
	put(out, "hashContextID", take(&rest));
	put(out, "targetIdentityType", take(&rest));
	put(out, "hashDigest", rest);
	li_x1_put_end(out, "hashedIdentifier");
}

void li_x1_put_context(struct li_buf *out, const struct li_hash_context *c)
{
	li_x1_put_begin(out, "genericObjectResponseDetails");
	li_buf_put_str(out,
		"<ns1:object xmlns:hashed=\"" LI_X1_NS_HASHED
		"\" xsi:type=\"hashed:HashContext\">");
	li_x1_put_uuid(out, "objectId", &c->id);
	put(out, "hashAlgorithm", li_slice_str(li_hash_name(c->algorithm)));
	li_buf_put_str(out, "<hashed:salt>");
	for (size_t i = 0; i < c->salt_n; i++)
		li_buf_printf(out, "%02x", c->salt[i]);
	li_buf_put_str(out, "</hashed:salt>");
	li_x1_put_end(out, "object");
	li_x1_put_end(out, "genericObjectResponseDetails");
}
