# SPDX-License-Identifier: BSD-3-Clause
li_system(ctl ctl)
set_tests_properties(system.ctl PROPERTIES RESOURCE_LOCK "")
