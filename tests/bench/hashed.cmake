# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_hashed ${CMAKE_CURRENT_LIST_DIR}/hashed.c
	${CMAKE_CURRENT_LIST_DIR}/screen_mix.c
	${CMAKE_CURRENT_LIST_DIR}/replay_place.c)
target_link_libraries(bench_hashed PRIVATE li_flow bench_mix)
