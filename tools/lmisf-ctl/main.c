/* SPDX-License-Identifier: BSD-3-Clause */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/confine.h"
#include "common/daemon.h"
#include "ctl.h"
#include "ipc/door.h"
#include "store/signer.h"

static const char *config_path, *probe;
static struct ctl ctl = {.fd = -1};
static bool check;

static const struct li_daemon_option options[] = {
	{"config", "FILE", "the configuration, lmisf.yaml(5)", NULL,
		&config_path},
	{"operator", "NAME",
		"who acts, for the audit (default: the user logged in)", NULL,
		&ctl.operator_name},
	{"since", "CHECKPOINT",
		"audit verify: what was handed out, or a file "
		"of it",
		NULL, &ctl.since},
	{"format", "FORMAT",
		"destination: x2 (the default), x2-sip, hi2-33128, "
		"hi2-33128-r17 or hi2-ipmm",
		NULL, &ctl.format},
	{"scheme", "SCHEME",
		"destination: IRI types of HI2, report (the default) or "
		"session",
		NULL, &ctl.scheme},
	{"no-ack", NULL, "destination: the peer never acknowledges",
		&ctl.no_ack, NULL},
	{"role", "ROLE",
		"act as administrator (the default), auditor or operator", NULL,
		&ctl.role},
	{"out", "FILE", "audit export: the file to make (default: print)", NULL,
		&ctl.out},
	{"task", NULL, "audit export, warrant show: of this task alone",
		&ctl.one_task, NULL},
	{"key", "KEY",
		"audit check: the public key, in hexadecimal or a file of it",
		NULL, &ctl.key},
	{"json", NULL, "print JSON (status, lists, task show, ladder)",
		&ctl.json, NULL},
	{"check", NULL, "validate configuration, key and store, and exit",
		&check, NULL},
	LI_CONFINE_OPTION(&probe),
	{0},
};

static const struct li_daemon program = {"lmisf-ctl",
	"--config FILE [--operator NAME] [--role ROLE] COMMAND", options,
	"commands:\n"
	"  init                          make key file and store\n"
	"  restored                      the store is a backup: tell the peers\n"
	"  key rotate                    give the store another key file\n"
	"  status                        counts; does lmisfd run?\n"
	"  task add FILE                 put a task in force\n"
	"  task modify FILE              replace a task, named by its XID\n"
	"  task end NUMBER               end a task now\n"
	"  task approve NUMBER           of another operator, tasks.two_person\n"
	"  task list\n"
	"  task show NUMBER              print a task as a task file\n"
	"  warrant import FILE.xml       tasks of a request of TS 103 120\n"
	"  warrant list                  and the numbers of their tasks\n"
	"  warrant show NUMBER           print all tasks of the warrant of one\n"
	"  destination add FILE\n"
	"  destination modify FILE       replace one, found by DID or name\n"
	"  destination remove NAME|DID\n"
	"  destination list\n"
	"  sessions NUMBER               those that a task has records of\n"
	"  ladder NUMBER CIN             who sent what to whom in one of them\n"
	"  audit verify                  check the audit, --since CHECKPOINT\n"
	"  audit export NUMBER           of the warrant of a task, with proofs;\n"
	"                                - reads the warrant's reference\n"
	"  audit check FILE              check what was exported, --key KEY;\n"
	"                                needs no configuration\n"
	"  security list                 what looked wrong in the signalling\n"
	"\n"
	"FILE is YAML, - standard input; instead of NUMBER, - reads an XID from\n"
	"standard input. Identities never go on the command line.\n"};

/* A command is one or two words and the further words that it takes. */
static const struct command {
	const char *noun, *verb;
	int more;
	li_err (*run)(struct ctl *c);
	bool bare; /* without configuration, and whoever does it */
} commands[] = {
	{"init", NULL, 0, ctl_init, false},
	{"restored", NULL, 0, ctl_restored, false},
	{"key", "rotate", 0, ctl_key_rotate, false},
	{"status", NULL, 0, ctl_status, false},
	{"task", "add", 1, ctl_task_add, false},
	{"task", "modify", 1, ctl_task_modify, false},
	{"task", "end", 1, ctl_task_end, false},
	{"task", "approve", 1, ctl_task_approve, false},
	{"task", "list", 0, ctl_task_list, false},
	{"task", "show", 1, ctl_task_show, false},
	{"warrant", "import", 1, ctl_warrant_import, false},
	{"warrant", "list", 0, ctl_warrant_list, false},
	{"warrant", "show", 1, ctl_warrant_show, false},
	{"destination", "add", 1, ctl_destination_add, false},
	{"destination", "modify", 1, ctl_destination_modify, false},
	{"destination", "remove", 1, ctl_destination_remove, false},
	{"destination", "list", 0, ctl_destination_list, false},
	{"sessions", NULL, 1, ctl_sessions, false},
	{"ladder", NULL, 2, ctl_ladder, false},
	{"audit", "verify", 0, ctl_audit_verify, false},
	{"audit", "export", 1, ctl_audit_export, false},
	{"audit", "check", 1, ctl_audit_check, true},
	{"security", "list", 0, ctl_security_list, false},
};

