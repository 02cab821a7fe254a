/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "common/yaml.h"
#include "files.h"

enum { TIME_MAX = 40, TARGET_MAX = LI_ID_MAX + 64, SERVICES_MAX = 3 };

/* One entry of `targets`; exactly one of them is given. */
struct target {
	char impu[TARGET_MAX + 1], impi[TARGET_MAX + 1], imei[TARGET_MAX + 1];
	char imsi[TARGET_MAX + 1], e164[TARGET_MAX + 1];
	char msisdn[TARGET_MAX + 1];
};

/* One entry of `mediations`. */
struct mediation {
	char liid[LI_LIID_MAX + 1];
	char starts[TIME_MAX + 1], ends[TIME_MAX + 1];
	uint32_t services[SERVICES_MAX], services_count;
};

struct approver {
	char name[LI_NAME_MAX + 1], role[LI_NAME_MAX + 1];
	char reference[LI_WARRANT_MAX + 1], approved[TIME_MAX + 1];
};

struct raw {
	char xid[LI_UUID_TEXT], liid[LI_LIID_MAX + 1];
	struct target targets[LI_TASK_TARGETS_MAX];
	char starts[TIME_MAX + 1], ends[TIME_MAX + 1];
	bool content;
	char destinations[LI_TASK_DESTINATIONS_MAX][LI_NAME_MAX + 1];
	char operator_name[LI_OPERATOR_MAX + 1], warrant[LI_WARRANT_MAX + 1];
	uint32_t targets_count, destinations_count;
	uint32_t services[SERVICES_MAX], services_count;
	uint32_t location;
	struct mediation mediations[LI_TASK_MEDIATIONS_MAX];
	uint32_t mediations_count;
	char legal_type[LI_NAME_MAX + 1];
	struct approver approver;
	uint8_t priority;
	bool suspend_abroad, emergency, erase_at_end;
	uint32_t generation;
};

static const cyaml_schema_field_t target_fields[] = {
	CYAML_FIELD_STRING("impu", CYAML_FLAG_OPTIONAL, struct target, impu, 1),
	CYAML_FIELD_STRING("impi", CYAML_FLAG_OPTIONAL, struct target, impi, 1),
	CYAML_FIELD_STRING("imei", CYAML_FLAG_OPTIONAL, struct target, imei, 1),
	CYAML_FIELD_STRING("imsi", CYAML_FLAG_OPTIONAL, struct target, imsi, 1),
	CYAML_FIELD_STRING("e164", CYAML_FLAG_OPTIONAL, struct target, e164, 1),
	/* TS 103 280: an E.164 number by the name that operators use */
	CYAML_FIELD_STRING("msisdn", CYAML_FLAG_OPTIONAL, struct target, msisdn,
		1),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t target = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct target, target_fields),
};

static const cyaml_schema_value_t destination = {
	CYAML_VALUE_STRING(CYAML_FLAG_DEFAULT, char[LI_NAME_MAX + 1], 1,
		LI_NAME_MAX),
};

static const cyaml_strval_t service_names[] = {{"voice", LI_SERVICE_VOICE},
	{"messaging", LI_SERVICE_MESSAGING}, {"RCS", LI_SERVICE_RCS}};

static const cyaml_schema_value_t service = {
	CYAML_VALUE_ENUM(CYAML_FLAG_STRICT, uint32_t, service_names, 3),
};

static const cyaml_strval_t places[] = {{"all", LI_LOCATION_ALL},
	{"ends", LI_LOCATION_ENDS}, {"none", LI_LOCATION_NONE}};

static const cyaml_schema_field_t mediation_fields[] = {
	CYAML_FIELD_STRING("liid", CYAML_FLAG_DEFAULT, struct mediation, liid,
		1),
	CYAML_FIELD_STRING("starts", CYAML_FLAG_OPTIONAL, struct mediation,
		starts, 1),
	CYAML_FIELD_STRING("ends", CYAML_FLAG_OPTIONAL, struct mediation, ends,
		1),
	CYAML_FIELD_SEQUENCE("services", CYAML_FLAG_OPTIONAL, struct mediation,
		services, &service, 1, SERVICES_MAX),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t mediation = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct mediation,
		mediation_fields),
};

