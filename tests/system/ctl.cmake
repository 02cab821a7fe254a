# SPDX-License-Identifier: BSD-3-Clause
li_system(ctl ctl)
li_system(ctl_ladder ctl_ladder)
li_system(ctl_terms ctl_terms)
li_system(ctl_warrant ctl_warrant)
li_system(hi1_list hi1_list)
li_system(activation activation)
li_system(suspend_abroad suspend_abroad)
set_tests_properties(system.suspend_abroad PROPERTIES RESOURCE_LOCK port29163)
set_tests_properties(system.ctl system.ctl_ladder system.ctl_terms system.ctl_warrant
	system.hi1_list system.activation PROPERTIES
	RESOURCE_LOCK "")
