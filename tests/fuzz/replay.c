/* SPDX-License-Identifier: BSD-3-Clause
 *
 * replay.c - run a fuzz target over files and folders, each file once: what
 * was found once is never forgotten, with any compiler.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

static int replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *octets = NULL;
	struct stat st;
	size_t n;

	if (!f)
		return -1;
	if (fstat(fileno(f), &st) == 0)
		/* of its own size, so that a sanitizer sees its end */
		octets = malloc(st.st_size > 0 ? (size_t)st.st_size : 1);
	if (!octets) {
		fclose(f);
		return -1;
	}
	n = fread(octets, 1, (size_t)st.st_size, f);
	fclose(f);
	LLVMFuzzerTestOneInput(octets, n);
	free(octets);
	return 1;
}

/* How many files were run, or -1. */
static int replay(const char *path)
{
	struct dirent *entry;
	char name[4096];
	int all = 0;
	DIR *dir;

	dir = opendir(path);
	if (!dir)
		return replay_file(path);
	while ((entry = readdir(dir)) && all >= 0) {
		int n;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		n = replay(name);
		all = n < 0 ? -1 : all + n;
	}
	closedir(dir);
	return all;
}

int main(int argc, char **argv)
{
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++) {
		int n = replay(argv[i]);

		if (n < 0) {
			fprintf(stderr, "%s: cannot be read\n", argv[i]);
			return 1;
		}
		printf("%s: %d files\n", argv[i], n);
	}
	return 0;
}
