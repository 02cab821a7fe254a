# SPDX-License-Identifier: BSD-3-Clause
# Keys of a session's media, which a KMS has.
li_system(kms_itself kms_itself)
set_tests_properties(system.kms_itself PROPERTIES RESOURCE_LOCK "")
