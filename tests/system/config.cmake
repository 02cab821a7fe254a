# SPDX-License-Identifier: BSD-3-Clause
li_system(config config)
set_tests_properties(system.config PROPERTIES RESOURCE_LOCK "")
