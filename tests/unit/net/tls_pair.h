/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tls_pair.h - two ends of TLS on a socket pair, with certificates that were
 * made for the test.
 */
#ifndef UNIT_NET_TLS_PAIR_H
#define UNIT_NET_TLS_PAIR_H

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/tls.h"
#include "unit.h"

enum { PATH = 128 };

static char dir[64]; /* of the certificates */

static inline void path_of(char path[PATH], const char *name)
{
	snprintf(path, PATH, "%s/%s", dir, name);
}

/* What an end has beyond its certificate; NULL is nothing. */
struct more {
	const char *crl, *ocsp;
	const char *key; /* instead of its own */
	const char *pin; /* of the peer */
	bool ocsp_required;
};

static inline li_err load_more(const char *name, const char *ca, bool tls12,
	const struct more *more, struct li_tls_creds **out,
	struct li_fault *fault)
{
	char crt[PATH], key[PATH], ca_pem[PATH], crl[PATH], ocsp[PATH];
	char file[64];
	struct li_pin pin;
	struct li_tls_files files = {.certificate = crt,
		.key = key,
		.ca = ca_pem,
		.ocsp_required = more->ocsp_required,
		.tls12 = tls12};

	snprintf(file, sizeof(file), "%s.pem", name);
	path_of(crt, file);
	snprintf(file, sizeof(file), "%s.key", name);
	path_of(key, file);
	path_of(ca_pem, ca);
	if (more->key)
		files.key = more->key;
	if (more->crl) {
		path_of(crl, more->crl);
		files.crl = crl;
	}
	if (more->ocsp) {
		path_of(ocsp, more->ocsp);
		files.ocsp = ocsp;
	}
	if (more->pin) {
		CU_ASSERT_EQUAL_FATAL(li_tls_pin_parse(more->pin, &pin), LI_OK);
		files.pins = &pin;
		files.pin_count = 1;
	}
	return li_tls_creds_load(&files, out, fault);
}

static inline li_err load(const char *name, const char *ca, bool tls12,
	struct li_tls_creds **out, struct li_fault *fault)
{
	return load_more(name, ca, tls12, &(struct more){0}, out, fault);
}

struct pair {
	int fd[2];
	struct li_tls *client, *server;
	enum li_tls_outcome c, s;
};

struct end {
	const char *name, *ca;
	bool tls12;
	const char *peer;
};

static inline void setup_more(struct pair *p, struct end client,
	struct more client_more, struct end server, struct more server_more)
{
	struct li_tls_creds *c = NULL, *s = NULL;
	struct li_fault fault = {0};

	*p = (struct pair){.c = LI_TLS_WANT_IN, .s = LI_TLS_WANT_IN};
	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK,
				      0, p->fd),
		0);
	CU_ASSERT_EQUAL_FATAL(load_more(client.name, client.ca, client.tls12,
				      &client_more, &c, &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(load_more(server.name, server.ca, server.tls12,
				      &server_more, &s, &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_tls_client(c, p->fd[0], client.peer,
				      &p->client),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_tls_server(s, p->fd[1], server.peer,
				      &p->server),
		LI_OK);
	li_tls_creds_free(c);
	li_tls_creds_free(s);
}

static inline void setup(struct pair *p, struct end client, struct end server)
{
	setup_more(p, client, (struct more){0}, server, (struct more){0});
}

static inline void teardown(struct pair *p)
{
	li_tls_free(p->client);
	li_tls_free(p->server);
	close(p->fd[0]);
	close(p->fd[1]);
}

static inline bool waits(enum li_tls_outcome o)
{
	return o == LI_TLS_WANT_IN || o == LI_TLS_WANT_OUT;
}

static inline void shake(struct pair *p)
{
	for (int i = 0; i < 50; i++) {
		if (waits(p->c))
			p->c = li_tls_handshake(p->client);
		if (waits(p->s))
			p->s = li_tls_handshake(p->server);
	}
}

/* Name the folder, when what it is called is needed before it is there. */
static inline void name_dir(void)
{
	snprintf(dir, sizeof(dir), "/tmp/lmisf-tls-%ld", (long)getpid());
}

/* Make the certificates, and what these commands of a shell make of them in
 * their folder; run the tests; the exit status. */
static inline int with_certs(const char *commands, const char *suite,
	const struct unit_test *tests, size_t count)
{
	char line[256];
	char *script;
	int failed = 2;

	name_dir();
	if (mkdir(dir, 0700) != 0 || !getenv("CERTS"))
		return 2;
	if (asprintf(&script, "set -e; '%s' %s; cd %s; %s", getenv("CERTS"),
		    dir, dir, commands) < 0)
		return 2;
	if (system(script) == 0)
		failed = unit_main(suite, tests, count);
	free(script);
	snprintf(line, sizeof(line), "rm -rf %s", dir);
	return system(line) == 0 ? failed : 2;
}

#endif
