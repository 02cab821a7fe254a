/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "common/config.h"
#include "common/config_schema.h"
#include "common/yaml.h"
#include "net/sock.h"

static uint32_t *number_at(struct li_config *c, size_t offset)
{
	void *at = (char *)c + offset;

	return at;
}

/* Fill in defaults of numbers and check the range of those given. */
static li_err finish_numbers(const struct li_yaml *y, struct li_config *c,
	struct li_fault *fault)
{
	for (const struct li_config_number *n = li_config_numbers; n->key;
		n++) {
		uint32_t *v = number_at(c, n->offset);

		if (!li_yaml_has(y, n->key))
			*v = n->standard;
		if (*v < n->min || *v > n->max)
			return li_yaml_fault(y, fault, n->key,
				"allowed: %u to %u", n->min, n->max);
	}
	return LI_OK;
}

/* Put `folder` in front of a relative path. */
static li_err finish_path(const struct li_yaml *y, struct li_config *c,
	const struct li_config_path *p, struct li_slice folder,
	struct li_fault *fault)
{
	char *text = (char *)c + p->offset;
	size_t n;

	if (!li_yaml_has(y, p->key))
		memcpy(text, p->standard, strlen(p->standard) + 1);
	if (text[0] == '/' || text[0] == '\0' || li_tls_is_token(text))
		return LI_OK;
	n = strlen(text);
	if (folder.n + n >= p->size)
		return li_yaml_fault(y, fault, p->key,
			"allowed: a path of up to %zu characters, "
			"its folder included",
			p->size - 1);
	memmove(text + folder.n, text, n + 1);
	memcpy(text, folder.p, folder.n);
	return LI_OK;
}

static li_err finish_paths(const struct li_yaml *y, const char *file,
	struct li_config *c, struct li_fault *fault)
{
	const char *slash = strrchr(file, '/');
	struct li_slice folder =
		li_slice(file, slash ? (size_t)(slash - file) + 1 : 0);
	li_err err = LI_OK;

	for (const struct li_config_path *p = li_config_paths; !err && p->key;
		p++)
		err = finish_path(y, c, p, folder, fault);
	return err;
}

struct texts {
	const char *key;
	li_config_addresses *at;
	uint32_t count;
	struct li_config_listen *out;
};

static li_err finish_listen(const struct li_yaml *y, const struct texts *t,
	struct li_fault *fault)
{
	char key[LI_YAML_PATH_MAX];

	for (t->out->count = 0; t->out->count < t->count; t->out->count++) {
		size_t i = t->out->count;

		if (li_sock_parse((*t->at)[i], &t->out->at[i]) == LI_OK &&
			t->out->at[i].port != 0)
			continue;
		snprintf(key, sizeof(key), "%s[%zu]", t->key, i);
		return li_yaml_fault(y, fault, key,
			"allowed: ADDRESS:PORT, such as 127.0.0.1:9060 or "
			"[::1]:9060");
	}
	return LI_OK;
}

static li_err finish_from(const struct li_yaml *y, struct li_config_raw *raw,
	struct li_fault *fault)
{
	struct li_config_intake *out = &raw->config.intake;
	char key[LI_YAML_PATH_MAX];

	for (size_t i = 0; i < raw->texts.from_count; i++) {
		const char *text = raw->texts.from[i];

		if (li_prefix_parse(text, &out->from[i]) != LI_OK) {
			snprintf(key, sizeof(key), "intake.from[%zu]", i);
			return li_yaml_fault(y, fault, key,
				"allowed: ADDRESS or ADDRESS/BITS, such as "
				"192.0.2.0/24 or 2001:db8::/32");
		}
		out->from_count = i + 1;
	}
	return LI_OK;
}

const char *li_config_intake_tls(const struct li_config_intake *in)
{
	if (in->hep_tls.count)
		return "intake.hep_tls";
	if (in->sip_tls.count)
		return "intake.sip_tls";
	return in->lite_tls.count ? "intake.lite_tls" : NULL;
}

/* Who listens for TLS needs a certificate. */
static li_err check_tls(const struct li_yaml *y,
	const struct li_config_intake *in, struct li_fault *fault)
{
	const char *key = li_config_intake_tls(in);

	return key ? li_config_need_tls(y, key, "intake.tls", &in->tls, fault)
		   : LI_OK;
}