static const struct command *find(int words, char **word)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const struct command *c = &commands[i];
		int want = 1 + (c->verb != NULL) + c->more;

		if (words == want && strcmp(word[0], c->noun) == 0 &&
			(!c->verb || strcmp(word[1], c->verb) == 0))
			return c;
	}
	return NULL;
}

static int finish(li_err err)
{
	int status = err ? li_daemon_fail(err, &ctl.fault) : EX_OK;

	ctl_end(&ctl);
	if (fflush(stdout) != 0 && status == EX_OK)
		return li_daemon_fail(LI_EIO, NULL);
	return status;
}

/* The person at the keyboard, as far as the machine knows: behind sudo too. */
static const char *user_here(void)
{
	const char *name = getuid() == 0 ? getenv("SUDO_USER") : NULL;
	const struct passwd *user = getpwuid(getuid());

	if (name && name[0])
		return name;
	return user ? user->pw_name : NULL;
}

/* TS 33.107 cl. 8: what is done, and who did it, is recorded */
static bool named(void)
{
	if (!ctl.operator_name)
		ctl.operator_name = user_here();
	return ctl.operator_name && ctl.operator_name[0] &&
		strlen(ctl.operator_name) <= LI_OPERATOR_MAX;
}

static bool role_known(void)
{
	static const enum li_door doors[] = {LI_DOOR_ADMIN, LI_DOOR_AUDITOR,
		LI_DOOR_OPERATOR};

	for (size_t i = 0; ctl.role && i < 3; i++) {
		if (strcmp(ctl.role, li_door_name(doors[i])) != 0)
			continue;
		ctl.door = doors[i];
		return true;
	}
	return !ctl.role;
}

/* A file of a court or of another operator is read in here, with the store and
 * the keys; an answer goes beside a request. TS 33.127 cl. 8.2 */
static li_err confine(const struct command *command)
{
	const bool answers = command && command->run == ctl_warrant_import;
	const struct li_config *c = &ctl.config;
	struct li_confine box = {.probe = probe,
		.keep_caps = true,
		.calls = LI_CALLS_FILES | LI_CALLS_UNIX};

	li_confine_store(&box, c->store.path);
	li_confine_path(&box, c->store.key_file, LI_MAY_WRITE | LI_MAY_BESIDE);
	li_confine_key(&box, c->store.audit_key);
	li_confine_path(&box, ctl.file,
		answers ? LI_MAY_WRITE | LI_MAY_BESIDE : LI_MAY_READ);
	li_confine_path(&box, ctl.since, LI_MAY_READ);
	li_confine_path(&box, ctl.key, LI_MAY_READ);
	li_confine_path(&box, ctl.out, LI_MAY_WRITE | LI_MAY_BESIDE);
	li_confine_also(&box, c);
	li_signer_load(c->store.audit_key);
	return li_confine(&box, &ctl.fault);
}

int main(int argc, char **argv)
{
	int first = li_daemon_start(&program, argc, argv);
	const struct command *command = find(argc - first, argv + first);
	li_err err = LI_OK;

	if (!config_path && !(command && command->bare))
		return li_daemon_usage("--config FILE is missing");
	if (!role_known())
		return li_daemon_usage(
			"no such role: administrator, auditor, operator");
	if (ctl.door && command &&
		(command->run == ctl_init || command->run == ctl_restored ||
			command->run == ctl_key_rotate))
		return li_daemon_usage("init, restored and key rotate are for "
				       "administrators");
	if (check && first < argc)
		return li_daemon_usage("--check goes without a command");
	if (!check && !command)
		return li_daemon_usage(
			"no such command, or too few or many words");
	if (command && !command->bare && !named())
		return li_daemon_usage("--operator NAME is empty or too long, "
				       "or needed since your user has no name: "
				       "the audit names who acts");
	ctl.session = argv[argc - 1];
	ctl.file = argv[argc - (command && command->more > 1 ? 2 : 1)];
	if (!li_confine_known(probe))
		return li_daemon_usage("--probe-sandbox: " LI_PROBES);
	if (!command || !command->bare)
		err = li_config_load(config_path, &ctl.config, &ctl.fault);
	if (!err)
		err = confine(command);
	if (!err)
		err = command ? command->run(&ctl) : ctl_check(&ctl);
	return finish(err);
}
