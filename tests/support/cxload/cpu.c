/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cpu.c - see cpu.h.
 */
#include "cpu.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { PATH_BYTES = 320 };

static uint64_t of_thread(int pid, const char *tid)
{
	char path[PATH_BYTES], line[PATH_BYTES];
	uint64_t ns = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%s/schedstat", pid, tid);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	if (fgets(line, sizeof(line), file) != NULL)
		ns = strtoull(line, NULL, 10);
	fclose(file);
	return ns;
}

uint64_t cpu_of_ns(int pid)
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
			sum += of_thread(pid, entry->d_name);
	closedir(dir);
	return sum;
}
