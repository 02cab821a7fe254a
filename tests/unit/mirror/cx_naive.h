/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_naive.h - what TS 29.228 says becomes of registrations, in tables of true
 * and false: for a test to hold the mirror against. Nothing here is of the
 * mirror, and nothing is clever.
 *
 *   IMPUs 0-3, 4-5, 6-7 may be of one implicit set, each three.
 */
#ifndef LI_UNIT_MIRROR_CX_NAIVE_H
#define LI_UNIT_MIRROR_CX_NAIVE_H

#include <stdbool.h>
#include <string.h>

enum { NAIVE_IMPIS = 4, NAIVE_IMPUS = 8, NAIVE_NOBODY = -1 };

enum naive_command {
	NAIVE_UAR,
	NAIVE_LIR,
	NAIVE_MAR,
	NAIVE_SAR,
	NAIVE_RTR,
	NAIVE_PPR,
	NAIVE_COMMANDS
};

enum naive_result {
	NAIVE_SUCCESS,    /* Result-Code 2001 */
	NAIVE_LIMITED,    /* Result-Code 2002 */
	NAIVE_NOT_STORED, /* Experimental-Result-Code 2004 */
	NAIVE_FIRST,      /* Experimental-Result-Code 2001: of an UAA alone */
	NAIVE_FOREIGN,    /* the same of another vendor: of nothing */
	NAIVE_REFUSED,    /* any that is an error */
	NAIVE_SILENT,     /* no answer */
	NAIVE_RESULTS
};

/* Sets of IMPUs and of IMPIs are bits. */
struct naive_exchange {
	enum naive_command command;
	enum naive_result result;
	int type;        /* Server-Assignment-Type */
	int reason;      /* Reason-Code */
	bool pcscf_lost; /* SAR-Flags */
	bool leaving;    /* User-Authorization-Type DE_REGISTRATION */
	int impi;        /* NAIVE_NOBODY: no User-Name */
	unsigned impis;  /* Associated-Identities */
	unsigned impus;  /* Public-Identity */
	unsigned data;   /* of User-Data; 0: there is none */
	unsigned kept;   /* IMPUs of the IMPI that the RTA lists */
};

struct naive {
	bool pair[NAIVE_IMPIS][NAIVE_IMPUS]; /* belong together */
	bool registered[NAIVE_IMPIS][NAIVE_IMPUS];
	bool unregistered[NAIVE_IMPUS]; /* served by an S-CSCF all the same */
	bool pending[NAIVE_IMPIS];      /* authentication */
	unsigned set[NAIVE_IMPUS];      /* whom it is registered with */
};

static inline void naive_start(struct naive *n)
{
	memset(n, 0, sizeof(*n));
	for (int u = 0; u < NAIVE_IMPUS; u++)
		n->set[u] = 1U << u;
}

/* cl. 6.1.2: an IMPU is registered while any IMPI has it registered */
static inline bool naive_is_registered(const struct naive *n, int impu)
{
	for (int i = 0; i < NAIVE_IMPIS; i++)
		if (n->registered[i][impu])
			return true;
	return false;
}

/* cl. 6.5.1: whatever happens to an IMPU happens to its set */
static inline unsigned naive_whole(const struct naive *n, unsigned impus)
{
	unsigned whole = 0;

	for (int u = 0; u < NAIVE_IMPUS; u++)
		if (impus & 1U << u)
			whole |= n->set[u];
	return whole;
}

/* Who belongs to one of a set belongs to all of it. */
static inline void naive_pair(struct naive *n, int impi, unsigned impus)
{
	for (int u = 0; u < NAIVE_IMPUS && impi != NAIVE_NOBODY; u++)
		if (naive_whole(n, impus) & 1U << u)
			n->pair[impi][u] = true;
}

/* cl. 6.2.2, 6.6: this is the set now; who is no longer listed is gone, and
 * who is new is as the others are */
static inline void naive_profile(struct naive *n, unsigned data)
{
	unsigned old = naive_whole(n, data);
	bool served = false;

	for (int u = 0; u < NAIVE_IMPUS; u++) {
		if (!(old & ~data & 1U << u))
			continue;
		for (int i = 0; i < NAIVE_IMPIS; i++)
			n->pair[i][u] = n->registered[i][u] = false;
		n->unregistered[u] = false;
		n->set[u] = 1U << u;
	}
	for (int u = 0; u < NAIVE_IMPUS; u++)
		if (data & 1U << u)
			n->set[u] = data;
	for (int u = 0; u < NAIVE_IMPUS; u++) {
		if (!(data & 1U << u))
			continue;
		served = served || n->unregistered[u];
		for (int i = 0; i < NAIVE_IMPIS; i++)
			for (int v = 0; v < NAIVE_IMPUS; v++)
				if (data & 1U << v) {
					n->pair[i][v] |= n->pair[i][u];
					n->registered[i][v] |=
						n->registered[i][u];
				}
	}
	for (int u = 0; u < NAIVE_IMPUS; u++)
		if (data & 1U << u)
			n->unregistered[u] =
				served && !naive_is_registered(n, u);
}

