# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_commit ${CMAKE_CURRENT_LIST_DIR}/commit.c)
target_link_libraries(bench_commit PRIVATE li_store PkgConfig::SQLITE)
