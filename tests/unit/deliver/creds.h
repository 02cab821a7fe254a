/* SPDX-License-Identifier: BSD-3-Clause
 *
 * creds.h - certificates of ours and of a peer, made anew for each run.
 */
#ifndef UNIT_DELIVER_CREDS_H
#define UNIT_DELIVER_CREDS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/tls.h"
#include "unit.h"

static char dir[64];
static struct li_tls_creds *ours, *theirs;

static inline struct li_tls_creds *load(const char *name)
{
	struct li_tls_creds *creds = NULL;
	struct li_fault fault = {0};
	char crt[128], key[128], ca[128];
	const struct li_tls_files files = {.certificate = crt,
		.key = key,
		.ca = ca};

	snprintf(crt, sizeof(crt), "%s/%s.pem", dir, name);
	snprintf(key, sizeof(key), "%s/%s.key", dir, name);
	snprintf(ca, sizeof(ca), "%s/ca.pem", dir);
	if (li_tls_creds_load(&files, &creds, &fault) != LI_OK)
		fprintf(stderr, "%s\n", fault.text);
	return creds;
}

/* Run a suite with certificates made for it. */
static inline int creds_main(const char *suite, const struct unit_test *tests,
	size_t count)
{
	char command[512];
	int failed = 2;

	strcpy(dir, "/tmp/lmisf-link-XXXXXX");
	if (!mkdtemp(dir) || !getenv("CERTS"))
		return 2;
	snprintf(command, sizeof(command), "'%s' %s", getenv("CERTS"), dir);
	if (system(command) != 0)
		return 2;
	ours = load("lmisf");
	theirs = load("mdf");
	if (ours && theirs)
		failed = unit_main(suite, tests, count);
	li_tls_creds_free(ours);
	li_tls_creds_free(theirs);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command) == 0 ? failed : 2;
}

#endif
