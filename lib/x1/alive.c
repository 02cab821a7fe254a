/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/alive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

enum { TEXT_MAX = 128 };

static const char form[] =
	"ADMF heard: boot %s, %" PRId64 " us, UTC %" PRId64 " us\n";

/* Text of a small file, with a NUL; negative: errno. */
static ssize_t read_file(const char *path, char text[TEXT_MAX])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, TEXT_MAX - 1);
	if (n < 0)
		n = -errno;
	else
		text[n] = '\0';
	close(fd);
	return n;
}

void li_x1_moment_now(struct li_x1_moment *out)
{
	char text[TEXT_MAX];
	struct timespec t;

	*out = (struct li_x1_moment){.at_us = li_clock_now_us()};
	if (clock_gettime(CLOCK_BOOTTIME, &t) == 0)
		out->boot_us = (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
	/* Without it, each start is as after another boot: by UTC. */
	if (read_file("/proc/sys/kernel/random/boot_id", text) >=
		LI_UUID_TEXT - 1)
		li_slice_copy(li_slice(text, LI_UUID_TEXT - 1), out->boot,
			sizeof(out->boot));
}

int64_t li_x1_moment_between(const struct li_x1_moment *from,
	const struct li_x1_moment *to)
{
	int64_t us = to->at_us - from->at_us;

	if (from->boot[0] && strcmp(from->boot, to->boot) == 0)
		us = to->boot_us - from->boot_us;
	return us > 0 ? us : 0;
}

static li_err write_file(const char *path, const char *text)
{
	const size_t n = strlen(text);
	int fd = open(path,
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool good;

	if (fd < 0)
		return LI_EIO;
	good = write(fd, text, n) == (ssize_t)n && fdatasync(fd) == 0;
	good = close(fd) == 0 && good;
	return good ? LI_OK : LI_EIO;
}

li_err li_x1_moment_save(const char *path, const struct li_x1_moment *m,
	struct li_fault *fault)
{
	char text[TEXT_MAX], beside[4096];

	snprintf(text, sizeof(text), form, m->boot[0] ? m->boot : "-",
		m->boot_us, m->at_us);
	if ((size_t)snprintf(beside, sizeof(beside), "%s.new", path) >=
		sizeof(beside))
		return li_fault_set(fault, LI_EIO, "%s: path too long", path);
	if (write_file(beside, text) || rename(beside, path) != 0)
		return li_fault_set(fault, LI_EIO, "%s: %s", beside,
			strerror(errno));
	return LI_OK;
}

/* The word number n of a text, from 0, by blanks. */
static struct li_slice word(const char *text, size_t n)
{
	struct li_slice rest = li_slice_str(text);

	for (; n; n--)
		rest = li_slice_sub(rest, li_slice_find(rest, ' ') + 1, rest.n);
	return li_slice_sub(rest, 0, li_slice_find(rest, ' '));
}

/* "ADMF heard: boot ID, N us, UTC N us": words 3, 4 and 7 */
static bool parse(const char *text, struct li_x1_moment *out)
{
	struct li_slice boot = word(text, 3);
	uint64_t boot_us, at_us;
	char again[TEXT_MAX];

	if (boot.n < 2 || boot.n > sizeof(out->boot) ||
		li_text_u64(word(text, 4), INT64_MAX, &boot_us) ||
		li_text_u64(word(text, 7), INT64_MAX, &at_us))
		return false;
	li_slice_copy(li_slice_sub(boot, 0, boot.n - 1), out->boot,
		sizeof(out->boot));
	out->boot_us = (int64_t)boot_us;
	out->at_us = (int64_t)at_us;
	snprintf(again, sizeof(again), form, out->boot, out->boot_us,
		out->at_us);
	return strcmp(text, again) == 0;
}

li_err li_x1_moment_load(const char *path, struct li_x1_moment *out,
	struct li_fault *fault)
{
	char text[TEXT_MAX];
	struct li_x1_moment m = {.boot_us = 0};
	ssize_t n = read_file(path, text);

	if (n < 0)
		return li_fault_set(fault, n == -ENOENT ? LI_ENOTFOUND : LI_EIO,
			"%s: %s", path, strerror((int)-n));
	if (!parse(text, &m))
		return li_fault_set(fault, LI_ECORRUPT,
			"%s: not a file of lmisf-x1d", path);
	if (strcmp(m.boot, "-") == 0)
		m.boot[0] = '\0';
	*out = m;
	return LI_OK;
}
