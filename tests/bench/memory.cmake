# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_memory ${CMAKE_CURRENT_LIST_DIR}/memory.c
	${CMAKE_CURRENT_LIST_DIR}/memory_target.c)
target_link_libraries(bench_memory PRIVATE li_step li_intake bench_mix)
