# SPDX-License-Identifier: BSD-3-Clause
add_executable(deliver_fill ${CMAKE_CURRENT_LIST_DIR}/deliver_fill.c)
target_link_libraries(deliver_fill PRIVATE li_store)
foreach(name IN ITEMS deliver_odd hi2_odd)
	add_executable(${name} ${CMAKE_CURRENT_LIST_DIR}/${name}.c
		${CMAKE_CURRENT_LIST_DIR}/odd_link.c)
	target_link_libraries(${name} PRIVATE li_encode li_net)
endforeach()

target_sources(hi2_odd PRIVATE ${CMAKE_CURRENT_LIST_DIR}/hi2_check.c)
target_link_libraries(hi2_odd PRIVATE PkgConfig::GNUTLS)

add_executable(deliver_many_peer
	${CMAKE_CURRENT_LIST_DIR}/deliver_many_peer.c
	${CMAKE_CURRENT_LIST_DIR}/deliver_many_note.c)
target_link_libraries(deliver_many_peer PRIVATE li_encode li_net)

foreach(name IN ITEMS deliver_aside deliver_check_key deliver_checks deliver_end deliver_erased
		deliver_fair deliver_gap deliver_keys deliver_kill9 deliver_many
		deliver_restored deliver_rotate deliver_secondary deliver_sink deliver_sink_hi2
		deliver_sink_odd deliver_stats deliver_tasks deliver_tricks
		deliver_trouble)
	li_system(${name} ${name})
	# Loopback only: no need of the lab.
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK "")
endforeach()

li_system(deliver_hi2 deliver_hi2)
set_tests_properties(system.deliver_hi2 PROPERTIES RESOURCE_LOCK "")

# Has one allocation of a program fail. Loaded in front of the C library: no
# sanitizer's, none of ours.
add_library(fail_memory MODULE ${CMAKE_CURRENT_LIST_DIR}/fail_memory.c)
set_target_properties(fail_memory PROPERTIES PREFIX ""
	LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
target_compile_definitions(fail_memory PRIVATE _GNU_SOURCE)

li_system(deliver_each deliver_each --share 16)
li_system(deliver_each_fail deliver_each --fail --share 16)
li_system(deliver_each_mutant deliver_each --mutant)
# One after the other: much of a machine is strace's.
foreach(name IN ITEMS deliver_each deliver_each_fail deliver_each_mutant)
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK each)
endforeach()
