/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/handover.h"

/* "" is NULL. */
static void bind_country(sqlite3_stmt *s, int i, const char *code)
{
	if (code[0])
		li_bind_text(s, i, li_slice_str(code));
}

void li_handover_bind(sqlite3_stmt *s, int i, const struct li_handover *h)
{
	sqlite3_bind_int(s, i, (int)h->format);
	sqlite3_bind_int(s, i + 1, (int)h->scheme);
	sqlite3_bind_int(s, i + 2, h->silent ? 1 : 0);
	bind_country(s, i + 3, h->authorization_country);
	bind_country(s, i + 4, h->delivery_country);
}

static bool read_country(sqlite3_stmt *s, int i, char code[static 3])
{
	const struct li_slice text = li_column(s, i);

	return li_slice_copy(text, code, 3) == text.n;
}

li_err li_handover_read(sqlite3_stmt *s, int i, struct li_handover *out)
{
	struct li_handover h = {.silent = sqlite3_column_int(s, i + 2) != 0};
	const int format = sqlite3_column_int(s, i);
	const int scheme = sqlite3_column_int(s, i + 1);
	const char *why;

	if (format < 0 || format > LI_FORMAT_LAST || scheme < 0 ||
		scheme > LI_SCHEME_LAST ||
		!read_country(s, i + 3, h.authorization_country) ||
		!read_country(s, i + 4, h.delivery_country))
		return LI_ECORRUPT;
	h.format = (enum li_format)format;
	h.scheme = (enum li_scheme)scheme;
	if (li_handover_check(&h, &why))
		return LI_ECORRUPT;
	*out = h;
	return LI_OK;
}

li_err li_handover_of(struct li_store *store, int64_t destination,
	struct li_handover *out)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_HANDOVER_OF);
	li_err err;

	sqlite3_bind_int64(s, 1, destination);
	err = li_sql_row(store, LI_SQL_HANDOVER_OF);
	if (err)
		return err;
	err = li_handover_read(s, 0, out);
	sqlite3_reset(s);
	return err;
}

void li_handover_describe(const struct li_handover *h, struct li_buf *out)
{
	li_buf_printf(out, " format=%s", li_format_name(h->format));
	if (li_format_is_hi2(h->format))
		li_buf_printf(out, " scheme=%s", li_scheme_name(h->scheme));
	if (h->silent)
		li_buf_put_str(out, " acknowledges=no");
	if (h->authorization_country[0])
		li_buf_printf(out, " authorization-country=%s",
			h->authorization_country);
	if (h->delivery_country[0])
		li_buf_printf(out, " delivery-country=%s", h->delivery_country);
}
