/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi1/object.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define AT(member) offsetof(struct li_hi1_object, member)

/* ---- texts, times, dictionary entries ---- */

static li_err read_word(const struct li_x1_element *element, void *out,
	const char **where)
{
	(void)where;
	return li_x1_xml_text(element, out, LI_NAME_MAX + 1);
}

static li_err read_long(const struct li_x1_element *element, void *out,
	const char **where)
{
	(void)where;
	return li_x1_xml_text(element, out, LI_WARRANT_MAX + 1);
}

/* TS 103 280 QualifiedDateTime: with its zone */
static li_err read_time(const struct li_x1_element *element, void *out,
	const char **where)
{
	char text[48];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	return li_clock_parse(text, out) ? LI_EMALFORMED : LI_OK;
}

/* TS 103 120 annex F: only the value of an entry tells anything here. */
li_err li_hi1_read_entry(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"Owner", LI_X1_ONCE, NULL, 0},
		{"Name", LI_X1_ONCE, NULL, 0},
		{"Value", LI_X1_ONCE, read_word, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_COMMON, fields, out, where);
}

static li_err read_priority(const struct li_x1_element *element, void *out,
	const char **where)
{
	char word[LI_NAME_MAX + 1];
	uint8_t *priority = out;
	li_err err = li_hi1_read_entry(element, word, where);

	if (err)
		return err;
	*priority = strcmp(word, "High") == 0  ? 1
		: strcmp(word, "Routine") == 0 ? 2
					       : 0;
	return *priority ? LI_OK : LI_EMALFORMED;
}

/* TS 103 120 tables 7.9, 8.14: a test is no warrant, and what is not local is
 * not told apart. */
static li_err read_flag(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_object *o = out;
	char word[LI_NAME_MAX + 1];
	li_err err = li_hi1_read_entry(element, word, where);

	if (err)
		return err;
	if (strcmp(word, "IsEmergency") == 0)
		o->emergency = true;
	else if (strcmp(word, "IsLocal") != 0)
		return LI_EMALFORMED;
	return LI_OK;
}

static li_err read_associated(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_hi1_object *o = out;

	if (o->associated_count == LI_HI1_ASSOCIATED_MAX)
		return LI_ETOOBIG;
	return li_x1_read_uuid(element, &o->associated[o->associated_count++],
		where);
}

static li_err read_association(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"AssociatedObject", LI_X1_MANY, read_associated, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}

/* ---- who approved it: TS 103 120 annex E ---- */

static li_err read_bool(const struct li_x1_element *element, void *out,
	const char **where)
{
	enum li_x1_flag flag = LI_X1_UNSAID;
	bool *value = out;
	li_err err = li_x1_read_flag(element, &flag, where);

	*value = flag == LI_X1_TRUE;
	return err;
}

static li_err read_approver(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"ApproverName", LI_X1_OPTIONAL, read_word,
			offsetof(struct li_approval, name)},
		{"ApproverRole", LI_X1_OPTIONAL, read_word,
			offsetof(struct li_approval, role)},
		/* how he is reached, not what he approved */
		{"ApproverContactDetails", LI_X1_MANY, NULL, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_COMMON, fields, out, where);
}

static li_err read_approval(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"ApprovalType", LI_X1_OPTIONAL, NULL, 0},
		{"ApprovalDescription", LI_X1_OPTIONAL, NULL, 0},
		{"ApprovalReference", LI_X1_OPTIONAL, read_long,
			offsetof(struct li_approval, reference)},
		{"ApproverDetails", LI_X1_OPTIONAL, read_approver, 0},
		{"ApprovalTimestamp", LI_X1_OPTIONAL, read_time,
			offsetof(struct li_approval, at_us)},
		{"ApprovalIsEmergency", LI_X1_OPTIONAL, read_bool,
			offsetof(struct li_approval, emergency)},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_COMMON, fields, out, where);
}

/* ---- the authorisation: TS 103 120 table 7.3 ---- */

static li_err read_auth_span(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"StartTime", LI_X1_OPTIONAL, read_time, AT(starts_us)},
		{"EndTime", LI_X1_ONCE, read_time, AT(ends_us)},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_AUTH, fields, out, where);
}

static li_err read_auth_flags(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"AuthorisationFlag", LI_X1_MANY, read_flag, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_AUTH, fields, out, where);
}

/* ---- the task: TS 103 120 table 8.1 ---- */