static const cyaml_schema_field_t approver_fields[] = {
	CYAML_FIELD_STRING("name", CYAML_FLAG_OPTIONAL, struct approver, name,
		1),
	CYAML_FIELD_STRING("role", CYAML_FLAG_OPTIONAL, struct approver, role,
		1),
	CYAML_FIELD_STRING("reference", CYAML_FLAG_OPTIONAL, struct approver,
		reference, 1),
	CYAML_FIELD_STRING("approved", CYAML_FLAG_OPTIONAL, struct approver,
		approved, 1),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t fields[] = {
	CYAML_FIELD_STRING("xid", CYAML_FLAG_OPTIONAL, struct raw, xid, 1),
	CYAML_FIELD_STRING("liid", CYAML_FLAG_DEFAULT, struct raw, liid, 1),
	CYAML_FIELD_SEQUENCE("targets", CYAML_FLAG_DEFAULT, struct raw, targets,
		&target, 1, LI_TASK_TARGETS_MAX),
	CYAML_FIELD_STRING("starts", CYAML_FLAG_OPTIONAL, struct raw, starts,
		1),
	CYAML_FIELD_STRING("ends", CYAML_FLAG_DEFAULT, struct raw, ends, 1),
	CYAML_FIELD_BOOL("content", CYAML_FLAG_OPTIONAL, struct raw, content),
	CYAML_FIELD_SEQUENCE("destinations", CYAML_FLAG_DEFAULT, struct raw,
		destinations, &destination, 1, LI_TASK_DESTINATIONS_MAX),
	CYAML_FIELD_STRING("operator", CYAML_FLAG_OPTIONAL, struct raw,
		operator_name, 1),
	CYAML_FIELD_STRING("warrant", CYAML_FLAG_DEFAULT, struct raw, warrant,
		1),
	CYAML_FIELD_SEQUENCE("services", CYAML_FLAG_OPTIONAL, struct raw,
		services, &service, 1, SERVICES_MAX),
	CYAML_FIELD_ENUM("location", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
		struct raw, location, places, 3),
	CYAML_FIELD_BOOL("suspend_abroad", CYAML_FLAG_OPTIONAL, struct raw,
		suspend_abroad),
	CYAML_FIELD_BOOL("erase_at_end", CYAML_FLAG_OPTIONAL, struct raw,
		erase_at_end),
	CYAML_FIELD_SEQUENCE("mediations", CYAML_FLAG_OPTIONAL, struct raw,
		mediations, &mediation, 1, LI_TASK_MEDIATIONS_MAX),
	CYAML_FIELD_STRING("legal_type", CYAML_FLAG_OPTIONAL, struct raw,
		legal_type, 1),
	CYAML_FIELD_UINT("priority", CYAML_FLAG_OPTIONAL, struct raw, priority),
	CYAML_FIELD_BOOL("emergency", CYAML_FLAG_OPTIONAL, struct raw,
		emergency),
	CYAML_FIELD_MAPPING("approver", CYAML_FLAG_OPTIONAL, struct raw,
		approver, approver_fields),
	CYAML_FIELD_UINT("generation", CYAML_FLAG_OPTIONAL, struct raw,
		generation),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw, fields),
};

static li_err read_target(const struct li_yaml *y, const struct raw *raw,
	size_t i, struct li_identity *out, struct li_fault *fault)
{
	const struct {
		const char *text, *name;
		enum li_id_kind kind;
	} all[] = {
		{raw->targets[i].impu, "impu", LI_ID_IMPU},
		{raw->targets[i].impi, "impi", LI_ID_IMPI},
		{raw->targets[i].imei, "imei", LI_ID_IMEI},
		{raw->targets[i].imsi, "imsi", LI_ID_IMSI},
		{raw->targets[i].e164, "e164", LI_ID_E164},
		{raw->targets[i].msisdn, "msisdn", LI_ID_E164},
	};
	char at[LI_YAML_PATH_MAX];
	size_t given = 0;

	for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
		if (!all[k].text[0])
			continue;
		given++;
		snprintf(at, sizeof(at), "targets[%zu].%s", i, all[k].name);
		if (li_identity_parse(all[k].kind, li_slice_str(all[k].text),
			    out))
			return li_yaml_fault(y, fault, at,
				"not such an identity");
	}
	snprintf(at, sizeof(at), "targets[%zu]", i);
	return given == 1
		? LI_OK
		: li_yaml_fault(y, fault, at,
			  "allowed: one of impu, impi, imei, imsi, e164, msisdn");
}

static li_err read_time(const struct li_yaml *y, const char *at,
	const char *text, int64_t *out, struct li_fault *fault)
{
	if (li_clock_parse(text, out) == LI_OK)
		return LI_OK;
	return li_yaml_fault(y, fault, at,
		"allowed: a time with its zone, such as 2030-12-31T23:59:59Z");
}

static li_err read_times(const struct li_yaml *y, const struct raw *raw,
	struct ctl_task_file *out, struct li_fault *fault)
{
	int64_t now_us = li_clock_now_us();
	li_err err;

	out->has_starts = li_yaml_has(y, "starts");
	out->task.starts_us = now_us;
	err = read_time(y, "ends", raw->ends, &out->task.ends_us, fault);
	if (!err && out->has_starts)
		err = read_time(y, "starts", raw->starts, &out->task.starts_us,
			fault);
	if (!err && out->task.ends_us <= now_us)
		err = li_yaml_fault(y, fault, "ends",
			"allowed: a time that is not over");
	return err;
}

