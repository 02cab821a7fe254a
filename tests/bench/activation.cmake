# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_activation ${CMAKE_CURRENT_LIST_DIR}/activation.c)
target_link_libraries(bench_activation PRIVATE li_flow)
