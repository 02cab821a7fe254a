# SPDX-License-Identifier: BSD-3-Clause
# What the Cx tap and lmisfd's way of its records cost.
add_library(bench_cx_mix STATIC ${CMAKE_CURRENT_LIST_DIR}/cx_mix.c
	${CMAKE_SOURCE_DIR}/tests/support/cxload/dia.c)
target_include_directories(bench_cx_mix PUBLIC ${CMAKE_CURRENT_LIST_DIR})
target_link_libraries(bench_cx_mix PUBLIC li_flags)

find_path(FREEDIAMETER_INCLUDE freeDiameter/extension.h REQUIRED)
add_executable(bench_cx_scan ${CMAKE_CURRENT_LIST_DIR}/cx_scan.c
	${CMAKE_CURRENT_LIST_DIR}/cx_scan_daemon.c
	${CMAKE_SOURCE_DIR}/extensions/lmisf_cx/tap.c
	${CMAKE_SOURCE_DIR}/tests/support/fd_hook_mask.c)
target_include_directories(bench_cx_scan SYSTEM PRIVATE ${FREEDIAMETER_INCLUDE})
target_link_libraries(bench_cx_scan PRIVATE lmisf_cx_core li_cx_avp bench_cx_mix)

# Loaded by freeDiameterd: the extension, with a switch.
set(cx_extension ${CMAKE_SOURCE_DIR}/extensions/lmisf_cx)
add_library(cx_switch MODULE ${CMAKE_CURRENT_LIST_DIR}/cx_switch.c
	${cx_extension}/log.c ${cx_extension}/tap.c ${cx_extension}/watch.c)
set_target_properties(cx_switch PROPERTIES PREFIX "" SUFFIX ".fdx")
target_include_directories(cx_switch SYSTEM PRIVATE ${FREEDIAMETER_INCLUDE})
target_link_libraries(cx_switch PRIVATE
	lmisf_cx_core li_ipc li_cx_avp li_model li_base)

add_executable(bench_cx_intake ${CMAKE_CURRENT_LIST_DIR}/cx_intake.c
	${CMAKE_CURRENT_LIST_DIR}/replay_place.c
	${CMAKE_SOURCE_DIR}/tests/support/cxload/cpu.c)
target_link_libraries(bench_cx_intake PRIVATE li_store li_ipc bench_cx_mix
	bench_mix Threads::Threads)
target_compile_definitions(bench_cx_intake PRIVATE
	LMISFD="$<TARGET_FILE:lmisfd>")
add_dependencies(bench_cx_intake lmisfd)
