# SPDX-License-Identifier: BSD-3-Clause
add_executable(force_load ${CMAKE_CURRENT_LIST_DIR}/force_load.c)
target_link_libraries(force_load PRIVATE li_ipc li_net Threads::Threads)

li_system(force_activation force_activation)
set_tests_properties(system.force_activation PROPERTIES RESOURCE_LOCK port29113)

# They listen where those of X1 do.
foreach(name IN ITEMS force_roles)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK x1)
endforeach()