static li_err finish_intake(const struct li_yaml *y, struct li_config_raw *raw,
	struct li_fault *fault)
{
#define LISTEN(name)                                                           \
	{                                                                      \
		"intake." #name, &raw->texts.name, raw->texts.name##_count,    \
			&raw->config.intake.name                               \
	}
	const struct texts all[] = {LISTEN(hep_udp), LISTEN(hep_tcp),
		LISTEN(hep_tls), LISTEN(sip_udp), LISTEN(sip_tcp),
		LISTEN(sip_tls), LISTEN(lite_tls)};
#undef LISTEN
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < sizeof(all) / sizeof(all[0]); i++)
		err = finish_listen(y, &all[i], fault);
	/* Else nobody says anything of bearers, and nothing waits for it. */
	raw->config.watch.lite = raw->config.intake.lite_tls.count > 0;
	if (!err)
		err = finish_from(y, raw, fault);
	return err ? err : check_tls(y, &raw->config.intake, fault);
}

/* A flag that is on unless it is turned off. */
static void on_by_default(const struct li_yaml *y, const char *key, bool *flag)
{
	if (!li_yaml_has(y, key))
		*flag = true;
}

static li_err finish_x1(const struct li_yaml *y, struct li_config_raw *raw,
	struct li_fault *fault)
{
	struct li_config *c = &raw->config;
	const struct texts listen = {"x1.listen", &raw->texts.x1_listen,
		raw->texts.x1_listen_count, &c->x1.listen};

	/* TS 103 221-1 cl. 7.2.2.3, cl. 8.2.2; what is so unless agreed
	 * otherwise: cl. 6.2.4, 6.3.4, 6.6.2 */
	if (!li_yaml_has(y, "x1.path"))
		memcpy(c->x1.path, "/X1/NE", sizeof("/X1/NE"));
	on_by_default(y, "x1.tls_min", &c->x1.tls.tls12);
	on_by_default(y, "x1.deactivate_all_tasks",
		&c->x1.deactivate_all_tasks);
	on_by_default(y, "x1.remove_all_destinations",
		&c->x1.remove_all_destinations);
	on_by_default(y, "x1.keepalive", &c->x1.keepalive);
	on_by_default(y, "x1.report_checkpoints", &c->x1.report_checkpoints);
	on_by_default(y, "x1.report_clock", &c->x1.report_clock);
	if (c->x1.path[0] != '/')
		return li_yaml_fault(y, fault, "x1.path",
			"allowed: a path that begins with /");
	/* TS 103 221-1 cl. 8.2: never without TLS */
	if (c->x1.report_to[0] && strncmp(c->x1.report_to, "https://", 8) != 0)
		return li_yaml_fault(y, fault, "x1.report_to",
			"allowed: a URL that begins with https://");
	return finish_listen(y, &listen, fault);
}

/* Who names nowhere is read on this machine alone. */
static li_err finish_metrics(const struct li_yaml *y, struct li_config_raw *raw,
	struct li_fault *fault)
{
	struct li_config *c = &raw->config;
	const struct texts open = {"metrics.listen", &raw->texts.metrics_listen,
		raw->texts.metrics_listen_count, &c->metrics.listen};
	const struct texts of_li = {"metrics.li_listen",
		&raw->texts.metrics_li_listen,
		raw->texts.metrics_li_listen_count, &c->metrics.li_listen};
	li_err err = finish_listen(y, &open, fault);

	if (!err)
		err = finish_listen(y, &of_li, fault);
	if (!err && !li_yaml_has(y, "metrics.listen")) {
		c->metrics.listen.count = 1;
		err = li_sock_parse("127.0.0.1:9464", &c->metrics.listen.at[0]);
	}
	return err;
}

/* Refuse a key whose value does not fit that of `other`, naming the one that
 * the file has. */
static li_err clash(const struct li_yaml *y, struct li_fault *fault,
	const char *key, const char *other, const char *rule)
{
	if (li_yaml_has(y, key) || !li_yaml_has(y, other))
		return li_yaml_fault(y, fault, key, "allowed: %s %s", rule,
			other);
	return li_yaml_fault(y, fault, other, "allowed: a value that %s is %s",
		key, rule);
}

