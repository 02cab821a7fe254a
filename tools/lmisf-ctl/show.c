/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "ctl.h"
#include "json.h"
#include "model/pack.h"
#include "net/tls.h"

li_err ctl_print_json(json_t *value)
{
	int bad =
		json_dumpf(value, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);

	json_decref(value);
	if (bad)
		return LI_ENOMEM;
	putchar('\n');
	return LI_OK;
}

/* One line for each number, as they come: the name's underscores are blanks
 * for people. */
static void print_numbers(json_t *status)
{
	const char *name;
	json_t *value;

	json_object_foreach(status, name, value)
	{
		int width = 0;

		if (json_is_object(value)) {
			printf("\n%s\n", name);
			print_numbers(value);
			continue;
		}

		for (; name[width]; width++)
			putchar(name[width] == '_' ? ' ' : name[width]);
		printf("%*s %12" JSON_INTEGER_FORMAT "\n",
			width < 18 ? 18 - width : 0, "",
			json_integer_value(value));
	}
}

li_err ctl_status(struct ctl *c)
{
	struct li_slice rest, item;
	json_t *status;
	li_err err;

	err = ctl_ask(c, LI_ADMIN_STATUS, (struct li_slice){0});
	rest = li_buf_slice(&c->items);
	if (err)
		return err;
	status = json_loads(c->reply.text, JSON_REJECT_DUPLICATES, NULL);
	if (!status)
		return li_fault_set(&c->fault, LI_EMALFORMED,
			"lmisfd: its status cannot be read");
	json_object_set_new(status, "lmisfd", json_boolean(c->fd >= 0));
	/* What only a running lmisfd knows. */
	for (size_t i = 0; i < 2 && ctl_item(&rest, &item); i++)
		json_object_set_new(status, i ? "watch" : "intake",
			json_loadb((const char *)item.p, item.n,
				JSON_REJECT_DUPLICATES, NULL));
	if (c->json)
		return ctl_print_json(status);
	printf("%-18s %12s\n", "lmisfd", c->fd >= 0 ? "runs" : "does not run");
	json_object_del(status, "lmisfd");
	print_numbers(status);
	json_decref(status);
	return LI_OK;
}

static json_t *pins_json(const struct li_pins *pins)
{
	json_t *list = json_array();
	char text[LI_TLS_PIN_TEXT + 1];

	for (size_t i = 0; i < pins->count; i++)
		if (li_tls_pin_format(&pins->pin[i], text) == LI_OK)
			json_array_append_new(list, json_string(text));
	return list;
}

static json_t *destination_json(const struct li_destination *d, const char *did)
{
	const struct li_handover *h = &d->handover;

	const struct li_second *s = &d->second;
	json_t *second = s->host[0]
		? json_pack("{ss si ss}", "host", s->host, "port", (int)s->port,
			  "peer", s->peer)
		: json_null();

	return json_pack("{ss ss ss si ss ss ss* sb ss ss so so}", "did", did,
		"name", d->name, "host", d->host, "port", (int)d->port, "peer",
		d->peer, "format", li_format_name(h->format), "scheme",
		li_format_is_hi2(h->format) ? li_scheme_name(h->scheme) : NULL,
		"acknowledges", !h->silent, "authorization_country",
		h->authorization_country, "delivery_country",
		h->delivery_country, "pins", pins_json(&d->pins), "secondary",
		second);
}

static void print_destination(const struct li_destination *d, const char *did)
{
	const struct li_handover *h = &d->handover;

	printf("%-36s  %-16s  %-24s  %5u  %-24s  %-13s  %-7s  %s%s\n", did,
		d->name, d->host, d->port, d->peer, li_format_name(h->format),
		li_format_is_hi2(h->format) ? li_scheme_name(h->scheme) : "-",
		h->silent ? "never acknowledges" : "acknowledges",
		d->pins.count ? ", pinned" : "");
	if (d->second.host[0])
		printf("%-36s  %-16s  %-24s  %5u  %-24s\n", "",
			"  or, secondary", d->second.host, d->second.port,
			d->second.peer);
}

li_err ctl_destination_list(struct ctl *c)
{
	json_t *list = json_array();
	struct li_slice rest, item;
	struct li_destination d;
	char did[LI_UUID_TEXT];
	li_err err;

	err = ctl_ask(c, LI_ADMIN_DESTINATION_LIST, (struct li_slice){0});
	rest = li_buf_slice(&c->items);
	if (!err && !c->json)
		printf("%-36s  %-16s  %-24s  %5s  %-24s  %-13s  %-7s  %s\n",
			"DID", "NAME", "HOST", "PORT", "PEER", "FORMAT",
			"SCHEME", "PEER'S HABIT");
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_destination(item, &d);
		if (err)
			break;
		li_uuid_format(&d.did, did);
		if (c->json)
			json_array_append_new(list, destination_json(&d, did));
		else
			print_destination(&d, did);
	}
	if (!err && c->json)
		return ctl_print_json(list);
	json_decref(list);
	return err;
}
