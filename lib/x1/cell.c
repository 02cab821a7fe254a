/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/cell.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "sandbox/sandbox.h"
#include "x1/guard.h"
#include "x1/pack.h"
#include "x1/xml.h"

bool li_x1_cell_wanted(int argc, char **argv)
{
	return argc == 2 && strcmp(argv[1], LI_X1_CELL) == 0;
}

/* ---- the walls ---- */

static bool limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	const struct rlimit l = {soft, hard};

	return setrlimit(what, &l) == 0;
}

static bool limit_all(void)
{
#ifndef LI_INSTRUMENTED
	if (!limit(RLIMIT_AS, LI_X1_CELL_MEMORY, LI_X1_CELL_MEMORY))
		return false;
#endif
	/* SIGXCPU first, so that the other end can tell why; then SIGKILL. */
	return limit(RLIMIT_CPU, LI_X1_CELL_CPU_S, LI_X1_CELL_CPU_S + 1) &&
		limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) &&
		limit(RLIMIT_NPROC, 0, 0) && limit(RLIMIT_NOFILE, 1, 1);
}

static void close_others(void)
{
#ifdef LI_INSTRUMENTED
	const unsigned int first = STDERR_FILENO + 1; /* findings go there */
#else
	const unsigned int first = LI_X1_CELL_FD + 1;
#endif
	(void)close_range(first, ~0U, 0);
}

/* What libraries ask of the system when they do a thing for the first time,
 * they ask with a document of our own. */
static li_err warm_up(void)
{
	static const char document[] =
		"<X1Request xmlns='" LI_X1_NS "' xmlns:x='" LI_X1_NS "' "
		"xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>"
		"<x1RequestMessage i:type='x:PingRequest'>"
		"<admfIdentifier>a</admfIdentifier>"
		"<neIdentifier>n</neIdentifier>"
		"<messageTimestamp>2020-01-01T00:00:00.000000Z"
		"</messageTimestamp><version>v1.6.1</version>"
		"<x1TransactionId>3741800e-971b-4aa9-85f4-466d2b1adc7f"
		"</x1TransactionId></x1RequestMessage></X1Request>";
	struct li_buf out = {0};
	li_err err = li_x1_pack_document(li_slice_str(document), &out);

	li_buf_fini(&out);
	return err;
}

li_err li_x1_cell_enter(void)
{
	close_others();
	if (warm_up())
		return LI_EBUG;
	/* No debugger, no core file: it reads what names targets. */
	if (prctl(PR_SET_NAME, LI_X1_CELL) != 0 ||
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || !limit_all())
		return LI_EIO;
	return li_sandbox_enter(&(struct li_sandbox){.strict = true}, NULL);
}

/* ---- the work ---- */

/* Read n octets; LI_ECLOSED when there are none. */
static li_err read_all(struct li_buf *in, size_t n)
{
	while (n) {
		uint8_t *to = li_buf_reserve(in, n);
		ssize_t got = to ? read(LI_X1_CELL_FD, to, n) : -1;

		if (!to)
			return LI_ENOMEM;
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return LI_ECLOSED;
		li_buf_commit(in, (size_t)got);
		n -= (size_t)got;
	}
	return LI_OK;
}

static li_err write_all(struct li_slice octets)
{
	while (octets.n) {
		ssize_t put = write(LI_X1_CELL_FD, octets.p, octets.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return LI_ECLOSED;
		octets = li_slice_sub(octets, (size_t)put, octets.n);
	}
	return LI_OK;
}

static li_err answer(struct li_slice document, struct li_buf *out)
{
	li_err err;

	li_buf_put_u32(out, 0);
	li_buf_put_u8(out, 0);
	err = li_buf_check(out);
	if (err)
		return err;
	err = li_x1_pack_document(document, out);
	if (err) {
		/* Only that it was refused, and nothing of it. */
		out->n = 5;
		out->bad = false;
	}
	li_buf_set_u32(out, 0, (uint32_t)(out->n - 4));
	out->p[4] = (uint8_t)err;
	return LI_OK;
}

static li_err serve_one(struct li_buf *in, struct li_buf *out)
{
	struct li_cursor c;
	size_t n;
	li_err err = read_all(in, 4);

	if (err)
		return err;
	c = li_cursor(li_buf_slice(in));
	n = li_cursor_u32(&c);
	if (n > LI_X1_OCTETS_MAX)
		return LI_ETOOBIG;
	err = read_all(in, n);
	if (!err)
		err = answer(li_slice(in->p + 4, n), out);
	if (!err)
		err = write_all(li_buf_slice(out));
	li_buf_wipe(in);
	li_buf_wipe(out);
	return err;
}

int li_x1_cell_run(void)
{
	struct li_buf in = {.max = LI_X1_OCTETS_MAX + 4};
	struct li_buf out = {.max = LI_X1_PACKED_MAX};
	li_err err = li_x1_cell_enter();

	if (err)
		return EX_OSERR;
	while (!err)
		err = serve_one(&in, &out);
	li_buf_fini(&in);
	li_buf_fini(&out);
	return err == LI_ECLOSED ? EX_OK : EX_SOFTWARE;
}
