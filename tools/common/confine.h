/* SPDX-License-Identifier: BSD-3-Clause
 *
 * confine.h - what programs do about their sandbox.
 *
 * Floor    5: sandbox, tools/common.
 * Threads  One.
 * Memory   A box is put together on the caller's stack.
 * Spec     TS 33.127 cl. 8.2, 8.4
 */
#ifndef LI_COMMON_CONFINE_H
#define LI_COMMON_CONFINE_H

#include "common/config.h"
#include "sandbox/probe.h"
#include "sandbox/sandbox.h"

enum { LI_CONFINE_PATHS = 32 };

/* A sandbox while it is put together. */
struct li_confine {
	unsigned int calls; /* LI_CALLS_ */
	struct li_sandbox_path paths[LI_CONFINE_PATHS];
	size_t path_count;
	const uint16_t *ports;
	size_t port_count;
	bool keep_caps;    /* as li_sandbox has it */
	const char *probe; /* try this and exit; NULL: do not */
};

/* The option of each program that tries its sandbox: an entry of its table. */
#define LI_CONFINE_OPTION(at)                                                  \
	{                                                                      \
		"probe-sandbox", "WHAT",                                       \
			"enter the sandbox, try WHAT and exit", .text = (at)   \
	}

/* Is there a probe of the name? NULL is fine. */
bool li_confine_known(const char *probe);

/* Let it do `may` (LI_MAY_) with a path; it stays the caller's. What is one too
 * many is a fault of li_confine(). */
void li_confine_path(struct li_confine *c, const char *path, unsigned int may);

/* The files of a TLS end, which are read again: in their folders they are
 * replaced. */
void li_confine_tls(struct li_confine *c, const struct li_config_tls *tls);

/* A key's file. What the module of a pkcs11: URI keeps is named by
 * sandbox.paths. */
void li_confine_key(struct li_confine *c, const char *key);

/* Let it connect to other machines: to these ports, or to any when there are
 * none; and look up names, with all that the C library looks at for it. */
void li_confine_connect(struct li_confine *c, const uint16_t *ports,
	size_t count);
void li_confine_names(struct li_confine *c);

/* What the configuration gives it beyond its work: PKCS#11 modules read and
 * write there, and may ask a program of this machine. */
void li_confine_also(struct li_confine *c, const struct li_config *config);

/* A store: its file, what SQLite and we keep beside it. */
void li_confine_store(struct li_confine *c, const char *path);

/* Enter it, as all that it needs from outside is open. With a probe it does
 * not return.
 *   as li_sandbox_enter()
 */
LI_MUST_USE li_err li_confine(const struct li_confine *c,
	struct li_fault *fault);

#endif
