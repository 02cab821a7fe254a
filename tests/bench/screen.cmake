# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_screen ${CMAKE_CURRENT_LIST_DIR}/screen.c
	${CMAKE_CURRENT_LIST_DIR}/screen_mix.c
	${CMAKE_CURRENT_LIST_DIR}/replay_place.c)
target_link_libraries(bench_screen PRIVATE li_flow bench_mix)
