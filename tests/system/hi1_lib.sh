# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# hi1_lib.sh - requests over HI1, put together by the tables of TS 103 120
# cl. 6.2, cl. 7.2, cl. 8.2. Source it first.

ns=http://uri.etsi.org/03120/common
auth=11111111-0000-4000-8000-000000000001
one=22222222-0000-4000-8000-000000000001
two=22222222-0000-4000-8000-000000000002

# What judges the answers is said: our own subset is not the standard.
if [[ ${LMISF_HI1_XSD-} ]]; then
	[[ -r $LMISF_HI1_XSD ]] || fail "LMISF_HI1_XSD: no $LMISF_HI1_XSD"
	echo "answers are held against our subset of the schema, and $LMISF_HI1_XSD"
else
	echo 'answers are held against our subset of the schema alone: no LMISF_HI1_XSD'
fi

# valid FILE: as our subset of the schema has it, and as the published one where
# LMISF_HI1_XSD names a schema that imports its parts
valid() {
	local xsd
	command -v xmllint >/dev/null || return 0
	# shellcheck disable=SC2154 # of ctl_lib.sh
	for xsd in "$support/../data/hi1/response.xsd" ${LMISF_HI1_XSD-}; do
		xmllint --noout --nonet --schema "$xsd" "$1" 2>valid.log ||
			fail "$(cat valid.log "$1")"
	done
}

# imports STATUS: the request on standard input comes to this; its answer, which
# is valid, is in `answer`
imports() {
	cat >request.xml
	status "$1" ctl warrant import request.xml
	mv request.xml.response answer
	valid answer
}

entry() {
	echo "<$1><c:Owner>ETSI</c:Owner><c:Name>$2</c:Name>" \
		"<c:Value>$3</c:Value></$1>"
}

# create NUMBER TYPE ID REST: an action that creates an object
create() {
	cat <<-END
		<h:ActionRequest><h:ActionIdentifier>$1</h:ActionIdentifier>
		<h:CREATE><h:HI1Object xsi:type="$2">
		<h:ObjectIdentifier>$3</h:ObjectIdentifier>$4
		</h:HI1Object></h:CREATE></h:ActionRequest>
	END
}

authorisation() {
	create "$1" a:AuthorisationObject $auth "
	<a:AuthorisationReference>canary/1</a:AuthorisationReference>
	$(entry a:AuthorisationLegalType AuthorisationLegalType canary-law)
	$(entry a:AuthorisationPriority AuthorisationPriority High)
	$(entry a:AuthorisationDesiredStatus AuthorisationDesiredStatus Approved)
	<a:AuthorisationTimespan>
	<a:EndTime>2199-06-01T00:00:00.000001+02:00</a:EndTime>
	</a:AuthorisationTimespan>
	<a:AuthorisationApprovalDetails>
	<c:ApprovalReference>canary-court/7</c:ApprovalReference>
	<c:ApproverDetails><c:ApproverName>canary judge</c:ApproverName>
	<c:ApproverRole>judge</c:ApproverRole></c:ApproverDetails>
	<c:ApprovalTimestamp>2026-01-02T03:04:05Z</c:ApprovalTimestamp>
	</a:AuthorisationApprovalDetails>"
}

# li_task NUMBER ID LIID IMPU PORT
li_task() {
	create "$1" t:LITaskObject "$2" "
	<h:AssociatedObjects><h:AssociatedObject>$auth</h:AssociatedObject>
	</h:AssociatedObjects><t:Reference>$3</t:Reference>
	$(entry t:DesiredStatus TaskDesiredStatus Active)
	<t:TargetIdentifier><t:TargetIdentifierValues><t:TargetIdentifierValue>
	<t:FormatType><t:FormatOwner>ETSI</t:FormatOwner>
	<t:FormatName>IMPU</t:FormatName></t:FormatType>
	<t:Value>$4</t:Value></t:TargetIdentifierValue>
	</t:TargetIdentifierValues></t:TargetIdentifier>
	$(entry t:DeliveryType TaskDeliveryType IRIOnly)
	<t:DeliveryDetails><t:DeliveryDestination><t:DeliveryAddress>
	<t:IPAddressPort><e:address><e:IPv4Address>127.0.0.1</e:IPv4Address>
	</e:address><e:port><e:TCPPort>$5</e:TCPPort></e:port></t:IPAddressPort>
	</t:DeliveryAddress></t:DeliveryDestination></t:DeliveryDetails>"
}

# cancel NUMBER ID: an action that cancels a task. TS 103 120 cl. 6.4.7
cancel() {
	cat <<-END
		<h:ActionRequest><h:ActionIdentifier>$1</h:ActionIdentifier>
		<h:UPDATE><h:HI1Object xsi:type="t:LITaskObject">
		<h:ObjectIdentifier>$2</h:ObjectIdentifier>
		$(entry t:DesiredStatus TaskDesiredStatus "${3:-Cancelled}")
		</h:HI1Object></h:UPDATE></h:ActionRequest>
	END
}
# request ACTIONS: the whole message
request() {
	cat <<-END
		<?xml version="1.0" encoding="UTF-8"?>
		<h:HI1Message xmlns:h="$ns/2019/10/Core"
		xmlns:c="$ns/2016/02/Common" xmlns:a="$ns/2020/09/Authorisation"
		xmlns:t="$ns/2020/09/Task"
		xmlns:e="http://uri.etsi.org/03280/common/2017/07"
		xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><h:Header>
		<h:SenderIdentifier><h:CountryCode>XX</h:CountryCode>
		<h:UniqueIdentifier>LEA-1</h:UniqueIdentifier></h:SenderIdentifier>
		<h:ReceiverIdentifier><h:CountryCode>XX</h:CountryCode>
		<h:UniqueIdentifier>CSP-1</h:UniqueIdentifier></h:ReceiverIdentifier>
		<h:TransactionIdentifier>c02358b2-76cf-4ba4-a8eb-f6436ccaea2e</h:TransactionIdentifier>
		<h:Timestamp>2026-09-01T12:00:00.000000Z</h:Timestamp>
		<h:Version><h:ETSIVersion>V1.11.1</h:ETSIVersion>
		<h:NationalProfileOwner>XX</h:NationalProfileOwner>
		<h:NationalProfileVersion>v1.0</h:NationalProfileVersion></h:Version>
		</h:Header><h:Payload><h:RequestPayload><h:ActionRequests>
		$1
		</h:ActionRequests></h:RequestPayload></h:Payload></h:HI1Message>
	END
}