/* cl. 6.1.2.1, 6.1.3: registrations end under these IMPIs */
static inline void naive_end(struct naive *n, unsigned impis, unsigned impus,
	bool stored, int keeper, unsigned kept)
{
	for (int u = 0; u < NAIVE_IMPUS; u++) {
		bool was = naive_is_registered(n, u) || n->unregistered[u];

		if (!(impus & 1U << u))
			continue;
		for (int i = 0; i < NAIVE_IMPIS; i++)
			if (impis & 1U << i && !(i == keeper && kept & 1U << u))
				n->registered[i][u] = false;
		n->unregistered[u] =
			was && stored && !naive_is_registered(n, u);
	}
}

/* Whom a de-registration is about: the IMPUs that it names, or all of its
 * IMPIs; its IMPIs, or all. */
static inline unsigned naive_impis(const struct naive_exchange *x)
{
	if (x->impi == NAIVE_NOBODY)
		return (1U << NAIVE_IMPIS) - 1;
	return x->impis | 1U << x->impi;
}

static inline unsigned naive_impus(const struct naive *n,
	const struct naive_exchange *x)
{
	unsigned all = 0;

	if (x->impus)
		return naive_whole(n, x->impus);
	for (int i = 0; i < NAIVE_IMPIS; i++)
		for (int u = 0; u < NAIVE_IMPUS; u++)
			if (naive_impis(x) & 1U << i && n->pair[i][u])
				all |= n->set[u];
	return all;
}

/* cl. 6.1.2 */
static inline void naive_assign(struct naive *n, const struct naive_exchange *x)
{
	unsigned whole;

	naive_pair(n, x->impi, x->impus);
	if (x->data)
		naive_profile(n, x->data);
	whole = naive_whole(n, x->impus);
	for (int u = 0; u < NAIVE_IMPUS; u++) {
		if (!(whole & 1U << u))
			continue;
		if (x->type != 3)
			n->registered[x->impi][u] = true;
		n->unregistered[u] = !naive_is_registered(n, u);
	}
	if (x->type != 3)
		n->pending[x->impi] = false;
}

static inline void naive_sar(struct naive *n, const struct naive_exchange *x)
{
	if (x->result != NAIVE_SUCCESS && x->result != NAIVE_NOT_STORED)
		return;
	switch (x->type) {
	case 3:
		if (x->pcscf_lost)
			naive_end(n, naive_impis(x), naive_impus(n, x), true,
				NAIVE_NOBODY, 0);
		naive_assign(n, x);
		break;
	case 1:
	case 2: naive_assign(n, x); break;
	case 4:
	case 5:
	case 8:
	case 11:
		naive_end(n, naive_impis(x), naive_impus(n, x), false,
			NAIVE_NOBODY, 0);
		break;
	case 6:
	case 7:
		naive_end(n, naive_impis(x), naive_impus(n, x),
			x->result == NAIVE_SUCCESS, NAIVE_NOBODY, 0);
		break;
	case 9:
	case 10: n->pending[x->impi] = false; break;
	default: break;
	}
}

/* cl. 6.1.3 */
static inline void naive_rtr(struct naive *n, const struct naive_exchange *x)
{
	struct naive_exchange all = *x;

	if ((x->result != NAIVE_SUCCESS && x->result != NAIVE_LIMITED) ||
		x->reason == 1)
		return;
	if (x->reason == 2)
		all.impus = 0;
	naive_end(n, naive_impis(x), naive_impus(n, &all), false, x->impi,
		x->result == NAIVE_LIMITED ? naive_whole(n, x->kept) : 0);
}

/* cl. 6.2.2: who serves none of them has nothing to change */
static inline void naive_ppr(struct naive *n, const struct naive_exchange *x)
{
	for (int u = 0; u < NAIVE_IMPUS && x->result == NAIVE_SUCCESS; u++)
		for (int i = 0; i < NAIVE_IMPIS && x->data & 1U << u; i++)
			if (n->pair[i][u]) {
				naive_profile(n, x->data);
				return;
			}
}

static inline void naive_apply(struct naive *n, const struct naive_exchange *x)
{
	switch (x->command) {
	case NAIVE_SAR: naive_sar(n, x); break;
	case NAIVE_RTR: naive_rtr(n, x); break;
	case NAIVE_PPR: naive_ppr(n, x); break;
	case NAIVE_UAR: /* cl. 6.1.1 */
		if (!x->leaving &&
			(x->result == NAIVE_SUCCESS ||
				x->result == NAIVE_FIRST))
			naive_pair(n, x->impi, x->impus);
		break;
	case NAIVE_MAR: /* cl. 6.3 */
		if (x->result != NAIVE_SUCCESS)
			break;
		naive_pair(n, x->impi, x->impus);
		n->pending[x->impi] = true;
		break;
	case NAIVE_LIR: /* cl. 6.1.4: a question */
	case NAIVE_COMMANDS: break;
	}
}

#endif
