# SPDX-License-Identifier: BSD-3-Clause
li_system(sandbox sandbox)
set_tests_properties(system.sandbox PROPERTIES RESOURCE_LOCK port29121)
