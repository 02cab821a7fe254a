# SPDX-License-Identifier: BSD-3-Clause
li_system(audit_live audit_live)
set_tests_properties(system.audit_live PROPERTIES RESOURCE_LOCK port29161)

# Ten thousand random tamperings, with other dice than the unit test's.
add_test(NAME system.audit_tamperings COMMAND unit_store_tamper)
set_tests_properties(system.audit_tamperings PROPERTIES LABELS system
	ENVIRONMENT "LMISF_TAMPERINGS=10000;LMISF_SEED=2" TIMEOUT 900)
