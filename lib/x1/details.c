/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/details.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/ip.h"
#include "x1/ask.h"
#include "x1/form_hashed.h"
#include "x1/words.h"

static void put_number(struct li_buf *out, const char *name, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	li_x1_put_element(out, name, text);
}

static void put_dids(struct li_buf *out, const struct li_x1_dids *dids)
{
	li_x1_put_begin(out, "listOfDIDs");
	for (size_t i = 0; i < dids->count; i++)
		li_x1_put_uuid(out, "dId", &dids->did[i]);
	li_x1_put_end(out, "listOfDIDs");
}

/* ListOfServiceTypes, as the element of this name. */
static void put_services(struct li_buf *out, const char *name,
	const struct li_x1_services *services)
{
	if (!services->bits)
		return;
	li_x1_put_begin(out, name);
	for (unsigned int bit = 1; bit & LI_SERVICE_ALL; bit <<= 1)
		if (services->bits & bit)
			li_x1_put_element(out, "serviceType",
				li_service_name((enum li_service)bit));
	li_x1_put_end(out, name);
}

static void put_places(struct li_buf *out, const struct li_x1_places *places)
{
	if (!places->none && !places->listed)
		return;
	li_x1_put_begin(out, "locationType");
	if (places->none) {
		li_x1_put_element(out, "doNotReport", "");
	} else {
		li_x1_put_begin(out, "listOfLocationTypes");
		li_x1_put_begin(out, "locationType");
		li_x1_put_element(out, "beginningAndEnd", "true");
		li_x1_put_end(out, "locationType");
		li_x1_put_end(out, "listOfLocationTypes");
	}
	li_x1_put_end(out, "locationType");
}

/* TS 103 221-1 table C.2 */
static void put_scoping(struct li_buf *out, const struct li_x1_mediation *m)
{
	if (!m->scopings)
		return;
	li_x1_put_begin(out, "serviceScopingOptions");
	li_x1_put_begin(out, "serviceScopingOptions");
	put_services(out, "serviceType", &m->services);
	put_places(out, &m->places);
	if (m->home_only == LI_X1_TRUE)
		li_x1_put_element(out, "suspendOnOutboundInternationalRoaming",
			"true");
	li_x1_put_end(out, "serviceScopingOptions");
	li_x1_put_end(out, "serviceScopingOptions");
}

/* TS 103 221-1 table C.1 */
static void put_mediation(struct li_buf *out, const struct li_x1_mediation *m)
{
	li_x1_put_begin(out, "mediationDetails");
	li_x1_put_element(out, "LIID", m->liid);
	li_x1_put_element(out, "deliveryType",
		li_x1_mediation_name(m->delivery));
	if (m->starts_us)
		li_x1_put_time(out, "StartTime", m->starts_us);
	if (m->ends_us)
		li_x1_put_time(out, "EndTime", m->ends_us);
	if (m->dids.count)
		put_dids(out, &m->dids);
	put_scoping(out, m);
	li_x1_put_end(out, "mediationDetails");
}

static void put_target(struct li_buf *out, const struct li_x1_target *target)
{
	const struct li_x1_format_words *f = &li_x1_formats[target->format];

	if (f->pattern == LI_X1_DIGEST)
		li_x1_put_hashed(out, target->value);
	else
		li_x1_put_element(out, f->element, target->value);
}

/* TS 103 221-1 table 4, in the order of its schema */
static void put_task_details(struct li_buf *out, const struct li_x1_task *t)
{
	li_x1_put_begin(out, "taskDetails");
	li_x1_put_uuid(out, "xId", &t->xid);
	li_x1_put_begin(out, "targetIdentifiers");
	for (size_t i = 0; i < t->target_count; i++) {
		li_x1_put_begin(out, "targetIdentifier");
		put_target(out, &t->targets[i]);
		li_x1_put_end(out, "targetIdentifier");
	}
	if (t->locality) {
		li_x1_put_begin(out, "targetIdentifier");
		li_x1_put_element(out, "nonLocalIdentifier",
			li_x1_locality_name(t->locality));
		li_x1_put_end(out, "targetIdentifier");
	}
	li_x1_put_end(out, "targetIdentifiers");
	li_x1_put_element(out, "deliveryType",
		li_x1_delivery_name(t->delivery));
	put_dids(out, &t->dids);
	if (t->mediation_count) {
		li_x1_put_begin(out, "listOfMediationDetails");
		for (size_t i = 0; i < t->mediation_count; i++)
			put_mediation(out, &t->mediations[i]);
		li_x1_put_end(out, "listOfMediationDetails");
	}
	if (t->correlation[0])
		li_x1_put_element(out, "correlationID", t->correlation);
	if (t->implicit != LI_X1_UNSAID)
		li_x1_put_element(out, "implicitDeactivationAllowed",
			t->implicit == LI_X1_TRUE ? "true" : "false");
	if (t->has_product)
		li_x1_put_uuid(out, "productID", &t->product);
	put_services(out, "listOfServiceTypes", &t->services);
	li_x1_put_end(out, "taskDetails");
}

static void put_fault(struct li_buf *out, int code, const char *text)
{
	li_x1_put_begin(out, "unresolvedFault");
	put_number(out, "errorCode", (uint64_t)code);
	li_x1_put_element(out, "errorDescription", text);
	li_x1_put_end(out, "unresolvedFault");
}

