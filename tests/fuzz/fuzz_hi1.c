/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets: a request that is read has objects within their bounds, a
 * task that is made of it is one that may be asked for and within its
 * authorisation, and there is an answer to each.
 */
#include <string.h>

#include "fuzz.h"
#include "hi1/tasks.h"

static const int64_t at_us = INT64_C(1790000000000000);

static void check_text(const char *text, size_t size)
{
	FUZZ_CHECK(strnlen(text, size) < size);
}

static void check_object(const struct li_hi1_object *o)
{
	check_text(o->reference, sizeof(o->reference));
	check_text(o->legal_type, sizeof(o->legal_type));
	check_text(o->desired, sizeof(o->desired));
	check_text(o->delivery, sizeof(o->delivery));
	check_text(o->approval.name, sizeof(o->approval.name));
	FUZZ_CHECK(o->associated_count <= LI_HI1_ASSOCIATED_MAX);
	FUZZ_CHECK(o->target_count <= LI_TASK_TARGETS_MAX);
	FUZZ_CHECK(o->delivery_count <= LI_TASK_DESTINATIONS_MAX);
	FUZZ_CHECK(o->priority <= 2);
	for (size_t i = 0; i < o->delivery_count; i++) {
		const struct li_hi1_address *d = &o->deliveries[i];

		check_text(d->host, sizeof(d->host));
		check_text(d->delivery, sizeof(d->delivery));
		FUZZ_CHECK(d->handover == LI_HI1_HANDOVER_ANY ||
			d->handover == LI_HI1_HANDOVER_IPMM ||
			d->handover == LI_HI1_HANDOVER_MOBILE);
	}
	if (o->is_task && o->verb == LI_HI1_CREATE)
		FUZZ_CHECK(o->target_count > 0 && o->delivery_count > 0);
}

static void check_task(const struct li_hi1_request *r, size_t i)
{
	const char *why = NULL;
	struct li_task t;

	if (li_hi1_task(r, i, at_us, &t, &why)) {
		FUZZ_CHECK(why && why[0]);
		return;
	}
	FUZZ_CHECK(t.ends_us > at_us);
	FUZZ_CHECK(t.target_count == r->objects[i].target_count);
	check_text(t.warrant, sizeof(t.warrant));
	check_text(t.liid, sizeof(t.liid));
}

static void respond(const struct li_hi1_request *r, const char *error)
{
	static const bool active[LI_HI1_OBJECTS_MAX];
	const struct li_hi1_outcome o = {.at_us = at_us,
		.error = error,
		.active = active};
	struct li_buf b = {0};

	li_hi1_respond(&b, r, &o);
	FUZZ_CHECK(li_buf_check(&b) == LI_OK && b.n > 0);
	li_buf_fini(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct li_hi1_request r;
	const char *where = NULL;

	if (li_hi1_read(li_slice(data, size), &r, &where)) {
		FUZZ_CHECK(where && where[0]);
		respond(&r, where);
		return 0;
	}
	FUZZ_CHECK(r.object_count > 0 && r.object_count <= LI_HI1_OBJECTS_MAX);
	for (size_t i = 0; i < r.object_count; i++)
		check_object(&r.objects[i]);
	respond(&r, li_hi1_check(&r, &where) ? where : NULL);
	for (size_t i = 0; i < r.object_count; i++)
		if (r.objects[i].is_task)
			check_task(&r, i);
	return 0;
}
