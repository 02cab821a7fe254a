# SPDX-License-Identifier: BSD-3-Clause
# With many calls of a target open, and what others do not stand. All listen at
# one port.
foreach(name IN ITEMS activation_mid_life restart_registered restart_task_added
		peers_kill9 peers_mediator_down peers_idle peers_odd)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES
		RESOURCE_LOCK port29080)
endforeach()
foreach(how IN ITEMS TERM KILL)
	li_system(restart_mid_call_${how} restart_mid_call ${how})
	set_tests_properties(system.restart_mid_call_${how} PROPERTIES
		RESOURCE_LOCK port29080)
endforeach()