/* The next that is about it; false ends. A warning is no fault. */
static bool next_fault(const struct li_x1_faults *f, struct li_slice *rest,
	struct li_issue *issue)
{
	struct li_slice item;

	while (li_x1_answer_next(rest, &item)) {
		if (li_unpack_issue(item, issue) ||
			li_issue_kind(issue->cause) != f->kind ||
			!li_uuid_eq(&issue->id, &f->id))
			continue;
		if (li_issue_weight(issue->cause) == LI_ISSUE_FAULT ||
			li_issue_weight(issue->cause) == LI_ISSUE_IMPLICIT)
			return true;
	}
	return false;
}

static bool faulty(const struct li_x1_faults *f)
{
	struct li_slice rest = f->items;
	struct li_issue issue;

	return f->own || next_fault(f, &rest, &issue);
}

/* TS 103 221-1 tables 24, 27, 29, 46 */
static void put_faults(struct li_buf *out, const struct li_x1_faults *f)
{
	struct li_slice rest = f->items;
	struct li_issue issue;
	char text[LI_ISSUE_TEXT];

	li_x1_put_begin(out, "listOfFaults");
	if (f->own)
		put_fault(out, LI_X1_FAULT, f->own);
	while (next_fault(f, &rest, &issue)) {
		li_issue_text(&issue, text);
		put_fault(out,
			li_issue_weight(issue.cause) == LI_ISSUE_IMPLICIT
				? LI_X1_TERMINATED
				: LI_X1_FAULT,
			text);
	}
	li_x1_put_end(out, "listOfFaults");
}

/* TS 103 221-1 table 24: no time when there was none, no amount that was not
 * counted from the beginning, and none of X3, which this NE does not have. */
static void put_amount(struct li_buf *out, const struct li_task_amount *amount)
{
	if (amount->at_us)
		li_x1_put_time(out, "timeOfLastIntercept", amount->at_us);
	if (amount->counted)
		put_number(out, "amountOfX2Data", amount->octets);
}

/* TS 103 221-1 table 24 */
static void put_status(struct li_buf *out,
	const struct li_x1_task_status *status,
	const struct li_x1_faults *faults)
{
	li_x1_put_begin(out, "taskStatus");
	li_x1_put_element(out, "provisioningStatus", status->provisioning);
	put_faults(out, faults);
	put_amount(out, &status->amount);
	if (status->modifications)
		li_x1_put_time(out, "timeOfLastModification",
			status->modified_us);
	put_number(out, "numberOfModifications", status->modifications);
	li_x1_put_end(out, "taskStatus");
}

void li_x1_put_task(struct li_buf *out, const struct li_x1_task *task,
	const struct li_x1_task_status *status,
	const struct li_x1_faults *faults)
{
	li_x1_put_begin(out, "taskResponseDetails");
	put_task_details(out, task);
	put_status(out, status, faults);
	li_x1_put_end(out, "taskResponseDetails");
}

/* Every address of TS 103 280 IPv6Address has eight groups of four digits. */
static void put_ip(struct li_buf *out, const char *host)
{
	char full[LI_IP_FULL6];

	if (li_ip_full6(li_slice_str(host), full)) {
		li_buf_printf(out,
			"<common:IPv6Address>%s</common:IPv6Address>", full);
		return;
	}
	li_buf_put_str(out, "<common:IPv4Address>");
	li_x1_put_text(out, host);
	li_buf_put_str(out, "</common:IPv4Address>");
}

static void put_address(struct li_buf *out, const struct li_x1_destination *d)
{
	li_x1_put_begin(out, "deliveryAddress");
	if (d->kind == LI_X1_IP_PORT) {
		li_x1_put_begin(out, "ipAddressAndPort");
		li_buf_put_str(out, "<common:address>");
		put_ip(out, d->host);
		li_buf_printf(out,
			"</common:address><common:port><common:TCPPort>%u"
			"</common:TCPPort></common:port>",
			(unsigned int)d->port);
		li_x1_put_end(out, "ipAddressAndPort");
	} else {
		li_x1_put_element(out, "uri", d->uri);
	}
	li_x1_put_end(out, "deliveryAddress");
}

void li_x1_put_destination(struct li_buf *out,
	const struct li_x1_destination *d, const struct li_x1_faults *faults)
{
	li_x1_put_begin(out, "destinationResponseDetails");
	li_x1_put_begin(out, "destinationDetails");
	li_x1_put_uuid(out, "dId", &d->did);
	if (d->has_name)
		li_x1_put_element(out, "friendlyName", d->name);
	li_x1_put_element(out, "deliveryType",
		li_x1_delivery_name(d->delivery));
	put_address(out, d);
	li_x1_put_end(out, "destinationDetails");
	li_x1_put_begin(out, "destinationStatus");
	li_x1_put_element(out, "destinationDeliveryStatus",
		faulty(faults) ? "deliveryFault" : "activeAndWorking");
	put_faults(out, faults);
	li_x1_put_end(out, "destinationStatus");
	li_x1_put_end(out, "destinationResponseDetails");
}

void li_x1_put_ne_status(struct li_buf *out, const struct li_x1_faults *faults)
{
	li_x1_put_begin(out, "neStatusDetails");
	li_x1_put_element(out, "neStatus", faulty(faults) ? "Faults" : "OK");
	put_faults(out, faults);
	li_x1_put_end(out, "neStatusDetails");
}