/* Values that are each fine but do not fit together. */
static li_err check_pairs(const struct li_yaml *y, const struct li_config *c,
	struct li_fault *fault)
{
	/* TIME_P2 is counted from a keepalive: a shorter one than TIME_P1
	 * would end a quiet connection. TS 103 221-2 cl. 6.2.4 */
	if (c->deliver.ack_timeout_s <= c->deliver.keepalive_s)
		return clash(y, fault, "deliver.ack_timeout_s",
			"deliver.keepalive_s", "more than");
	if (c->deliver.backoff_max_ms < c->deliver.backoff_min_ms)
		return clash(y, fault, "deliver.backoff_max_ms",
			"deliver.backoff_min_ms", "at least");
	if (strcmp(c->store.path, c->store.key_file) == 0)
		return clash(y, fault, "store.key_file", "store.path",
			"another path than");
	return LI_OK;
}

li_err li_config_load(const char *path, struct li_config *out,
	struct li_fault *fault)
{
	const struct li_yaml_source source = {path, &li_config_schema};
	struct li_config_raw raw;
	struct li_yaml *y;
	li_err err;

	err = li_yaml_load(&source, &raw, sizeof(raw), &y, fault);
	if (err)
		return err == LI_ENOMEM ? err : LI_ECONFIG;
	if (!li_yaml_has(y, "log.level"))
		raw.config.log.level = LI_LOG_NOTICE;
	snprintf(raw.config.file, sizeof(raw.config.file), "%s", path);
	err = finish_numbers(y, &raw.config, fault);
	if (!err)
		err = finish_paths(y, path, &raw.config, fault);
	if (!err)
		err = finish_intake(y, &raw, fault);
	if (!err)
		err = finish_x1(y, &raw, fault);
	if (!err)
		err = finish_metrics(y, &raw, fault);
	if (!err)
		err = li_config_finish_access(y, &raw, fault);
	if (!err)
		err = li_config_finish_tls(y, &raw.config, fault);
	if (!err)
		err = li_config_finish_keys(y, &raw.config, fault);
	if (!err)
		err = li_config_finish_profiles(y, &raw.config, fault);
	if (!err)
		err = check_pairs(y, &raw.config, fault);
	li_yaml_close(y);
	if (err)
		return LI_ECONFIG;
	*out = raw.config;
	return LI_OK;
}

li_err li_config_check_deliver(const struct li_config *config,
	struct li_fault *fault)
{
	const char *missing = NULL;

	if (!config->deliver.tls.ca[0])
		missing = "ca";
	if (!config->deliver.tls.key[0])
		missing = "key";
	if (!config->deliver.tls.certificate[0])
		missing = "certificate";
	if (!missing)
		return LI_OK;
	return li_fault_set(fault, LI_ECONFIG,
		"%s: key 'deliver.%s' is missing: delivery needs it",
		config->file, missing);
}

/* A key, and whether the file has it. */
struct needed {
	const char *key;
	bool there;
};

static li_err check_needed(const struct li_config *config,
	const struct needed *needed, const char *who, struct li_fault *fault)
{
	for (; needed->key; needed++)
		if (!needed->there)
			return li_fault_set(fault, LI_ECONFIG,
				"%s: key '%s' is missing: %s needs it",
				config->file, needed->key, who);
	return LI_OK;
}

li_err li_config_check_metrics(const struct li_config *config, bool of_li,
	struct li_fault *fault)
{
	const struct li_config_tls *tls = &config->metrics.tls;
	const struct needed open[] = {
		{"metrics.listen", config->metrics.listen.count > 0},
		{0},
	};
	const struct needed li[] = {
		{"metrics.li_listen", config->metrics.li_listen.count > 0},
		{"metrics.certificate", tls->certificate[0] != '\0'},
		{"metrics.key", tls->key[0] != '\0'},
		{"metrics.ca", tls->ca[0] != '\0'},
		{"metrics.readers", config->metrics.readers_count > 0},
		{0},
	};

	return check_needed(config, of_li ? li : open, "/metrics", fault);
}

li_err li_config_check_x1(const struct li_config *config,
	struct li_fault *fault)
{
	const struct needed needed[] = {
		{"x1.listen", config->x1.listen.count > 0},
		{"x1.certificate", config->x1.tls.certificate[0] != '\0'},
		{"x1.key", config->x1.tls.key[0] != '\0'},
		{"x1.ca", config->x1.tls.ca[0] != '\0'},
		{"x1.admf_identifier", config->x1.admf_identifier[0] != '\0'},
		{"x1.ne_identifier", config->x1.ne_identifier[0] != '\0'},
		{0},
	};

	return check_needed(config, needed, "X1", fault);
}
