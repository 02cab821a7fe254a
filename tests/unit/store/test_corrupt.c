/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <sys/stat.h>

#include "place.h"
#include "unit.h"

/* Octets of a whole store change, at any place of it: bits flip, a page is empty,
 * the end is missing, or some of it is what another place had. It is refused with a
 * name, or all is read as it was written. LI_CORRUPTIONS=N tries so many,
 * LI_CORRUPT_SEED=N begins with that one. TS 33.126 R6.6-100, 110 */

enum {
	CORRUPTIONS = 1000,
	STREAMS = 3,
	EACH = 4,
	PAGE = 4096,
	KINDS = 5,
};

struct octets {
	uint8_t *p;
	size_t n;
};

/* Records as they were written, packed. */
struct written {
	struct li_buf packed[STREAMS * EACH + 1]; /* by entry */
	size_t read, wrong;
};

static unsigned draw(uint64_t *state, size_t n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((*state >> 33) % n);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

static struct octets read_file(const char *path)
{
	struct octets o = {0};
	struct stat st;
	FILE *f = fopen(path, "r");

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL_FATAL(fstat(fileno(f), &st), 0);
	o.n = (size_t)st.st_size;
	o.p = malloc(o.n + 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(o.p);
	CU_ASSERT_EQUAL_FATAL(fread(o.p, 1, o.n, f), o.n);
	fclose(f);
	return o;
}

static void write_file(const char *path, const uint8_t *p, size_t n)
{
	FILE *f = fopen(path, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(fwrite(p, 1, n, f), n);
	fclose(f);
	CU_ASSERT_EQUAL(chmod(path, 0600), 0);
}

/* ---- what is in it ---- */

static li_err note(const struct li_outbox_entry *entry, void *data)
{
	struct written *w = data;

	CU_ASSERT_TRUE_FATAL(entry->id > 0 && entry->id <= STREAMS * EACH);
	li_iri_pack(&entry->iri, &w->packed[entry->id]);
	return LI_OK;
}

static li_err compare(const struct li_outbox_entry *entry, void *data)
{
	struct written *w = data;
	struct li_buf packed = {0};

	li_iri_pack(&entry->iri, &packed);
	w->read++;
	w->wrong += entry->id < 1 || entry->id > STREAMS * EACH ||
		!li_slice_eq(li_buf_slice(&packed),
			li_buf_slice(&w->packed[entry->id]));
	li_buf_fini(&packed);
	return LI_OK;
}

static li_err each(struct place *p, li_store_outbox_fn fn, struct written *w)
{
	const struct li_uuid did = place_destination(1).did;
	const struct li_store_page page = {.limit = 1000, .fn = fn, .data = w};
	size_t count;

	return li_store_claim(p->store, &did, &page, &count);
}

/* ---- what becomes of it ---- */

static size_t change(uint8_t *p, size_t n, uint64_t *state)
{
	const size_t at = draw(state, n), from = draw(state, n);
	const size_t much = 1 + draw(state, 64);

	switch (draw(state, KINDS)) {
	case 0: /* bits */
		for (size_t i = 0; i < much; i++)
			p[draw(state, n)] ^= (uint8_t)(1u << draw(state, 8));
		break;
	case 1: p[at] ^= (uint8_t)(1u << draw(state, 8)); break;
	case 2:
		memset(p + at / PAGE * PAGE, 0,
			n - at / PAGE * PAGE < PAGE ? n % PAGE : PAGE);
		break;
	case 3: return at;
	default:
		if (at + much <= n && from + much <= n)
			memmove(p + at, p + from, much);
	}
	return n;
}

/* Is it refused, or all of it what was written? */
static bool sound(struct place *p, struct written *w, unsigned *refused)
{
	struct li_fault fault = {0};
	int64_t row;
	uint64_t rows;
	li_err err = li_store_open(&p->at, LI_STORE_WRITER, &p->store, &fault);

	w->read = w->wrong = 0;
	if (err) {
		*refused += 1;
		return fault.text[0] != '\0';
	}
	err = each(p, compare, w);
	if (!err)
		err = li_store_audit_verify(p->store, &row, &rows, &fault);
	*refused += err != LI_OK;
	li_store_close(p->store);
	p->store = NULL;
	return w->wrong == 0 && (err || w->read == STREAMS * EACH);
}

static void one(const struct octets *image, const struct octets *key,
	struct written *w, uint64_t seed, unsigned *refused)
{
	uint64_t state = seed;
	uint8_t *copy = malloc(image->n);
	struct place p;

	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	memcpy(copy, image->p, image->n);
	place_empty(&p);
	write_file(p.key, key->p, key->n);
	CU_ASSERT_EQUAL(chmod(p.key, 0400), 0);
	write_file(p.db, copy, change(copy, image->n, &state));
	free(copy);
	if (!sound(&p, w, refused)) {
		printf(" LI_CORRUPT_SEED=%llu", (unsigned long long)seed);
		CU_FAIL("it is read as something else");
	}
	place_fini(&p);
}

static void test_corrupt__is_refused_or_reads_as_written(void)
{
	const uint64_t seed = number_of("LI_CORRUPT_SEED", 1);
	const uint64_t many = number_of("LI_CORRUPTIONS", CORRUPTIONS);
	struct written w = {0};
	struct octets image, key;
	unsigned refused = 0, none = 0;
	struct place p;

	place_init(&p);
	place_fill(&p, 2);
	for (uint64_t c = 0; c < STREAMS; c++)
		CU_ASSERT_EQUAL(place_commit(&p, 1, c, EACH), LI_OK);
	CU_ASSERT_EQUAL_FATAL(each(&p, note, &w), LI_OK);
	li_store_close(p.store);
	p.store = NULL;
	image = read_file(p.db);
	key = read_file(p.key);
	CU_ASSERT_TRUE(sound(&p, &w, &none) && !none);
	CU_ASSERT_EQUAL(w.read, STREAMS * EACH);
	for (uint64_t i = seed; i < seed + many; i++)
		one(&image, &key, &w, i, &refused);
	printf(" %u of %llu refused", refused, (unsigned long long)many);
	CU_ASSERT_TRUE(refused > many / 4);
	for (size_t i = 0; i <= STREAMS * EACH; i++)
		li_buf_fini(&w.packed[i]);
	free(image.p);
	free(key.p);
	place_fini(&p);
}

/* No page is damaged by it, and yet somebody would not get a record. */
static void test_corrupt__tells_who_no_longer_waits(void)
{
	static const char *const changes[] = {
		"DELETE FROM outbox WHERE iri = 3 AND destination = 1",
		"UPDATE outbox SET destination = destination + 98 WHERE iri = 3",
		"UPDATE iri SET waiting = waiting - 1 WHERE id = 3",
	};
	struct li_fault fault;
	uint64_t rows;
	int64_t row;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct place p;

		place_init(&p);
		place_fill(&p, 2);
		CU_ASSERT_EQUAL(place_commit(&p, 1, 7, EACH), LI_OK);
		CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows,
					&fault),
			LI_OK);
		CU_ASSERT_EQUAL(place_sql(&p, changes[i]), SQLITE_OK);
		CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows,
					&fault),
			LI_ECORRUPT);
		place_fini(&p);
	}
}

UNIT_MAIN("store.corrupt",
	UNIT_TEST(test_corrupt__is_refused_or_reads_as_written),
	UNIT_TEST(test_corrupt__tells_who_no_longer_waits))
