/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/note.h"

#include "base/buf.h"
#include "x1/words.h"

static const char mark[] = "X1";

/* The format that an identity of a kind has when nothing else is said. */
static size_t usual(size_t format)
{
	for (size_t i = 0; i < LI_X1_FORMAT_KNOWN; i++)
		if (li_x1_formats[i].kind == li_x1_formats[format].kind)
			return i;
	return format;
}

static void put_mediation(struct li_buf *b, const struct li_x1_mediation *m)
{
	li_buf_printf(b, " mediation=%s%s%s%s",
		li_x1_mediation_name(m->delivery), m->starts_us ? ",start" : "",
		m->ends_us ? ",end" : "", m->dids.count ? ",dids" : "");
}

/* Of the others, which all are delivered as the first: letters of what each
 * says. */
static void put_others(struct li_buf *b, const struct li_x1_task *t)
{
	for (size_t i = 1; i < t->mediation_count; i++) {
		const struct li_x1_mediation *m = &t->mediations[i];

		li_buf_printf(b, "%s%s%s%s", i == 1 ? " others=" : ",",
			m->starts_us ? "s" : "", m->ends_us ? "e" : "",
			m->dids.count ? "d" : "");
	}
}

static void put_formats(struct li_buf *b, const struct li_x1_task *t)
{
	bool unusual = false;

	for (size_t i = 0; i < t->target_count; i++)
		unusual |= usual(t->targets[i].format) != t->targets[i].format;
	if (!unusual)
		return;
	li_buf_put_str(b, " formats=");
	for (size_t i = 0; i < t->target_count; i++) {
		size_t f = t->targets[i].format;

		li_buf_printf(b, "%s%s", i ? "," : "",
			usual(f) == f ? "-" : li_x1_formats[f].element);
	}
}

li_err li_x1_note_format(const struct li_x1_task *t, char *text)
{
	struct li_buf b = {0};
	li_err err;

	li_buf_put_str(&b, mark);
	if (t->mediation_count)
		put_mediation(&b, &t->mediations[0]);
	put_others(&b, t);
	if (t->correlation[0])
		li_buf_printf(&b, " correlation=%s", t->correlation);
	if (t->implicit != LI_X1_UNSAID)
		li_buf_printf(&b, " implicit=%s",
			t->implicit == LI_X1_TRUE ? "true" : "false");
	put_formats(&b, t);
	err = li_buf_check(&b);
	if (!err && b.n > LI_WARRANT_MAX)
		err = LI_ETOOBIG;
	if (!err)
		li_slice_copy(li_buf_slice(&b), text, LI_WARRANT_MAX + 1);
	li_buf_fini(&b);
	return err;
}

/* Take what is in front of the next c, or all; what is behind it stays. */
static struct li_slice take(struct li_slice *rest, uint8_t c)
{
	size_t n = li_slice_find(*rest, c);
	struct li_slice word = li_slice_sub(*rest, 0, n);

	*rest = li_slice_sub(*rest, n + 1, rest->n);
	return word;
}

static void take_mediation(struct li_slice value, struct li_x1_task *t)
{
	struct li_x1_mediation *m = &t->mediations[0];
	int64_t starts_us = m->starts_us, ends_us = m->ends_us;
	char word[16];

	li_slice_copy(take(&value, ','), word, sizeof(word));
	if (li_x1_mediation_of(word, &m->delivery))
		return;
	t->mediation_count = 1;
	m->starts_us = m->ends_us = 0;
	m->dids.count = 0;
	while (value.n) {
		struct li_slice one = take(&value, ',');

		if (li_slice_is(one, "start"))
			m->starts_us = starts_us;
		else if (li_slice_is(one, "end"))
			m->ends_us = ends_us;
		else if (li_slice_is(one, "dids"))
			m->dids = t->dids;
	}
}

static void take_others(struct li_slice value, struct li_x1_task *t)
{
	for (size_t i = 1; i < LI_TASK_MEDIATIONS_MAX; i++) {
		struct li_x1_mediation *m = &t->mediations[i];
		struct li_slice one = take(&value, ',');

		if (m->liid[0] == '\0')
			break; /* the note is of more than there are */
		if (li_slice_find(one, 's') == one.n)
			m->starts_us = 0;
		if (li_slice_find(one, 'e') == one.n)
			m->ends_us = 0;
		if (li_slice_find(one, 'd') < one.n)
			m->dids = t->dids;
		t->mediation_count = i + 1;
	}
}

static void take_formats(struct li_slice value, struct li_x1_task *t)
{
	for (size_t i = 0; value.n && i < t->target_count; i++) {
		struct li_slice one = take(&value, ',');

		for (size_t f = 0; f < LI_X1_FORMAT_KNOWN; f++)
			if (li_slice_is(one, li_x1_formats[f].element))
				t->targets[i].format = f;
	}
}

static void take_word(struct li_slice word, struct li_x1_task *t)
{
	struct li_slice name = take(&word, '=');

	if (li_slice_is(name, "mediation"))
		take_mediation(word, t);
	else if (li_slice_is(name, "others"))
		take_others(word, t);
	else if (li_slice_is(name, "correlation"))
		li_slice_copy(word, t->correlation, sizeof(t->correlation));
	else if (li_slice_is(name, "implicit"))
		t->implicit =
			li_slice_is(word, "true") ? LI_X1_TRUE : LI_X1_FALSE;
	else if (li_slice_is(name, "formats"))
		take_formats(word, t);
}

bool li_x1_note_parse(const char *text, struct li_x1_task *t)
{
	struct li_slice rest = li_slice_str(text);

	if (!li_slice_is(take(&rest, ' '), mark))
		return false;
	t->mediation_count = 0;
	while (rest.n)
		take_word(take(&rest, ' '), t);
	return true;
}
