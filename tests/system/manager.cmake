# SPDX-License-Identifier: BSD-3-Clause
li_system(manager manager)
set_tests_properties(system.manager PROPERTIES RESOURCE_LOCK port29126)
