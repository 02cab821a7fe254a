# SPDX-License-Identifier: BSD-3-Clause
# The signalling that benchmarks run on.
add_library(bench_mix STATIC ${CMAKE_CURRENT_LIST_DIR}/mix.c
	${CMAKE_CURRENT_LIST_DIR}/mix_answered.c
	${CMAKE_CURRENT_LIST_DIR}/mix_others.c)
target_include_directories(bench_mix PUBLIC ${CMAKE_CURRENT_LIST_DIR})
target_link_libraries(bench_mix PUBLIC li_flags)

add_executable(bench_scan ${CMAKE_CURRENT_LIST_DIR}/scan.c)
target_link_libraries(bench_scan PRIVATE li_intake bench_mix PkgConfig::OSIP2)
