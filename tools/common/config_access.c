/* SPDX-License-Identifier: BSD-3-Clause */
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "common/config_schema.h"
#include "common/yaml.h"

/* Sockets, who may come to them, and the modes of their files. */

enum { SOCKETS = 7 };

struct entry {
	const char *name, *path;
	const char *mode;
	const struct li_config_users *users;
	struct li_sock_access *out;
};

/* A user by name or number.
 *   LI_ENOTFOUND
 */
static li_err find_user(const char *text, uid_t *uid)
{
	const struct passwd *user;
	uint64_t number;

	/* The last one is nobody: chown(2). */
	if (li_text_u64(li_slice_str(text), UINT32_MAX - 1, &number) == LI_OK) {
		*uid = (uid_t)number;
		return LI_OK;
	}
	user = getpwnam(text);
	if (!user)
		return LI_ENOTFOUND;
	*uid = user->pw_uid;
	return LI_OK;
}

static li_err finish_users(const struct li_yaml *y, const struct entry *e,
	struct li_fault *fault)
{
	char key[LI_YAML_PATH_MAX];

	for (size_t i = 0; i < e->users->at_count; i++) {
		if (find_user(e->users->at[i], &e->out->uids[i]) == LI_OK) {
			e->out->count = i + 1;
			continue;
		}
		snprintf(key, sizeof(key), "users.%s[%zu]", e->name, i);
		return li_yaml_fault(y, fault, key,
			"allowed: a user of this machine, by name or number");
	}
	return LI_OK;
}

/* Four octal digits that let its own user in, and nobody run it. */
static bool parse_mode(const char *text, unsigned int *out)
{
	unsigned int mode = 0;

	for (size_t i = 0; i < 4; i++) {
		if (text[i] < '0' || text[i] > '7')
			return false;
		mode = mode << 3 | (unsigned int)(text[i] - '0');
	}
	*out = mode;
	return text[4] == '\0' && (mode & 0600) == 0600 && !(mode & ~0666U);
}

/* Who is let in is asked of the kernel for each connection; the file's mode
 * must not be what keeps them out. */
static li_err finish_mode(const struct li_yaml *y, const struct entry *e,
	struct li_fault *fault)
{
	char key[LI_YAML_PATH_MAX];

	snprintf(key, sizeof(key), "modes.%s", e->name);
	if (!li_yaml_has(y, key))
		e->out->mode = e->out->count ? 0666 : 0600;
	else if (!parse_mode(e->mode, &e->out->mode))
		return li_yaml_fault(y, fault, key,
			"allowed: 0600 to 0666, four digits in quotes");
	return LI_OK;
}

/* Two of them at one path would be one. */
static li_err check_path(const struct li_yaml *y, const struct entry *all,
	size_t n, struct li_fault *fault)
{
	char key[LI_YAML_PATH_MAX];

	for (size_t i = 0; i < n; i++) {
		if (!all[n].path[0] || strcmp(all[n].path, all[i].path) != 0)
			continue;
		snprintf(key, sizeof(key), "sockets.%s", all[n].name);
		return li_yaml_fault(y, fault, key,
			"allowed: another path than sockets.%s", all[i].name);
	}
	return LI_OK;
}

li_err li_config_finish_access(const struct li_yaml *y,
	struct li_config_raw *raw, struct li_fault *fault)
{
#define ENTRY(name)                                                            \
	{                                                                      \
#name, raw->config.sockets.name, raw->texts.modes.name,        \
			&raw->texts.users.name, &raw->config.access.name       \
	}
	const struct entry all[SOCKETS] = {ENTRY(cx), ENTRY(control), ENTRY(x1),
		ENTRY(deliver), ENTRY(audit), ENTRY(operate), ENTRY(metrics)};
#undef ENTRY
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < SOCKETS; i++) {
		err = finish_users(y, &all[i], fault);
		if (!err)
			err = finish_mode(y, &all[i], fault);
		if (!err)
			err = check_path(y, all, i, fault);
	}
	return err;
}
