# SPDX-License-Identifier: BSD-3-Clause
add_executable(force_load ${CMAKE_CURRENT_LIST_DIR}/force_load.c)
target_link_libraries(force_load PRIVATE li_ipc li_net Threads::Threads)

li_system(force_activation force_activation)
set_tests_properties(system.force_activation PROPERTIES RESOURCE_LOCK port29113)

# Loaded in front of the C library: no sanitizer's, none of ours.
add_library(force_steer MODULE ${CMAKE_CURRENT_LIST_DIR}/force_steer.c)
set_target_properties(force_steer PROPERTIES PREFIX ""
	LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

li_system(force_end force_end)
set_tests_properties(system.force_end PROPERTIES RESOURCE_LOCK port29115)

# Certificates, and an ADMF in front of it.
li_system(force_kill9 force_kill9)
li_system(force_kill9_core force_kill9 core)
li_system(force_roles force_roles)
foreach(name IN ITEMS force_kill9 force_kill9_core force_roles)
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK x1
		TIMEOUT 600)
endforeach()

li_system(clock_steps clock_steps --steps 12)
li_system(clock_steps_mutant clock_steps --mutant)
set_tests_properties(system.clock_steps system.clock_steps_mutant PROPERTIES
	RESOURCE_LOCK "")
