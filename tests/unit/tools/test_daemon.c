/* SPDX-License-Identifier: BSD-3-Clause */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/daemon.h"
#include "unit.h"

static bool check;
static const char *config;

static const struct li_daemon_option options[] = {
	{"config", "FILE", "read FILE", NULL, &config},
	{"check", NULL, "check and exit", &check, NULL},
	{0},
};

static const struct li_daemon program = {"prog", "--config FILE", options,
	NULL};

static char printed[1024]; /* what the last child wrote on both outputs */

/* Start in a child; returns its exit status, or 0 with all well. */
static int start(char **argv)
{
	int ends[2], status, argc = 0;
	ssize_t n;
	pid_t pid;

	while (argv[argc])
		argc++;
	CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		li_daemon_start(&program, argc, argv);
		_exit(0);
	}
	CU_ASSERT_FATAL(pid > 0);
	close(ends[1]);
	CU_ASSERT_EQUAL_FATAL(waitpid(pid, &status, 0), pid);
	n = read(ends[0], printed, sizeof(printed) - 1);
	printed[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static char prog[] = "prog", opt_config[] = "--config", file[] = "f.yaml",
	    opt_check[] = "--check", opt_bad[] = "--bad=sip:a@b",
	    opt_help[] = "--help", opt_version[] = "--version", word[] = "word";

static void test_daemon__finds_options_before_and_behind_words(void)
{
	char *argv[] = {prog, opt_config, file, word, opt_check, NULL};
	int first = li_daemon_start(&program, 5, argv);

	CU_ASSERT_EQUAL(first, 4);
	CU_ASSERT_STRING_EQUAL(argv[4], "word");
	CU_ASSERT(check);
	CU_ASSERT_STRING_EQUAL(config, "f.yaml");
}

/* TS 33.127 cl. 8.2: what is refused may name somebody */
static void test_daemon__refuses_bad_options_without_quoting_them(void)
{
	char *bad[] = {prog, opt_bad, NULL};
	char *later[] = {prog, word, opt_config, file, word, opt_bad, word,
		NULL};
	char *no_value[] = {prog, opt_config, NULL};

	CU_ASSERT_EQUAL(start(bad), EX_USAGE);
	CU_ASSERT_STRING_EQUAL(printed,
		"prog: unknown option, word 1 (see prog --help)\n");
	CU_ASSERT_EQUAL(start(later), EX_USAGE);
	CU_ASSERT_STRING_EQUAL(printed,
		"prog: unknown option, word 5 (see prog --help)\n");
	CU_ASSERT_EQUAL(start(no_value), EX_USAGE);
	CU_ASSERT_STRING_EQUAL(printed,
		"prog: --config needs a value (see prog --help)\n");
}

static void test_daemon__prints_help_and_version(void)
{
	char *help[] = {prog, opt_help, NULL};
	char *version[] = {prog, opt_version, NULL};

	CU_ASSERT_EQUAL(start(help), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(printed, "usage: prog --config FILE\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(printed, "--config FILE"));
	CU_ASSERT_EQUAL(start(version), 0);
	CU_ASSERT_EQUAL(strncmp(printed, "prog (lmisf) ", 13), 0);
}

static void test_daemon__hardens_the_process(void)
{
	/* TS 33.127 cl. 8.4: LI data does not leave by a core file */
	struct rlimit core;
	mode_t mask;

	/* As if whoever starts us would allow one; keys go to no file. */
	CU_ASSERT_EQUAL(getrlimit(RLIMIT_CORE, &core), 0);
	core.rlim_cur = core.rlim_max ? core.rlim_max : 1 << 20;
	core.rlim_max = core.rlim_cur;
	(void)setrlimit(RLIMIT_CORE, &core);
	CU_ASSERT_EQUAL(setenv("SSLKEYLOGFILE", "/nowhere", 1), 0);
	CU_ASSERT_EQUAL(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), 0);
	umask(0);
	signal(SIGPIPE, SIG_DFL);
	li_daemon_harden();
	CU_ASSERT_PTR_NULL(getenv("SSLKEYLOGFILE"));
	mask = umask(0);
	umask(mask);
	CU_ASSERT_EQUAL(mask, 077);
	CU_ASSERT_EQUAL(getrlimit(RLIMIT_CORE, &core), 0);
	CU_ASSERT_EQUAL(core.rlim_cur, 0);
	CU_ASSERT_EQUAL(core.rlim_max, 0);
	CU_ASSERT_EQUAL(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
	CU_ASSERT(signal(SIGPIPE, SIG_IGN) == SIG_IGN);
}

static void test_daemon__maps_each_error_to_a_status(void)
{
	static const struct {
		li_err err;
		int status;
	} cases[] = {
		{LI_OK, 0},
		{LI_EMALFORMED, EX_DATAERR},
		{LI_ENOTFOUND, EX_NOINPUT},
		{LI_EEXIST, EX_CANTCREAT},
		{LI_EAGAIN, EX_TEMPFAIL},
		{LI_ECLOSED, EX_UNAVAILABLE},
		{LI_EIO, EX_IOERR},
		{LI_ECONFIG, EX_CONFIG},
		{LI_EVERSION, EX_CONFIG},
		{LI_EBUG, EX_SOFTWARE},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_daemon_status(cases[i].err),
			cases[i].status);
	for (int i = LI_OK + 1; i <= LI_EBUG; i++)
		CU_ASSERT(li_daemon_status((li_err)i) >= EX_USAGE);
	CU_ASSERT_EQUAL(li_daemon_status((li_err)(LI_EBUG + 1)), EX_SOFTWARE);
}

UNIT_MAIN("tools.daemon",
	UNIT_TEST(test_daemon__finds_options_before_and_behind_words),
	UNIT_TEST(test_daemon__refuses_bad_options_without_quoting_them),
	UNIT_TEST(test_daemon__prints_help_and_version),
	UNIT_TEST(test_daemon__hardens_the_process),
	UNIT_TEST(test_daemon__maps_each_error_to_a_status))
