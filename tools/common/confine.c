/* SPDX-License-Identifier: BSD-3-Clause */
#include "common/confine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "common/ready.h"

bool li_confine_known(const char *probe)
{
	return !probe || li_probe_known(probe);
}

void li_confine_path(struct li_confine *c, const char *path, unsigned int may)
{
	if (!path || !path[0])
		return;
	if (c->path_count < LI_CONFINE_PATHS)
		c->paths[c->path_count] = (struct li_sandbox_path){path, may};
	c->path_count++;
}

void li_confine_key(struct li_confine *c, const char *key)
{
	if (!key || strncmp(key, "pkcs11:", 7) != 0)
		li_confine_path(c, key, LI_MAY_READ | LI_MAY_BESIDE);
}

void li_confine_tls(struct li_confine *c, const struct li_config_tls *tls)
{
	li_confine_path(c, tls->certificate, LI_MAY_READ | LI_MAY_BESIDE);
	li_confine_key(c, tls->key);
	li_confine_path(c, tls->ca, LI_MAY_READ | LI_MAY_BESIDE);
	li_confine_path(c, tls->crl, LI_MAY_READ | LI_MAY_BESIDE);
	li_confine_path(c, tls->ocsp, LI_MAY_READ | LI_MAY_BESIDE);
}

void li_confine_connect(struct li_confine *c, const uint16_t *ports,
	size_t count)
{
	c->calls |= LI_CALLS_INET;
	c->ports = ports;
	c->port_count = count;
}

/* resolv.conf(5) may be a link to where another program keeps it. */
void li_confine_names(struct li_confine *c)
{
	static const char *const paths[] = {"/etc/resolv.conf", "/etc/hosts",
		"/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf",
		"/etc/services", "/run/systemd/resolve", "/run/resolvconf",
		"/run/NetworkManager"};

	c->calls |= LI_CALLS_RESOLVE;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		li_confine_path(c, paths[i], LI_MAY_READ);
}

void li_confine_also(struct li_confine *c, const struct li_config *config)
{
	for (size_t i = 0; i < config->sandbox.paths_count; i++)
		li_confine_path(c, config->sandbox.paths[i], LI_MAY_WRITE);
	if (config->sandbox.paths_count)
		c->calls |= LI_CALLS_FILES | LI_CALLS_UNIX;
}

void li_confine_store(struct li_confine *c, const char *path)
{
	li_confine_path(c, path, LI_MAY_WRITE | LI_MAY_BESIDE);
	li_confine_path(c, "/dev/urandom", LI_MAY_READ);
}

li_err li_confine(const struct li_confine *c, struct li_fault *fault)
{
	const struct li_sandbox box = {
		.calls = c->calls,
		.paths = c->paths,
		.path_count = c->path_count,
		.ports = c->ports,
		.port_count = c->port_count,
		.keep_caps = c->keep_caps,
	};
	li_err err;
	int status;

	if (c->path_count > LI_CONFINE_PATHS)
		return li_fault_set(fault, LI_EBUG, "sandbox: too many paths");
	li_notify_open();
	err = li_sandbox_enter(&box, fault);
	if (err || !c->probe)
		return err;
	status = li_probe(c->probe);
	exit(fflush(stdout) == 0 ? status : EX_IOERR);
}
