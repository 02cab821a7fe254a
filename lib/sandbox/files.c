/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/walls.h"

/* What headers of Linux 6.1 do not have: landlock(7). */
enum {
	NET_BIND = 1 << 0,
	NET_CONNECT = 1 << 1,
	SCOPE_ABSTRACT_UNIX = 1 << 0,
	RULE_NET_PORT = 2,
};

#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_IOCTL_DEV (UINT64_C(1) << 15)

static const uint64_t reads =
	LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t writes = LANDLOCK_ACCESS_FS_READ_FILE |
	LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE |
	LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	FS_TRUNCATE;

/* Those that a file has, and not only a folder. */
static const uint64_t of_files = LANDLOCK_ACCESS_FS_READ_FILE |
	LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE;

/* As landlock_create_ruleset(2) has it since Linux 6.12; older ones take the
 * longer one when what they do not know is zero. */
struct ruleset {
	uint64_t fs, net, scoped;
};

struct port_rule {
	uint64_t access, port;
};

/* All that a kernel can handle, by the version of what it offers. */
static struct ruleset all_of(long abi, const struct li_sandbox *box)
{
	struct ruleset r = {.fs = (UINT64_C(1) << 13) - 1};

	if (abi >= 2)
		r.fs |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		r.fs |= FS_TRUNCATE;
	if (abi >= 4)
		r.net = NET_BIND;
	if (abi >= 4 && (!(box->calls & LI_CALLS_INET) || box->port_count))
		r.net |= NET_CONNECT;
	if (abi >= 5)
		r.fs |= FS_IOCTL_DEV;
	if (abi >= 6)
		r.scoped = SCOPE_ABSTRACT_UNIX;
	return r;
}

/* Nothing at a path gives nothing to it. */
static li_err allow(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr beneath = {
		.parent_fd = open(path, O_PATH | O_CLOEXEC)};
	struct stat st;
	li_err err = LI_OK;

	if (beneath.parent_fd < 0)
		return LI_OK;
	if (fstat(beneath.parent_fd, &st) != 0)
		err = LI_EIO;
	beneath.allowed_access =
		S_ISDIR(st.st_mode) ? access : access & of_files;
	if (!err &&
		syscall(SYS_landlock_add_rule, rules,
			LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) != 0)
		err = LI_EIO;
	close(beneath.parent_fd);
	return err;
}

static li_err allow_folder_of(int rules, const char *path, uint64_t access)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX] = ".";
	const size_t n = slash ? (size_t)(slash - path) : 0;

	if (n >= sizeof(folder))
		return LI_EIO;
	if (n)
		memcpy(folder, path, n);
	else if (slash)
		folder[0] = '/';
	folder[n ? n : 1] = '\0';
	return allow(rules, folder, access);
}

static li_err allow_path(int rules, const struct li_sandbox_path *p,
	uint64_t handled)
{
	const uint64_t access =
		(p->may & LI_MAY_WRITE ? writes : reads) & handled;
	char *real;
	li_err err;

	if (!p->path || !p->path[0])
		return LI_OK;
	err = allow(rules, p->path, access);
	if (err || !(p->may & LI_MAY_BESIDE))
		return err;
	err = allow_folder_of(rules, p->path, access);
	/* A link leads to where another file will be, too. */
	real = err ? NULL : realpath(p->path, NULL);
	if (real)
		err = allow_folder_of(rules, real, access);
	free(real);
	return err;
}

static li_err allow_ports(int rules, const struct li_sandbox *box)
{
	for (size_t i = 0; i < box->port_count; i++) {
		const struct port_rule rule = {NET_CONNECT, box->ports[i]};

		if (syscall(SYS_landlock_add_rule, rules, RULE_NET_PORT, &rule,
			    0) != 0)
			return LI_EIO;
	}
	return LI_OK;
}

li_err li_wall_files(const struct li_sandbox *box)
{
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
		LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset handled;
	li_err err = LI_OK;
	int rules;

	if (abi < 1)
		return LI_EUNSUPPORTED;
	handled = all_of(abi, box);
	rules = (int)syscall(SYS_landlock_create_ruleset, &handled,
		sizeof(handled), 0);
	if (rules < 0)
		return LI_EIO;
	for (size_t i = 0; i < box->path_count && !err; i++)
		err = allow_path(rules, &box->paths[i], handled.fs);
	if (!err && handled.net & NET_CONNECT)
		err = allow_ports(rules, box);
	if (!err && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		err = LI_EIO;
	close(rules);
	return err;
}
