/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "common/confine.h"
#include "common/daemon.h"
#include "run.h"

static const char *config_path, *probe;
static bool check, of_li;

static const struct li_daemon_option options[] = {
	{"config", "FILE", "the configuration, lmisf.yaml(5)",
		.text = &config_path},
	{"li", NULL, "serve what is of LI too, over TLS", .flag = &of_li},
	{"check", NULL, "validate configuration and certificates, and exit",
		.flag = &check},
	LI_CONFINE_OPTION(&probe),
	{0},
};

static const struct li_daemon program = {
	.name = "lmisf-metrics",
	.usage = "--config FILE [--li] [--check]",
	.options = options,
	.more = "SIGHUP reads the certificates again.\n",
};

int main(int argc, char **argv)
{
	struct li_config config;
	struct li_fault fault = {0};
	int rest = li_daemon_start(&program, argc, argv);
	li_err err;

	if (rest < argc)
		return li_daemon_usage("unexpected argument");
	if (!config_path)
		return li_daemon_usage("--config FILE is missing");
	if (!li_confine_known(probe))
		return li_daemon_usage("--probe-sandbox: " LI_PROBES);
	err = li_config_load(config_path, &config, &fault);
	if (err != LI_OK)
		return li_daemon_fail(err, &fault);
	li_log_set_level(config.log.level);
	return run(&(struct run_options){.config = &config,
		.of_li = of_li,
		.check = check,
		.probe = probe});
}
