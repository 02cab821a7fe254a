# SPDX-License-Identifier: BSD-3-Clause
li_system(audit_live audit_live)
set_tests_properties(system.audit_live PROPERTIES RESOURCE_LOCK port29161)
