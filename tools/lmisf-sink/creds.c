/* SPDX-License-Identifier: BSD-3-Clause */
#include "creds.h"

#include <string.h>

#include "sink.h"

/* Pins of a list with commas.
 *   LI_EMALFORMED
 */
static li_err read_pins(const char *text, struct li_pins *out)
{
	struct li_pins p = {.count = 0};
	char one[LI_TLS_PIN_TEXT + 1] = "";

	for (; text && text[0]; p.count++) {
		const size_t n = strcspn(text, ",");

		if (n >= sizeof(one) || p.count == LI_PINS_MAX)
			return LI_EMALFORMED;
		memcpy(one, text, n);
		one[n] = '\0';
		if (li_tls_pin_parse(one, &p.pin[p.count]) != LI_OK)
			return LI_EMALFORMED;
		text += n + (text[n] == ',');
	}
	*out = p;
	return LI_OK;
}

bool creds_pins_known(const char *pins)
{
	struct li_pins unused;

	return !pins || read_pins(pins, &unused) == LI_OK;
}

/* TS 33.127 cl. 8: who was revoked is not kept, who was not is. */
static void use(void *data, struct li_tls_creds *creds)
{
	struct sink *sink = data;
	struct sink_conn *conn = sink->conns, *next;

	for (; conn; conn = next) {
		next = sink_conn_next(conn);
		sink_conn_recheck(conn, creds);
	}
}

li_err creds_load(struct sink *sink, const struct creds_options *o,
	struct li_fault *fault)
{
	li_err err = read_pins(o->pins, &sink->pins);

	if (err != LI_OK)
		return err;
	sink->keeper = (struct li_tls_keeper){
		.files =
			{
				.certificate = o->cert,
				.key = o->key,
				.ca = o->ca,
				.crl = o->crl,
				.ocsp = o->ocsp,
				.pins = sink->pins.pin,
				.pin_count = sink->pins.count,
				.ocsp_required = o->ocsp_required,
				.tls12 = strcmp(o->tls_min, "1.2") == 0,
			},
		.stage = "sink",
		.use = use,
		.data = sink,
	};
	return li_tls_keeper_load(&sink->keeper, fault);
}

void creds_confine(const struct creds_options *o, struct li_confine *box)
{
	const char *const files[] = {o->cert, o->ca, o->crl, o->ocsp};

	li_confine_key(box, o->key);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		li_confine_path(box, files[i], LI_MAY_READ | LI_MAY_BESIDE);
}
