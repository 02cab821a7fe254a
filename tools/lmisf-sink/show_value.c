/* SPDX-License-Identifier: BSD-3-Clause */
#include "show_value.h"

#include "base/clock.h"
#include "base/text.h"
#include "encode/utf8.h"
#include "net/sock.h"

void show_clean(struct li_buf *out, struct li_slice s)
{
	while (s.n > 0) {
		const size_t n = li_utf8_first(s);

		if (n == 0 || s.p[0] < 0x20 || s.p[0] == 0x7f)
			li_buf_put_u8(out, '?');
		else
			li_buf_put(out, s.p, n);
		s = li_slice_sub(s, n > 0 ? n : 1, s.n);
	}
}

json_t *show_text(struct li_slice s)
{
	struct li_buf clean = {0};
	json_t *value;

	if (s.n == 0)
		return json_null();
	show_clean(&clean, s);
	value = json_stringn((const char *)clean.p, clean.n);
	li_buf_fini(&clean);
	return value;
}

json_t *show_lines(struct li_slice s)
{
	if (s.n > 0 && li_utf8_valid(s))
		return json_stringn((const char *)s.p, s.n);
	return show_text(s);
}

json_t *show_number(uint64_t v)
{
	return v > 0 ? json_integer((json_int_t)v) : json_null();
}

json_t *show_time(int64_t at_us)
{
	char text[LI_CLOCK_TEXT];

	li_clock_format(at_us, text);
	return json_string(text);
}

json_t *show_address(const struct li_address *at)
{
	char text[LI_SOCK_TEXT];

	if (at->family == 0)
		return json_null();
	li_sock_format(at, text);
	return json_string(text);
}

static void add_x2(json_t *array, const struct li_slice *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct li_x2_target target;
		json_t *one = json_object();

		if (li_x2_target_read(list[i], &target) == LI_OK)
			json_object_set_new(one, target.element,
				show_text(li_slice_str(target.text)));
		else
			json_object_set_new(one, "unreadable",
				show_text(list[i]));
		json_array_append_new(array, one);
	}
}

json_t *show_targets(const struct record *r, bool matched)
{
	json_t *array = json_array();

	if (r->x2) {
		add_x2(array, matched ? r->x2->matched : r->x2->others,
			matched ? r->x2->matched_count : r->x2->other_count);
		return array;
	}
	/* TS 33.128 table 5.5.2-2 */
	for (size_t i = 0; i < r->target_count; i++)
		if ((r->targets[i].provenance == LI_XIRI_MATCHED_ON) == matched)
			json_array_append_new(array,
				json_pack("{s:o}", r->targets[i].kind,
					show_text(r->targets[i].text)));
	return array;
}

json_t *show_octets(struct li_slice octets)
{
	struct li_buf text = {0};
	char *to = (char *)li_buf_reserve(&text, 2 * octets.n + 1);
	json_t *value = NULL;

	if (to) {
		*li_text_put_octets(to, octets) = '\0';
		value = json_string(to);
	}
	li_buf_fini(&text);
	return value;
}

json_t *show_identities(const struct li_eps_identity *ids, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array,
			json_pack("{s:o}", ids[i].kind,
				show_text(ids[i].text)));
	return array;
}

json_t *show_modifications(uint32_t bits)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = {
		{LI_MOD_TEXT_CONTENT, "text-content"},
		{LI_MOD_SUBJECT, "subject"},
		{LI_MOD_BODY, "body"},
		{LI_MOD_SMS, "sms"},
		{LI_MOD_SMS_CUT, "sms-cut"},
		{LI_MOD_PANI, "pani"},
		{LI_MOD_CNI, "cni"},
		{LI_MOD_GEOLOCATION, "geolocation"},
		{LI_MOD_PRESENCE, "presence"},
		{LI_MOD_KEYS, "keys"},
	};
	json_t *array = json_array();

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (bits & names[i].bit)
			json_array_append_new(array,
				json_string(names[i].name));
	return array;
}
