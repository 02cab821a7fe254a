# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_warrants ${CMAKE_CURRENT_LIST_DIR}/warrants.c)
target_link_libraries(bench_warrants PRIVATE li_flags li_screen)
