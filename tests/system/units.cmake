# SPDX-License-Identifier: BSD-3-Clause
li_system(units units ${CMAKE_BINARY_DIR})
set_tests_properties(system.units PROPERTIES RESOURCE_LOCK "")
