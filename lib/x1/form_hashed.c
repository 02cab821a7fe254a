/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/form_hashed.h"

#include <stdio.h>

#include "base/text.h"
#include "x1/words.h"
#include "x1/xml.h"

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

	return hex.n == 2 * octets &&
		li_text_get_octets((const char *)hex.p, out->digest, octets);
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
	li_slice_copy(li_slice_cut(&rest, ' '), id, sizeof(id));
	li_slice_copy(li_slice_cut(&rest, ' '), h.type, sizeof(h.type));
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
	char context[LI_UUID_TEXT], *to = out->value;
	struct li_hashed h;

	if (li_hashed_read(id, &h))
		return;
	while (li_x1_formats[out->format].pattern != LI_X1_DIGEST)
		out->format++;
	li_uuid_format(&h.context.id, context);
	to += snprintf(to, sizeof(out->value), "%s %s ", context, h.type);
	to = li_text_put_octets(to,
		li_slice(h.digest, li_hash_octets(h.context.algorithm)));
	*to = '\0';
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
	put(out, "hashContextID", li_slice_cut(&rest, ' '));
	put(out, "targetIdentityType", li_slice_cut(&rest, ' '));
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
