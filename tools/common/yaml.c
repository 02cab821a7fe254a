/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/yaml_doc.h"

static const struct li_yaml_mark top = {1, 1};

struct li_yaml_mark li_yaml_mark(const yaml_mark_t *mark)
{
	return (struct li_yaml_mark){mark->line + 1, mark->column + 1};
}

li_err li_yaml_say(const struct li_yaml *yaml, struct li_fault *fault,
	struct li_yaml_mark mark, const char *fmt, ...)
{
	char text[sizeof(fault->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return li_fault_set(fault, LI_EINVAL, "%s:%zu:%zu: %s", yaml->name,
		mark.line, mark.column, text);
}

/* NULL when the file does not have it. */
static const struct li_yaml_place *find(const struct li_yaml *yaml,
	const char *key)
{
	for (size_t i = 0; i < yaml->place_count; i++)
		if (strcmp(yaml->places[i].key, key) == 0)
			return &yaml->places[i];
	return NULL;
}

bool li_yaml_has(const struct li_yaml *yaml, const char *key)
{
	return find(yaml, key) != NULL;
}

li_err li_yaml_fault(const struct li_yaml *yaml, struct li_fault *fault,
	const char *key, const char *fmt, ...)
{
	char text[sizeof(fault->text)];
	const struct li_yaml_place *place = find(yaml, key);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!key[0])
		return li_yaml_say(yaml, fault, top, "%s", text);
	return li_yaml_say(yaml, fault, place ? place->mark : top,
		"key '%s': %s", key, text);
}

/* Read all of fd, at most LI_YAML_MAX octets. */
static li_err read_all(struct li_yaml *y, int fd, struct li_fault *fault)
{
	uint8_t *to;
	ssize_t n;

	/* Taken at once: a buffer that grows would leave copies behind. */
	to = li_buf_reserve(&y->text, LI_YAML_MAX + 1);
	if (!to)
		return li_fault_set(fault, LI_ENOMEM, "out of memory");
	do {
		n = read(fd, y->text.p + y->text.n,
			LI_YAML_MAX + 1 - y->text.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return li_fault_set(fault, LI_EIO, "%s: %s", y->name,
				strerror(errno));
		li_buf_commit(&y->text, (size_t)n);
	} while (n != 0 && y->text.n <= LI_YAML_MAX);
	if (y->text.n > LI_YAML_MAX)
		return li_fault_set(fault, LI_ETOOBIG,
			"%s: larger than %d octets", y->name, LI_YAML_MAX);
	return LI_OK;
}

static li_err read_file(struct li_yaml *y, const char *path,
	struct li_fault *fault)
{
	bool standard = strcmp(path, "-") == 0;
	li_err err;
	int fd;

	y->name = standard ? "standard input" : path;
	fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return li_fault_set(fault,
			errno == ENOENT ? LI_ENOTFOUND : LI_EIO, "%s: %s", path,
			strerror(errno));
	err = read_all(y, fd, fault);
	if (!standard)
		close(fd);
	return err;
}

/* What libyaml says is wrong: its texts are fixed and quote nothing. */
static li_err broken(const struct li_yaml *y, const yaml_parser_t *p,
	struct li_fault *fault)
{
	if (p->error == YAML_MEMORY_ERROR)
		return li_fault_set(fault, LI_ENOMEM, "out of memory");
	return li_yaml_say(y, fault, li_yaml_mark(&p->problem_mark),
		"not YAML: %s", p->problem ? p->problem : "cannot be read");
}

/* Parse what is to be the only document, and check it. */
static li_err check(struct li_yaml *y, const cyaml_schema_value_t *schema,
	struct li_fault *fault)
{
	yaml_document_t doc, next;
	yaml_parser_t p;
	li_err err;

	if (!yaml_parser_initialize(&p))
		return li_fault_set(fault, LI_ENOMEM, "out of memory");
	yaml_parser_set_input_string(&p, y->text.p, y->text.n);
	if (!yaml_parser_load(&p, &doc)) {
		err = broken(y, &p, fault);
		goto out;
	}
	err = li_yaml_walk(y, &doc, schema, fault);
	yaml_document_delete(&doc);
	if (err)
		goto out;
	if (!yaml_parser_load(&p, &next)) {
		err = broken(y, &p, fault);
		goto out;
	}
	if (yaml_document_get_root_node(&next))
		err = li_yaml_say(y, fault, li_yaml_mark(&next.start_mark),
			"a second document; one is allowed");
	yaml_document_delete(&next);
out:
	yaml_parser_delete(&p);
	return err;
}

/* Have libcyaml fill the structure. What it could refuse is refused above;
 * should the two ever differ, its refusal holds. */
static li_err fill(struct li_yaml *y, const cyaml_schema_value_t *schema,
	void *out, size_t size, struct li_fault *fault)
{
	const cyaml_config_t config = {.mem_fn = cyaml_mem,
		.log_level = CYAML_LOG_ERROR};
	cyaml_data_t *data = NULL;
	cyaml_err_t err;

	err = cyaml_load_data(y->text.p, y->text.n, &config, schema, &data,
		NULL);
	if (err == CYAML_ERR_OOM)
		return li_fault_set(fault, LI_ENOMEM, "out of memory");
	if (err != CYAML_OK || !data)
		return li_yaml_say(y, fault, top, "%s", cyaml_strerror(err));
	memcpy(out, data, size);
	explicit_bzero(data, size);
	cyaml_free(&config, schema, data, 0);
	return LI_OK;
}

li_err li_yaml_load(const struct li_yaml_source *source, void *out, size_t size,
	struct li_yaml **yaml, struct li_fault *fault)
{
	struct li_yaml *y;
	li_err err;

	y = calloc(1, sizeof(*y));
	if (!y)
		return li_fault_set(fault, LI_ENOMEM, "out of memory");
	err = read_file(y, source->path, fault);
	if (!err)
		err = check(y, source->schema, fault);
	if (!err)
		err = fill(y, source->schema, out, size, fault);
	if (err)
		li_yaml_close(y);
	else
		*yaml = y;
	return err;
}

void li_yaml_close(struct li_yaml *yaml)
{
	if (!yaml)
		return;
	li_buf_fini(&yaml->text);
	free(yaml);
}