static li_err read_task_span(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"StartTime", LI_X1_OPTIONAL, read_time, AT(starts_us)},
		{"EndTime", LI_X1_ONCE, read_time, AT(ends_us)},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_TASK, fields, out, where);
}

static li_err read_task_flags(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"TaskFlag", LI_X1_MANY, read_flag, 0},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_TASK, fields, out, where);
}

/* ---- the object: TS 103 120 table 7.1 ----
 * Generation, LastChanged and a status are the receiver's to set: who sends
 * them is refused, as every element that is not named here. */

static const struct li_x1_field common[] = {
	{"ObjectIdentifier", LI_X1_ONCE, li_x1_read_uuid, AT(id)},
	{"CountryCode", LI_X1_OPTIONAL, li_hi1_read_country, AT(owner)},
	{"OwnerIdentifier", LI_X1_OPTIONAL, li_hi1_read_name, AT(owner)},
	{"ExternalIdentifier", LI_X1_OPTIONAL, NULL, 0},
	{"AssociatedObjects", LI_X1_OPTIONAL, read_association, 0},
	{0},
};

static const struct li_x1_field authorisation[] = {
	{"AuthorisationReference", LI_X1_ONCE, read_long, AT(reference)},
	{"AuthorisationLegalType", LI_X1_OPTIONAL, li_hi1_read_entry,
		AT(legal_type)},
	{"AuthorisationPriority", LI_X1_OPTIONAL, read_priority, AT(priority)},
	{"AuthorisationDesiredStatus", LI_X1_OPTIONAL, li_hi1_read_entry,
		AT(desired)},
	{"AuthorisationTimespan", LI_X1_ONCE, read_auth_span, 0},
	{"AuthorisationCSPID", LI_X1_OPTIONAL, NULL, 0},
	{"AuthorisationCreationTimestamp", LI_X1_OPTIONAL, NULL, 0},
	{"AuthorisationServedTimestamp", LI_X1_OPTIONAL, NULL, 0},
	{"AuthorisationApprovalDetails", LI_X1_OPTIONAL, read_approval,
		AT(approval)},
	{"AuthorisationFlags", LI_X1_OPTIONAL, read_auth_flags, 0},
	{"AuthorisationManualInformation", LI_X1_OPTIONAL, NULL, 0},
	/* of later versions: whose case it is, and what kind of one */
	{"AuthorisationJurisdiction", LI_X1_OPTIONAL, NULL, 0},
	{"AuthorisationTypeOfCase", LI_X1_OPTIONAL, NULL, 0},
	{"AuthorisationLegalEntity", LI_X1_OPTIONAL, NULL, 0},
	{0},
};

/* TS 33.128 table 5.4.1-1: what a task has at least */
static const struct li_x1_field task[] = {
	{"Reference", LI_X1_ONCE, read_word, AT(reference)},
	{"DesiredStatus", LI_X1_ONCE, li_hi1_read_entry, AT(desired)},
	{"Timespan", LI_X1_OPTIONAL, read_task_span, 0},
	{"TimeSpan", LI_X1_OPTIONAL, read_task_span, 0},
	{"TargetIdentifier", LI_X1_ONCE, li_hi1_read_targets, 0},
	{"DeliveryType", LI_X1_ONCE, li_hi1_read_entry, AT(delivery)},
	{"DeliveryDetails", LI_X1_ONCE, li_hi1_read_deliveries, 0},
	{"ApprovalDetails", LI_X1_OPTIONAL, read_approval, AT(approval)},
	{"CSPID", LI_X1_OPTIONAL, NULL, 0},
	{"Flags", LI_X1_OPTIONAL, read_task_flags, 0},
	{0},
};

li_err li_hi1_read_object(const struct li_x1_element *element,
	struct li_hi1_object *out, const char **where)
{
	static const struct li_x1_table of_auth[LI_X1_TABLES_MAX] =
		{{LI_HI1_NS, common}, {LI_HI1_NS_AUTH, authorisation}};
	static const struct li_x1_table of_task[LI_X1_TABLES_MAX] =
		{{LI_HI1_NS, common}, {LI_HI1_NS_TASK, task}};

	out->is_task = li_x1_xml_typed(element, LI_HI1_NS_TASK, "LITaskObject");
	if (out->is_task)
		return li_x1_fields_of(element, of_task, out, where);
	if (li_x1_xml_typed(element, LI_HI1_NS_AUTH, "AuthorisationObject"))
		return li_x1_fields_of(element, of_auth, out, where);
	return LI_EMALFORMED;
}

