/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets: a container that is refused leaves nothing, one that is
 * taken has messages that can be answered, and each value that is read is as
 * the schema has it.
 */
#include <string.h>

#include "fuzz.h"
#include "x1/pack.h"
#include "x1/parse.h"
#include "x1/words.h"

static void check_text(const char *text, size_t size)
{
	FUZZ_CHECK(strnlen(text, size) < size);
}

static void check_task(const struct li_x1_task *t)
{
	FUZZ_CHECK(t->target_count > 0 || t->locality);
	for (size_t i = 0; i < t->target_count && i < LI_TASK_TARGETS_MAX; i++)
		check_text(t->targets[i].value, sizeof(t->targets[i].value));
	check_text(t->mediations[0].liid, sizeof(t->mediations[0].liid));
	FUZZ_CHECK(li_x1_delivery_name(t->delivery));
	FUZZ_CHECK(t->mediation_count == 0 || t->mediations[0].liid[0]);
}

static void check_object(const struct li_x1_object *o)
{
	check_text(o->algorithm, sizeof(o->algorithm));
	FUZZ_CHECK(o->salt_n <= sizeof(o->salt));
	FUZZ_CHECK(o->is_context || o->salt_n == 0);
}

static void check_request(const struct li_x1_request *r)
{
	FUZZ_CHECK(r->type < LI_X1_TYPES);
	FUZZ_CHECK(r->code == LI_X1_NO_ERROR || r->code == LI_X1_SYNTAX);
	check_text(r->header.admf, sizeof(r->header.admf));
	check_text(r->header.ne, sizeof(r->header.ne));
	check_text(r->header.version, sizeof(r->header.version));
	if (r->code)
		return;
	FUZZ_CHECK(r->header.admf[0] && r->header.ne[0]);
	if (r->type == LI_X1_ACTIVATE_TASK || r->type == LI_X1_MODIFY_TASK)
		check_task(&r->task);
	check_object(&r->object);
	check_text(r->destination.name, sizeof(r->destination.name));
	check_text(r->destination.host, sizeof(r->destination.host));
}

/* It arrives as it was, but for a body that cannot be used. */
static void check_packed(const struct li_x1_request *r)
{
	struct li_x1_request got;
	struct li_buf b = {0};
	struct li_slice rest;

	li_x1_pack_request(&b, r);
	rest = li_buf_slice(&b);
	FUZZ_CHECK(li_x1_unpack_request(&rest, &got) == LI_OK);
	FUZZ_CHECK(rest.n == 0 && got.type == r->type && got.code == r->code);
	FUZZ_CHECK(r->code || memcmp(&got, r, sizeof(got)) == 0);
	li_buf_fini(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_x1_container *c = NULL;
	struct li_x1_request r;
	size_t count = 0;

	if (li_x1_packed_check(li_slice(data, size)) == LI_OK)
		return 0;
	if (li_x1_container_open(li_slice(data, size), &c)) {
		FUZZ_CHECK(!c);
		return 0;
	}
	while (li_x1_container_next(c, &r)) {
		check_request(&r);
		check_packed(&r);
		count++;
	}
	FUZZ_CHECK(count > 0 && count <= LI_X1_MESSAGES_MAX);
	li_x1_container_close(c);
	return 0;
}
