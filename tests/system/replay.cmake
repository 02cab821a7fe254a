# SPDX-License-Identifier: BSD-3-Clause
foreach(name IN ITEMS replay intake intake_odd intake_refuse
		intake_capture intake_gap intake_lost)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES
		RESOURCE_LOCK intake)
endforeach()
