# SPDX-License-Identifier: BSD-3-Clause
# One that measures is by itself.
li_system(timing timing)
set_tests_properties(system.timing PROPERTIES RUN_SERIAL ON)
