/* SPDX-License-Identifier: BSD-3-Clause */
#include "desk.h"

#define HASHED_NS " xmlns:h=\"http://uri.etsi.org/03221/X1/2017/10/HashedID\""
#define CONTEXT(message, element, algorithm, salt)                             \
	ROOT(MESSAGE(message,                                                  \
		"<ns1:" element HASHED_NS " xsi:type=\"h:HashContext\">"       \
		"<ns1:objectId>" XID2                                          \
		"</ns1:objectId><h:hashAlgorithm>" algorithm                   \
		"</h:hashAlgorithm><h:salt>" salt "</h:salt></ns1:" element    \
		">"))
#define SALT "4241792fc4d3d097"
#define NEW_CONTEXT CONTEXT("CreateObject", "createObject", "sha-256", SALT)
/* TS 103 221-1 cl. D.3.1.6, with a context of this type */
#define HASHED(type, digest)                                                   \
	EL("targetIdentifier",                                                 \
		"<ns1:hashedIdentifier" HASHED_NS "><h:hashContextID>" XID2    \
		"</h:hashContextID><h:targetIdentityType>" type                \
		"</h:targetIdentityType><h:hashDigest>" digest                 \
		"</h:hashDigest></ns1:hashedIdentifier>")
#define DIGEST                                                                 \
	"ddbe522009b5b32f1b84c82c06dedc0d24ba373d4ae244790fd071076b4536c0"
#define BY_DIGEST(target) ROOT(MESSAGE("ActivateTask", TASK(target, "")))

/* TS 103 221-1 cl. 6.8, cl. D.2.2 */
static void test_apply_object__keeps_hash_contexts(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, NEW_CONTEXT), 0);
	CU_ASSERT_EQUAL(code(&d, NEW_CONTEXT), 2050);
	CU_ASSERT_EQUAL(code(&d,
				CONTEXT("CreateObject", "createObject", "sha-1",
					SALT)),
		8500);
	CU_ASSERT_EQUAL(code(&d,
				CONTEXT("ModifyObject", "modifyObject",
					"sha-512", "42417")),
		1010);
	CU_ASSERT_EQUAL(code(&d,
				CONTEXT("ModifyObject", "modifyObject",
					"sha-512", "424179")),
		8510);
	CU_ASSERT_TRUE(says(&d, ONE("GetObject", "objectId", XID2),
		"<hashed:hashAlgorithm>sha-256</hashed:hashAlgorithm>"
		"<hashed:salt>" SALT "</hashed:salt>"));
	CU_ASSERT_EQUAL(code(&d,
				CONTEXT("ModifyObject", "modifyObject",
					"sha3-512", SALT)),
		0);
	CU_ASSERT_TRUE(says(&d, BARE("GetAllGenericObjectDetails"),
		"<hashed:hashAlgorithm>sha3-512</hashed:hashAlgorithm>"));
	CU_ASSERT_TRUE(says(&d, BARE("ListAllDetails"),
		"<ns1:objectId>" XID2 "</ns1:objectId>"));
	CU_ASSERT_EQUAL(code(&d, ONE("DeleteObject", "objectId", XID2)), 0);
	CU_ASSERT_EQUAL(code(&d, ONE("GetObject", "objectId", XID2)), 2060);
	tear_down(&d);
}

/* TS 103 221-1 cl. D.2.1, 6.8.3, 6.8.6: one in use stays */
static void test_apply_object__takes_a_target_by_its_digest(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, CREATE), 0);
	CU_ASSERT_EQUAL(code(&d, BY_DIGEST(HASHED("e164Number", DIGEST))),
		2060);
	CU_ASSERT_EQUAL(code(&d, NEW_CONTEXT), 0);
	CU_ASSERT_EQUAL(code(&d, BY_DIGEST(HASHED("tcpPort", DIGEST))), 3010);
	CU_ASSERT_EQUAL(code(&d, BY_DIGEST(HASHED("impu", "ddbe"))), 3010);
	CU_ASSERT_EQUAL(code(&d, BY_DIGEST(HASHED("impu", "xx"))), 1010);
	CU_ASSERT_EQUAL(code(&d,
				BY_DIGEST(HASHED("imsi", DIGEST)
						TARGET("nonLocalIdentifier",
							"NonLocal"))),
		3020);
	CU_ASSERT_EQUAL(code(&d,
				BY_DIGEST(HASHED("InternationalE164", DIGEST))),
		0);
	CU_ASSERT_TRUE(says(&d, ONE("GetTaskDetails", "xId", XID),
		"<hashed:hashContextID>" XID2 "</hashed:hashContextID>"
		"<hashed:targetIdentityType>InternationalE164"
		"</hashed:targetIdentityType>"
		"<hashed:hashDigest>" DIGEST "</hashed:hashDigest>"));
	CU_ASSERT_EQUAL(code(&d, ONE("DeleteObject", "objectId", XID2)), 8530);
	CU_ASSERT_EQUAL(code(&d, BARE("DeleteAllObjects")), 8540);
	CU_ASSERT_EQUAL(code(&d,
				CONTEXT("ModifyObject", "modifyObject",
					"sha-512", SALT)),
		8510);
	CU_ASSERT_EQUAL(code(&d, BARE("DeactivateAllTasks")), 0);
	CU_ASSERT_EQUAL(code(&d, BARE("DeleteAllObjects")), 0);
	tear_down(&d);
}

/* TS 103 221-1 cl. 6.8: hash contexts are the only generic objects here */
static void test_apply_object__has_no_other_objects(void)
{
	struct desk d;

	set_up(&d);
	CU_ASSERT_EQUAL(code(&d, ONE("CreateObject", "createObject", "")),
		8500);
	CU_ASSERT_EQUAL(code(&d, ONE("ModifyObject", "modifyObject", "")),
		8510);
	CU_ASSERT_EQUAL(code(&d, ONE("GetObject", "objectId", XID)), 2060);
	CU_ASSERT_EQUAL(code(&d, ONE("DeleteObject", "objectId", XID)), 2060);
	CU_ASSERT_EQUAL(code(&d, BARE("DeleteAllObjects")), 0);
	CU_ASSERT_TRUE(says(&d, ONE("ListObjectsOfType", "objectType", "Q{}x"),
		"<ns1:listOfObjects></ns1:listOfObjects>"));
	CU_ASSERT_TRUE(says(&d, BARE("GetAllGenericObjectDetails"),
		"GetAllGenericObjectDetailsResponse"));
	CU_ASSERT_EQUAL(code(&d, BARE("ReportNEIssue")), 1000);
	tear_down(&d);
}

UNIT_MAIN("x1.apply_object", UNIT_TEST(test_apply_object__keeps_hash_contexts),
	UNIT_TEST(test_apply_object__takes_a_target_by_its_digest),
	UNIT_TEST(test_apply_object__has_no_other_objects))
