# SPDX-License-Identifier: BSD-3-Clause
# With many calls of a target open. They listen at one port.
foreach(how IN ITEMS TERM KILL)
	li_system(restart_mid_call_${how} restart_mid_call ${how})
endforeach()
li_system(restart_registered restart_registered)
li_system(restart_task_added restart_task_added)
li_system(activation_mid_life activation_mid_life)
foreach(name IN ITEMS activation_mid_life restart_mid_call_TERM restart_mid_call_KILL
		restart_registered restart_task_added)
	set_tests_properties(system.${name} PROPERTIES
		RESOURCE_LOCK port29080)
endforeach()
