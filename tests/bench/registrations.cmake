# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_registrations ${CMAKE_CURRENT_LIST_DIR}/registrations.c)
target_link_libraries(bench_registrations PRIVATE li_mirror)
