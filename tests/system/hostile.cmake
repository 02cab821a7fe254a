# SPDX-License-Identifier: BSD-3-Clause
# What is hostile to the programs themselves: run with sanitizers too.
add_executable(hostile_judge ${CMAKE_CURRENT_LIST_DIR}/hostile_judge.c)
target_compile_definitions(hostile_judge PRIVATE _GNU_SOURCE)
target_link_libraries(hostile_judge PRIVATE PkgConfig::OSIP2)
li_system(hostile_sip hostile_sip)
set_tests_properties(system.hostile_sip PROPERTIES LABELS "system;hostile"
	TIMEOUT 300)
li_system(hostile_cx hostile_cx)
set_tests_properties(system.hostile_cx PROPERTIES LABELS "system;hostile"
	TIMEOUT 300)
li_system(hostile_peers hostile_peers)
set_tests_properties(system.hostile_peers PROPERTIES LABELS "system;hostile"
	TIMEOUT 300)