/* From 1 on. TS 103 120 cl. 7.1.3 */
static li_err read_generation(const struct li_x1_element *element, void *out,
	const char **where)
{
	uint32_t *generation = out;
	uint64_t number;
	char text[24];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)) ||
		li_text_u64(li_slice_str(text), UINT32_MAX, &number) || !number)
		return LI_EMALFORMED;
	*generation = (uint32_t)number;
	return LI_OK;
}

li_err li_hi1_read_update(const struct li_x1_element *element,
	struct li_hi1_object *out, const char **where)
{
	static const struct li_x1_field of_all[] = {
		{"ObjectIdentifier", LI_X1_ONCE, li_x1_read_uuid, AT(id)},
		{"CountryCode", LI_X1_OPTIONAL, li_hi1_read_country, AT(owner)},
		{"OwnerIdentifier", LI_X1_OPTIONAL, li_hi1_read_name,
			AT(owner)},
		{"Generation", LI_X1_OPTIONAL, read_generation, AT(generation)},
		{"ExternalIdentifier", LI_X1_OPTIONAL, NULL, 0},
		{0},
	};
	static const struct li_x1_field of_task[] = {
		{"DesiredStatus", LI_X1_OPTIONAL, li_hi1_read_entry,
			AT(desired)},
		{"Timespan", LI_X1_OPTIONAL, read_task_span, 0},
		{"TimeSpan", LI_X1_OPTIONAL, read_task_span, 0},
		{0},
	};
	static const struct li_x1_field of_auth[] = {
		{"AuthorisationDesiredStatus", LI_X1_OPTIONAL,
			li_hi1_read_entry, AT(desired)},
		{"AuthorisationTimespan", LI_X1_OPTIONAL, read_auth_span, 0},
		{0},
	};
	static const struct li_x1_table task_tables[LI_X1_TABLES_MAX] =
		{{LI_HI1_NS, of_all}, {LI_HI1_NS_TASK, of_task}};
	static const struct li_x1_table auth_tables[LI_X1_TABLES_MAX] =
		{{LI_HI1_NS, of_all}, {LI_HI1_NS_AUTH, of_auth}};

	out->is_task = li_x1_xml_typed(element, LI_HI1_NS_TASK, "LITaskObject");
	if (out->is_task)
		return li_x1_fields_of(element, task_tables, out, where);
	if (li_x1_xml_typed(element, LI_HI1_NS_AUTH, "AuthorisationObject"))
		return li_x1_fields_of(element, auth_tables, out, where);
	return LI_EMALFORMED;
}

/* ---- what is listed: TS 103 120 table 6.12 ---- */

static li_err read_most(const struct li_x1_element *element, void *out,
	const char **where)
{
	uint32_t *most = out;
	uint64_t number;

	(void)where;
	if (li_x1_read_integer(element, UINT32_MAX, &number) || !number)
		return LI_EMALFORMED;
	*most = (uint32_t)number;
	return LI_OK;
}

static li_err read_changed(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"StartTime", LI_X1_OPTIONAL, read_time,
			offsetof(struct li_hi1_list, from_us)},
		{"EndTime", LI_X1_OPTIONAL, read_time,
			offsetof(struct li_hi1_list, to_us)},
		{0},
	};

	return li_x1_fields(element, LI_HI1_NS_COMMON, fields, out, where);
}

li_err li_hi1_read_list(const struct li_x1_element *element,
	struct li_hi1_list *out, const char **where)
{
	static const struct li_x1_field fields[] = {
#define IN(member) offsetof(struct li_hi1_list, member)
		{"ObjectType", LI_X1_OPTIONAL, li_hi1_read_entry, IN(type)},
		{"LastChanged", LI_X1_OPTIONAL, read_time, IN(changed_us)},
		{"LastChangedTimespan", LI_X1_OPTIONAL, read_changed, 0},
		{"MaximumObjectCount", LI_X1_OPTIONAL, read_most, IN(most)},
		{"Status", LI_X1_OPTIONAL, li_hi1_read_entry, IN(status)},
		{"CountryCode", LI_X1_OPTIONAL, li_hi1_read_country,
			IN(country)},
		{0},
#undef IN
	};

	return li_x1_fields(element, LI_HI1_NS, fields, out, where);
}
