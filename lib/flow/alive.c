/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/alive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

enum { TEXT_MAX = 192 };

static const char form[] = "ADMF silent: %" PRId64 " us, boot %s, %" PRId64
			   " us, UTC %" PRId64 " us\n";

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

void li_alive_now(struct li_alive *out)
{
	char text[TEXT_MAX];

	*out = (struct li_alive){.at_us = li_clock_now_us(),
		.boot_us = li_clock_boot_us()};
	/* Without it, each start is as after another boot: by UTC. */
	if (read_file("/proc/sys/kernel/random/boot_id", text) >=
		LI_UUID_TEXT - 1)
		li_slice_copy(li_slice(text, LI_UUID_TEXT - 1), out->boot,
			sizeof(out->boot));
}

int64_t li_alive_silent(const struct li_alive *from, const struct li_alive *now)
{
	int64_t us = now->at_us - from->at_us;

	if (from->boot[0] && strcmp(from->boot, now->boot) == 0)
		us = now->boot_us - from->boot_us;
	return from->silent_us + (us > 0 ? us : 0);
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

/* A file's name is durable when its folder is. */
static li_err sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[4096] = ".";
	bool good;
	int fd;

	if (slash)
		li_slice_copy(li_slice(path, (size_t)(slash - path) + 1),
			folder, sizeof(folder));
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return LI_EIO;
	good = fsync(fd) == 0;
	close(fd);
	return good ? LI_OK : LI_EIO;
}

li_err li_alive_save(const char *path, const struct li_alive *a,
	struct li_fault *fault)
{
	char text[TEXT_MAX], beside[4096];

	snprintf(text, sizeof(text), form, a->silent_us,
		a->boot[0] ? a->boot : "-", a->boot_us, a->at_us);
	if ((size_t)snprintf(beside, sizeof(beside), "%s.new", path) >=
		sizeof(beside))
		return li_fault_set(fault, LI_EIO, "%s: path too long", path);
	if (write_file(beside, text) || rename(beside, path) != 0 ||
		sync_folder(path))
		return li_fault_set(fault, LI_EIO, "%s: %s", beside,
			strerror(errno));
	return LI_OK;
}

/* The word number n of a text, from 0, by blanks. */
static struct li_slice word(const char *text, size_t n)
{
	struct li_slice rest = li_slice_str(text);

	for (; n; n--)
		(void)li_slice_cut(&rest, ' ');
	return li_slice_cut(&rest, ' ');
}

/* "ADMF silent: N us, boot ID, N us, UTC N us": words 2, 5, 6 and 9 */
static bool parse(const char *text, struct li_alive *out)
{
	struct li_slice boot = word(text, 5);
	uint64_t silent_us, boot_us, at_us;
	char again[TEXT_MAX];

	if (boot.n < 2 || boot.n > sizeof(out->boot) ||
		li_text_u64(word(text, 2), INT64_MAX / 2, &silent_us) ||
		li_text_u64(word(text, 6), INT64_MAX / 2, &boot_us) ||
		li_text_u64(word(text, 9), INT64_MAX / 2, &at_us))
		return false;
	li_slice_copy(li_slice_sub(boot, 0, boot.n - 1), out->boot,
		sizeof(out->boot));
	out->silent_us = (int64_t)silent_us;
	out->boot_us = (int64_t)boot_us;
	out->at_us = (int64_t)at_us;
	snprintf(again, sizeof(again), form, out->silent_us, out->boot,
		out->boot_us, out->at_us);
	return strcmp(text, again) == 0;
}

li_err li_alive_load(const char *path, struct li_alive *out,
	struct li_fault *fault)
{
	char text[TEXT_MAX];
	struct li_alive a = {.boot_us = 0};
	ssize_t n = read_file(path, text);

	if (n < 0)
		return li_fault_set(fault, n == -ENOENT ? LI_ENOTFOUND : LI_EIO,
			"%s: %s", path, strerror((int)-n));
	if (!parse(text, &a))
		return li_fault_set(fault, LI_ECORRUPT,
			"%s: not a file of lmisfd", path);
	if (strcmp(a.boot, "-") == 0)
		a.boot[0] = '\0';
	*out = a;
	return LI_OK;
}
