# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_replay ${CMAKE_CURRENT_LIST_DIR}/replay.c
	${CMAKE_CURRENT_LIST_DIR}/replay_place.c)
target_link_libraries(bench_replay PRIVATE li_store bench_mix PkgConfig::OSIP2)
target_compile_definitions(bench_replay PRIVATE
	LMISFD="$<TARGET_FILE:lmisfd>")
add_dependencies(bench_replay lmisfd)
