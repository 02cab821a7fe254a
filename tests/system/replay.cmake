# SPDX-License-Identifier: BSD-3-Clause
li_system(replay replay)
set_tests_properties(system.replay PROPERTIES RESOURCE_LOCK "")
li_system(intake intake)
set_tests_properties(system.intake PROPERTIES RESOURCE_LOCK "")
