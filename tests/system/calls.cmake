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

# The core is killed, and the lmisfd that is killed knows how to go on.
# Loaded in front of the C library: no sanitizer's, none of ours.
add_library(ring_steer MODULE ${CMAKE_CURRENT_LIST_DIR}/ring_steer.c)
set_target_properties(ring_steer PROPERTIES PREFIX ""
	LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
target_compile_definitions(ring_steer PRIVATE _GNU_SOURCE)
foreach(how IN ITEMS kills again tcp capture capture-tcp at-commit landed
		landed-tcp mutant in-memory)
	set(option --${how})
	if(how STREQUAL kills)
		set(option --kills 100)
	elseif(how STREQUAL landed-tcp)
		set(option --landed --tcp)
	elseif(how MATCHES "again|tcp|capture")
		set(option --kills 50 --${how})
	endif()
	li_system(ring_kill9_${how} ring_kill9 ${option})
	set_tests_properties(system.ring_kill9_${how} PROPERTIES
		RESOURCE_LOCK port29080)
endforeach()
foreach(how IN ITEMS "share 16" mutant)
	string(REPLACE " " ";" option "--${how}")
	list(GET option 0 name)
	string(SUBSTRING ${name} 2 -1 name)
	li_system(kill_each_${name} kill_each ${option})
	set_tests_properties(system.kill_each_${name} PROPERTIES
		RESOURCE_LOCK port29080)
endforeach()

# System calls that fail; what passes over a failure, loaded in front of the C
# library.
add_library(fail_over MODULE ${CMAKE_CURRENT_LIST_DIR}/fail_over.c)
set_target_properties(fail_over PROPERTIES PREFIX ""
	LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
target_compile_definitions(fail_over PRIVATE _GNU_SOURCE)
# One after the other: much of a machine is strace's.
foreach(name IN ITEMS lmisfd x1)
	li_system(${name}_fail ${name}_fail --share 24)
	li_system(${name}_fail_mutant ${name}_fail --mutant)
	set_tests_properties(system.${name}_fail system.${name}_fail_mutant
		PROPERTIES RESOURCE_LOCK each TIMEOUT 600)
endforeach()

li_system(soak soak)
set_tests_properties(system.soak PROPERTIES RESOURCE_LOCK "")
# The wire is bad.
foreach(name IN ITEMS lossy lossy_udp)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK "")
endforeach()
li_system(ring_half ring_half)
li_system(holder holder)
set_tests_properties(system.ring_half PROPERTIES RESOURCE_LOCK intake)
