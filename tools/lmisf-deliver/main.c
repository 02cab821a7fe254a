/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "common/confine.h"
#include "common/daemon.h"
#include "run.h"
#include "stats.h"

static const char *config_path, *probe;
static bool check, once, follow, stats;

static const struct li_daemon_option options[] = {
	{"config", "FILE", "the configuration, lmisf.yaml(5)",
		.text = &config_path},
	{"once", NULL, "deliver all that is due, then exit", .flag = &once},
	{"follow", NULL, "deliver until SIGTERM", .flag = &follow},
	{"stats", NULL, "say how each destination is", .flag = &stats},
	{"check", NULL, "validate configuration, keys and store, and exit",
		.flag = &check},
	LI_CONFINE_OPTION(&probe),
	{0},
};

static const struct li_daemon program = {
	.name = "lmisf-deliver",
	.usage = "--config FILE (--once | --follow | --stats | --check)",
	.options = options,
	.more = "--once exits 0 only when all that was due is confirmed by its"
		" peer and\nrecorded; where no lmisfd runs, it runs one for"
		" itself to record it. After\ndeliver.once_timeout_s it exits"
		" 75 and says why.\nSIGHUP reads certificates and keys again.\n",
};

int main(int argc, char **argv)
{
	struct li_config config;
	struct run_options todo = {.config = &config};
	struct li_fault fault = {0};
	const int rest = li_daemon_start(&program, argc, argv);
	li_err err;

	if (rest < argc)
		return li_daemon_usage("unexpected argument");
	if (!config_path)
		return li_daemon_usage("--config FILE is missing");
	if ((int)once + (int)follow + (int)stats > 1 ||
		!(once || follow || stats || check))
		return li_daemon_usage(
			"one of --once, --follow, --stats and --check");
	if (!li_confine_known(probe))
		return li_daemon_usage("--probe-sandbox: " LI_PROBES);
	err = li_config_load(config_path, &config, &fault);
	if (err != LI_OK)
		return li_daemon_fail(err, &fault);
	li_log_set_level(config.log.level);
	if (stats)
		return stats_show(&config);
	todo.config_path = config_path;
	todo.check = check;
	todo.once = once;
	todo.probe = probe;
	return run(&todo);
}
