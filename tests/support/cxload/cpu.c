/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cpu.c - see cpu.h.
 */
#include "cpu.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 320 };

/* The first line of a thread's file. */
static bool first_line(int pid, const char *tid, const char *what,
	char line[PATH_BYTES])
{
	char path[PATH_BYTES];
	bool good;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%s/%s", pid, tid, what);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	good = fgets(line, PATH_BYTES, file) != NULL;
	fclose(file);
	return good;
}

static uint64_t of_thread(int pid, const char *tid, const char *name)
{
	char line[PATH_BYTES];

	if (name != NULL) {
		if (!first_line(pid, tid, "comm", line))
			return 0;
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, name) != 0)
			return 0;
	}
	return first_line(pid, tid, "schedstat", line)
		? strtoull(line, NULL, 10)
		: 0;
}

uint64_t cpu_of_ns(int pid, const char *name)
{
	char path[PATH_BYTES];
	struct dirent *entry;
	uint64_t sum = 0;
	DIR *dir;

	if (pid <= 0)
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			sum += of_thread(pid, entry->d_name, name);
	closedir(dir);
	return sum;
}
