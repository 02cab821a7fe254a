/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "terms.h"

static const char *place_name(enum li_location_scope scope)
{
	switch (scope) {
	case LI_LOCATION_ALL: return "all";
	case LI_LOCATION_ENDS: return "ends";
	case LI_LOCATION_NONE: return "none";
	}
	return "all";
}

static json_t *services_json(uint8_t services)
{
	json_t *all = json_array();

	for (unsigned int bit = 1; bit & LI_SERVICE_ALL; bit <<= 1)
		if (!services || services & bit)
			json_array_append_new(all,
				json_string(
					li_service_name((enum li_service)bit)));
	return all;
}

static json_t *mediations_json(const struct li_task *t)
{
	json_t *all = json_array();

	for (size_t i = 0; i < t->mediation_count; i++) {
		const struct li_mediation *m = &t->mediations[i];

		json_array_append_new(all,
			json_pack("{ss so so so}", "liid", m->liid, "starts",
				ctl_time_json(m->starts_us), "ends",
				ctl_time_json(m->ends_us), "services",
				services_json(m->services)));
	}
	return all;
}

void ctl_terms_json(const struct li_task *t, json_t *json)
{
	const struct li_approval *a = &t->approval;
	json_t *more = json_pack("{sI so ss sb sb so ss si sb s{ss ss ss so}}",
		"generation", (json_int_t)t->generation, "services",
		services_json(t->services), "location", place_name(t->location),
		"suspend_abroad", t->home_only, "erase_at_end", t->erase_at_end,
		"mediations", mediations_json(t), "legal_type", t->legal_type,
		"priority", (int)t->priority, "emergency", a->emergency,
		"approver", "name", a->name, "role", a->role, "reference",
		a->reference, "approved", ctl_time_json(a->at_us));

	json_object_update(json, more);
	json_decref(more);
}

static void print_services(const char *indent, uint8_t services)
{
	const char *comma = "";

	if (!services)
		return;
	printf("%sservices: [", indent);
	for (unsigned int bit = 1; bit & LI_SERVICE_ALL; bit <<= 1)
		if (services & bit) {
			printf("%s%s", comma,
				li_service_name((enum li_service)bit));
			comma = ", ";
		}
	puts("]");
}

static void print_mediations(const struct li_task *t)
{
	if (t->mediation_count)
		puts("mediations:");
	for (size_t i = 0; i < t->mediation_count; i++) {
		const struct li_mediation *m = &t->mediations[i];

		ctl_print_text("  - liid", m->liid);
		ctl_print_time("    starts", m->starts_us);
		ctl_print_time("    ends", m->ends_us);
		print_services("    ", m->services);
	}
}

static void print_approver(const struct li_approval *a)
{
	if (!a->name[0] && !a->role[0] && !a->reference[0] && !a->at_us)
		return;
	puts("approver:");
	if (a->name[0])
		ctl_print_text("  name", a->name);
	if (a->role[0])
		ctl_print_text("  role", a->role);
	if (a->reference[0])
		ctl_print_text("  reference", a->reference);
	if (a->at_us)
		ctl_print_time("  approved", a->at_us);
}

void ctl_terms_print(const struct li_task *t)
{
	print_services("", t->services);
	if (t->location != LI_LOCATION_ALL)
		printf("location: %s\n", place_name(t->location));
	if (t->home_only)
		puts("suspend_abroad: yes");
	if (t->erase_at_end)
		puts("erase_at_end: yes");
	print_mediations(t);
	if (t->legal_type[0])
		ctl_print_text("legal_type", t->legal_type);
	if (t->priority)
		printf("priority: %u\n", (unsigned int)t->priority);
	if (t->approval.emergency)
		puts("emergency: yes");
	print_approver(&t->approval);
	/* A change that gives it is refused when somebody else was first. */
	printf("# generation: %u\n", (unsigned int)t->generation);
}
