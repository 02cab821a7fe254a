# SPDX-License-Identifier: BSD-3-Clause
li_system(watch watch)
set_tests_properties(system.watch PROPERTIES RESOURCE_LOCK "")
li_system(watch_bearer watch_bearer)
set_tests_properties(system.watch_bearer PROPERTIES RESOURCE_LOCK "")
