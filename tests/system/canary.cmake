# SPDX-License-Identifier: BSD-3-Clause
# Words that nobody else has, searched for after all that can go wrong.
li_system(canary canary)
set_tests_properties(system.canary PROPERTIES TIMEOUT 300)
