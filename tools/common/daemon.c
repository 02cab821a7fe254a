/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "common/daemon.h"
#include "net/tls.h"

/* What messages begin with; a program has one name. */
static const char *name = "lmisf";

/* err.h groups errors by what a caller does; this is what a shell does. */
static const int statuses[] = {
	[LI_OK] = EX_OK,
	[LI_EMALFORMED] = EX_DATAERR,
	[LI_EUNSUPPORTED] = EX_DATAERR,
	[LI_ETOOBIG] = EX_DATAERR,
	[LI_ENOTFOUND] = EX_NOINPUT,
	[LI_EEXIST] = EX_CANTCREAT,
	[LI_ESTATE] = EX_DATAERR,
	[LI_EINVAL] = EX_DATAERR,
	[LI_EAGAIN] = EX_TEMPFAIL,
	[LI_ETIMEOUT] = EX_TEMPFAIL,
	[LI_ECLOSED] = EX_UNAVAILABLE,
	[LI_EDENIED] = EX_NOPERM,
	[LI_EDB] = EX_IOERR,
	[LI_EIO] = EX_IOERR,
	[LI_ECORRUPT] = EX_DATAERR,
	[LI_ENOMEM] = EX_OSERR,
	[LI_ECONFIG] = EX_CONFIG,
	[LI_EVERSION] = EX_CONFIG,
	[LI_EBUG] = EX_SOFTWARE,
};

int li_daemon_status(li_err err)
{
	size_t i = (size_t)err;

	return i < sizeof(statuses) / sizeof(statuses[0]) ? statuses[i]
							  : EX_SOFTWARE;
}

int li_daemon_fail(li_err err, const struct li_fault *fault)
{
	bool said = fault && fault->text[0];

	fprintf(stderr, "%s: %s\n", name,
		said ? fault->text : li_err_name(err));
	return li_daemon_status(err);
}

int li_daemon_usage(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, " (see %s --help)\n", name);
	return EX_USAGE;
}

void li_daemon_harden(void)
{
	const struct rlimit none = {0, 0};

	/* A failure of these leaves what the system has; nothing to tell. */
	umask(077);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* TS 33.127 cl. 8.4 */
	signal(SIGPIPE, SIG_IGN);
	li_tls_hush();
}

static int finish(int status)
{
	if (fflush(stdout) != 0)
		status = EX_IOERR;
	exit(status);
}

static void print_option(const char *option, const char *value,
	const char *help)
{
	char left[40];

	snprintf(left, sizeof(left), "--%s%s%s", option, value ? " " : "",
		value ? value : "");
	printf("  %-22s %s\n", left, help);
}

static void help(const struct li_daemon *p)
{
	printf("usage: %s %s\n\n", p->name, p->usage);
	for (const struct li_daemon_option *o = p->options; o->name; o++)
		print_option(o->name, o->value, o->help);
	print_option("help", NULL, "print this and exit");
	print_option("version", NULL, "print the version and exit");
	if (p->more)
		printf("\n%s", p->more);
	finish(EX_OK);
}

static size_t build(const struct li_daemon *p, struct option *longs)
{
	size_t n = 0;

	for (; p->options[n].name && n < LI_DAEMON_OPTIONS_MAX; n++)
		longs[n] = (struct option){p->options[n].name,
			p->options[n].value ? required_argument : no_argument,
			NULL, (int)n};
	longs[n] = (struct option){"help", no_argument, NULL, (int)n};
	longs[n + 1] =
		(struct option){"version", no_argument, NULL, (int)n + 1};
	return n;
}

int li_daemon_start(const struct li_daemon *program, int argc, char **argv)
{
	struct option longs[LI_DAEMON_OPTIONS_MAX + 3] = {0};
	size_t n = build(program, longs);
	int found;

	name = program->name;
	li_daemon_harden();
	opterr = 0;
	optind = 1;
	for (;;) {
		/* ":": a missing value is told apart from a bad option */
		found = getopt_long(argc, argv, ":", longs, NULL);
		if (found == -1)
			return optind;
		if (found == ':')
			finish(li_daemon_usage("%s needs a value",
				argv[optind - 1]));
		if (found == '?')
			/* Not what it is: it may name somebody, and
			 * who starts us by a unit has this in a journal.
			 * Words that are no option were moved behind it,
			 * but not past what is read next. */
			finish(li_daemon_usage("unknown option, word %d",
				optind - 1));
		if ((size_t)found == n)
			help(program);
		if ((size_t)found == n + 1) {
			printf("%s (lmisf) %s\n", program->name, LI_VERSION);
			finish(EX_OK);
		}
		if (program->options[found].flag)
			*program->options[found].flag = true;
		else
			*program->options[found].text = optarg;
	}
}
