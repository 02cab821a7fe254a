/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ctl.h"
#include "export.h"

enum { KEY_TEXT = 2 * LI_SIGN_PUBLIC };

static bool decode(const char *text, uint8_t key[LI_SIGN_PUBLIC])
{
	return strspn(text, "0123456789abcdefABCDEF") == KEY_TEXT &&
		li_text_get_octets(text, key, LI_SIGN_PUBLIC);
}

/* The key itself, or a file that begins with it. */
static li_err read_key(struct ctl *c, uint8_t key[LI_SIGN_PUBLIC])
{
	char text[KEY_TEXT + 2] = "";
	FILE *f;

	if (strlen(c->key) == KEY_TEXT && decode(c->key, key))
		return LI_OK;
	f = fopen(c->key, "re");
	if (!f)
		return li_fault_set(&c->fault, LI_ENOTFOUND,
			"--key: neither 64 hexadecimal digits nor a file");
	if (!fgets(text, sizeof(text), f))
		text[0] = '\0';
	fclose(f);
	return decode(text, key) ? LI_OK
				 : li_fault_set(&c->fault, LI_EINVAL,
					   "--key: the file has no key of 64 "
					   "hexadecimal digits");
}

static li_err load(struct ctl *c, json_t **out)
{
	FILE *f = strcmp(c->file, "-") == 0 ? stdin : fopen(c->file, "re");
	json_error_t where;

	if (!f)
		return li_fault_set(&c->fault, LI_ENOTFOUND, "%s: %s", c->file,
			strerror(errno));
	*out = json_loadf(f, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where);
	if (f != stdin)
		fclose(f);
	return *out
		? LI_OK
		: li_fault_set(&c->fault, LI_EMALFORMED,
			  "%s:%d: not an export: no JSON", c->file, where.line);
}

static void say(const struct li_export *x, bool known)
{
	char at[LI_CLOCK_TEXT];

	li_clock_format(x->checkpoint.at_us, at);
	printf("as it was signed at %s: %zu rows and %zu IRI of %zu tasks, in "
	       "an audit of %" PRId64 " rows\n",
		at, x->row_count, x->iri_count, x->task_count,
		x->checkpoint.row);
	if (known)
		return;
	printf("whose key that is was not checked (--key): ");
	for (size_t i = 0; i < LI_SIGN_PUBLIC; i++)
		printf("%02x", (unsigned int)x->origin.key[i]);
	putchar('\n');
}

li_err ctl_audit_check(struct ctl *c)
{
	struct ctl_export e = {.rows = NULL};
	uint8_t key[LI_SIGN_PUBLIC];
	json_t *json = NULL;
	li_err err = LI_OK;

	if (c->key)
		err = read_key(c, key);
	if (!err)
		err = load(c, &json);
	if (!err)
		err = ctl_export_read(json, &e, &c->fault);
	if (!err)
		err = li_export_check(&e.x,
			c->key ? li_slice(key, sizeof(key))
			       : (struct li_slice){0},
			&c->fault);
	if (!err)
		say(&e.x, c->key != NULL);
	ctl_export_free(&e);
	json_decref(json);
	return err;
}