static uint8_t services_of(const uint32_t *bits, size_t count)
{
	uint8_t all = 0;

	for (size_t i = 0; i < count; i++)
		all |= (uint8_t)bits[i];
	return all;
}

/* A time of its own, or the task's. */
static li_err read_own_time(const struct li_yaml *y, const char *at,
	const char *text, int64_t *out, struct li_fault *fault)
{
	return text[0] ? read_time(y, at, text, out, fault) : LI_OK;
}

static li_err read_mediations(const struct li_yaml *y, const struct raw *raw,
	struct li_task *t, struct li_fault *fault)
{
	char at[LI_YAML_PATH_MAX];
	li_err err = LI_OK;

	t->mediation_count = raw->mediations_count;
	for (size_t i = 0; !err && i < t->mediation_count; i++) {
		const struct mediation *from = &raw->mediations[i];
		struct li_mediation *m = &t->mediations[i];

		*m = (struct li_mediation){.starts_us = t->starts_us,
			.ends_us = t->ends_us,
			.services = services_of(from->services,
				from->services_count)};
		memcpy(m->liid, from->liid, sizeof(m->liid));
		snprintf(at, sizeof(at), "mediations[%zu].starts", i);
		err = read_own_time(y, at, from->starts, &m->starts_us, fault);
		snprintf(at, sizeof(at), "mediations[%zu].ends", i);
		if (!err)
			err = read_own_time(y, at, from->ends, &m->ends_us,
				fault);
	}
	return err;
}

/* What limits it, and who authorised it. */
static li_err read_terms(const struct li_yaml *y, const struct raw *raw,
	struct li_task *t, struct li_fault *fault)
{
	struct li_approval *a = &t->approval;
	li_err err;

	t->services = services_of(raw->services, raw->services_count);
	t->location = (enum li_location_scope)raw->location;
	t->home_only = raw->suspend_abroad;
	t->erase_at_end = raw->erase_at_end;
	t->priority = raw->priority;
	t->generation = raw->generation;
	memcpy(t->legal_type, raw->legal_type, sizeof(t->legal_type));
	memcpy(a->name, raw->approver.name, sizeof(a->name));
	memcpy(a->role, raw->approver.role, sizeof(a->role));
	memcpy(a->reference, raw->approver.reference, sizeof(a->reference));
	a->emergency = raw->emergency;
	err = read_own_time(y, "approver.approved", raw->approver.approved,
		&a->at_us, fault);
	return err ? err : read_mediations(y, raw, t, fault);
}

static void copy_texts(const struct raw *raw, const char *operator_name,
	struct ctl_task_file *out)
{
	struct li_task *t = &out->task;

	memcpy(t->liid, raw->liid, sizeof(t->liid));
	memcpy(t->warrant, raw->warrant, sizeof(t->warrant));
	li_slice_copy(li_slice_str(raw->operator_name[0] ? raw->operator_name
							 : operator_name),
		t->operator_name, sizeof(t->operator_name));
	t->content = raw->content;
	t->destination_count = raw->destinations_count;
	memcpy(out->destinations, raw->destinations, sizeof(out->destinations));
}

static li_err build(const struct li_yaml *y, const struct raw *raw,
	struct ctl_task_file *out, struct li_fault *fault)
{
	struct li_task *t = &out->task;
	const char *rule;
	li_err err;

	out->has_xid = raw->xid[0] != '\0';
	if (out->has_xid && li_uuid_parse(raw->xid, &t->xid))
		return li_yaml_fault(y, fault, "xid", "allowed: a UUID");
	t->target_count = raw->targets_count;
	for (size_t i = 0; i < t->target_count; i++) {
		err = read_target(y, raw, i, &t->targets[i], fault);
		if (err)
			return err;
	}
	err = read_times(y, raw, out, fault);
	if (!err)
		err = read_terms(y, raw, t, fault);
	if (err)
		return err;
	/* The destinations are not known yet: checked when they are. */
	t->destination_count = 0;
	err = li_task_check(t, &rule);
	t->destination_count = raw->destinations_count;
	return err ? li_yaml_fault(y, fault, "", "%s", rule) : LI_OK;
}

li_err ctl_task_file_read(const char *path, const char *operator_name,
	struct ctl_task_file *out, struct li_fault *fault)
{
	const struct li_yaml_source source = {path, &schema};
	struct ctl_task_file file = {.task = {.row = 0}};
	struct li_yaml *y;
	struct raw raw;
	li_err err;

	err = li_yaml_load(&source, &raw, sizeof(raw), &y, fault);
	if (err)
		return err;
	copy_texts(&raw, operator_name, &file);
	err = build(y, &raw, &file, fault);
	li_yaml_close(y);
	explicit_bzero(&raw, sizeof(raw));
	if (!err)
		*out = file;
	return err;
}
