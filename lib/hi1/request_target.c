/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/text.h"
#include "hi1/object.h"

/* ---- who: TS 103 120 table 8.6 ---- */

struct target {
	char format[LI_NAME_MAX + 1];
	char value[LI_ID_MAX + 1];
};

static li_err read_word(const struct li_x1_element *element, void *out,
	const char **where)
{
	(void)where;
	return li_x1_xml_text(element, out, LI_NAME_MAX + 1);
}

static li_err read_format(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"FormatOwner", LI_X1_ONCE, NULL, 0},
		{"FormatName", LI_X1_ONCE, read_word, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_TASK, fields, out, where);
}

static li_err read_value(const struct li_x1_element *element, void *out,
	const char **where)
{
	(void)where;
	return li_x1_xml_text(element, out, LI_ID_MAX + 1);
}

/* TS 103 120 annex C */
static li_err identity_of(const struct target *t, struct li_identity *out)
{
	static const struct {
		const char *format;
		enum li_id_kind kind;
	} all[] = {
		{"SIP-URI", LI_ID_IMPU},
		{"TEL-URI", LI_ID_IMPU},
		{"IMPU", LI_ID_IMPU},
		{"IMPI", LI_ID_IMPI},
		{"NAI", LI_ID_IMPI},
		{"IMEI", LI_ID_IMEI},
		{"PEIIMEI", LI_ID_IMEI},
		{"IMSI", LI_ID_IMSI},
		{"SUPIIMSI", LI_ID_IMSI},
		{"SUPINAI", LI_ID_IMPI},
		{"InternationalE164", LI_ID_E164},
		{"GPSIMSISDN", LI_ID_E164},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].format, t->format) == 0)
			return li_identity_parse(all[i].kind,
				li_slice_str(t->value), out);
	return LI_EMALFORMED;
}

static li_err read_target(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"FormatType", LI_X1_ONCE, read_format,
			offsetof(struct target, format)},
		{"Value", LI_X1_ONCE, read_value,
			offsetof(struct target, value)},
		{0},
	};
	struct li_hi1_object *o = out;
	struct target t = {.format = ""};
	li_err err;

	if (o->target_count == LI_TASK_TARGETS_MAX)
		return LI_ETOOBIG;
	err = li_x1_fields(element, LI_HI1_NS_TASK, fields, &t, where);
	if (!err)
		err = identity_of(&t, &o->targets[o->target_count]);
	if (!err)
		o->target_count++;
	explicit_bzero(&t, sizeof(t));
	return err ? LI_EMALFORMED : LI_OK;
}

static li_err read_values(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"TargetIdentifierValue", LI_X1_SOME, read_target, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_TASK, fields, out, where);
}

li_err li_hi1_read_targets(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"TargetIdentifierValues", LI_X1_ONCE, read_values, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_TASK, fields, out, where);
}

/* ---- where it is delivered: TS 103 120 table 8.12; TS 103 280 ---- */

static li_err read_ip(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"IPv4Address", LI_X1_OPTIONAL, li_x1_read_ip4,
			offsetof(struct li_hi1_address, host)},
		{"IPv6Address", LI_X1_OPTIONAL, li_x1_read_ip6,
			offsetof(struct li_hi1_address, host)},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS_COMMON, fields, out, where);
}

static li_err read_tcp(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_address *a = out;
	uint64_t port;
	char text[8];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)) ||
		li_text_u64(li_slice_str(text), UINT16_MAX, &port) || !port)
		return LI_EMALFORMED;
	a->port = (uint16_t)port;
	return LI_OK;
}

static li_err read_port(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"TCPPort", LI_X1_ONCE, read_tcp, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS_COMMON, fields, out, where);
}

static li_err read_ip_port(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"address", LI_X1_ONCE, read_ip, 0},
		{"port", LI_X1_ONCE, read_port, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS_COMMON, fields, out, where);
}

static li_err read_address(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"IPAddressPort", LI_X1_ONCE, read_ip_port, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_TASK, fields, out, where);
}

static li_err read_handover(const struct li_x1_element *element, void *out,
	const char **where)
{
	enum li_hi1_handover *handover = out;
	char word[LI_NAME_MAX + 1];
	li_err err = li_hi1_read_entry(element, word, where);

	if (err)
		return err;
	*handover = strcmp(word, "TS102232-5") == 0 ? LI_HI1_HANDOVER_IPMM
		: strcmp(word, "TS102232-7") == 0   ? LI_HI1_HANDOVER_MOBILE
						    : LI_HI1_HANDOVER_ANY;
	return *handover ? LI_OK : LI_EMALFORMED;
}

/* What else it may say, a national profile has to define. */
static li_err read_delivery(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
#define AT(member) offsetof(struct li_hi1_address, member)
		{"DeliveryAddress", LI_X1_ONCE, read_address, 0},
		{"IRIorCC", LI_X1_OPTIONAL, li_hi1_read_entry, AT(delivery)},
		{"HandoverFormat", LI_X1_OPTIONAL, read_handover, AT(handover)},
		{0},
#undef AT
	};
	struct li_hi1_object *o = out;

	if (o->delivery_count == LI_TASK_DESTINATIONS_MAX)
		return LI_ETOOBIG;
	return li_x1_fields(element, LI_HI1_NS_TASK, fields,
		&o->deliveries[o->delivery_count++], where);
}

li_err li_hi1_read_deliveries(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"DeliveryDestination", LI_X1_SOME, read_delivery, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_TASK, fields, out, where);
}
