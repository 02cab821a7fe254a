# SPDX-License-Identifier: BSD-3-Clause
li_system(tls_refusals tls_refusals)
set_tests_properties(system.tls_refusals PROPERTIES RESOURCE_LOCK "")
# They listen where the tests of X1 do.
li_system(tls_keylog tls_keylog)
set_tests_properties(system.tls_keylog PROPERTIES RESOURCE_LOCK x1)
