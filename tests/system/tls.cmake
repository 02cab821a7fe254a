# SPDX-License-Identifier: BSD-3-Clause
li_system(tls_refusals tls_refusals)
set_tests_properties(system.tls_refusals PROPERTIES RESOURCE_LOCK "")
