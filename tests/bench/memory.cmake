# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_memory ${CMAKE_CURRENT_LIST_DIR}/memory.c)
target_link_libraries(bench_memory PRIVATE li_flags li_mirror)
