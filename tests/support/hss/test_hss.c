/* SPDX-License-Identifier: BSD-3-Clause
 *
 * test_hss.c - a small HSS to test with, as a freeDiameter extension.
 *
 *   LoadExtension = "test_hss.fdx" : "subscribers=FILE;control=FIFO";
 *
 * It answers UAR, MAR, SAR and LIR for the subscribers of FILE, and sends RTR
 * and PPR when told to through FIFO (push.h). It never logs an identity or a
 * secret. Not for any use but tests.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "cx_dict.h"
#include "push.h"
#include "subscribers.h"

#define EXPORT __attribute__((visibility("default")))

/* What freeDiameter looks up in an extension. */
EXPORT int fd_ext_init(int major, int minor, char *options);
EXPORT void fd_ext_fini(void);
EXPORT extern const char *fd_ext_depends[];

const char *fd_ext_depends[] = {"test_hss", "dict_dcca_3gpp", NULL};

/* Value of key in "key=value;key=value", for free(); NULL when absent. */
static char *option(const char *options, const char *key)
{
	size_t len = strlen(key);

	while (options != NULL && *options != '\0') {
		if (strncmp(options, key, len) == 0 && options[len] == '=') {
			options += len + 1;
			return strndup(options, strcspn(options, ";"));
		}
		options = strchr(options, ';');
		options += options != NULL;
	}
	return NULL;
}

static int load_subscribers(const char *path)
{
	int bad;

	if (path == NULL) {
		fd_log(FD_LOG_ERROR, "test_hss: no subscribers=FILE given");
		return EINVAL;
	}
	bad = subscribers_load(path);
	if (bad < 0)
		fd_log(FD_LOG_ERROR, "test_hss: %s: cannot be read", path);
	else if (bad > 0)
		fd_log(FD_LOG_ERROR, "test_hss: %s:%d: bad line", path, bad);
	else
		fd_log(FD_LOG_NOTICE, "test_hss: %zu subscribers",
			subscribers_count());
	return bad == 0 ? 0 : EINVAL;
}

static int start(const char *options)
{
	char *subscribers = option(options, "subscribers");
	char *control = option(options, "control");
	int rc = load_subscribers(subscribers);

	if (rc == 0)
		rc = cx_dict_load();
	if (rc == 0)
		rc = answers_start();
	if (rc == 0)
		rc = fd_disp_app_support(cx_dict_app(), cx_dict_vendor(), 1, 0);
	if (rc == 0 && control != NULL)
		rc = push_start(control);
	if (rc != 0)
		fd_log(FD_LOG_ERROR, "test_hss: not started: %s", strerror(rc));
	free(subscribers);
	free(control);
	return rc;
}

int fd_ext_init(int major, int minor, char *options)
{
	if (major != FD_PROJECT_VERSION_MAJOR ||
		minor != FD_PROJECT_VERSION_MINOR) {
		fd_log(FD_LOG_ERROR, "test_hss: made for freeDiameter %d.%d",
			FD_PROJECT_VERSION_MAJOR, FD_PROJECT_VERSION_MINOR);
		return EINVAL;
	}
	return start(options);
}

void fd_ext_fini(void)
{
	push_stop();
	subscribers_free();
}
