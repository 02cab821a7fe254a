# SPDX-License-Identifier: BSD-3-Clause
li_system(watch watch)
set_tests_properties(system.watch PROPERTIES RESOURCE_LOCK "")
