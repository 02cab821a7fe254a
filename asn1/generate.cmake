# SPDX-License-Identifier: BSD-3-Clause
# Make C of the modules: cmake -DASN1C=... -DOUT=... -DMODULES=a;b -P this.
#
# Both modules go through one call, so that they share one copy of the
# compiler's run-time. That copy is links to files of another date: they are
# replaced by files, or every build would take them for stale.
file(REMOVE_RECURSE ${OUT})
file(MAKE_DIRECTORY ${OUT})
execute_process(
	COMMAND ${ASN1C} -fcompound-names -fincludes-quoted ${MODULES}
	WORKING_DIRECTORY ${OUT}
	RESULT_VARIABLE failed
	OUTPUT_VARIABLE said
	ERROR_VARIABLE said)
if(failed)
	message(FATAL_ERROR "asn1c: ${failed}\n${said}")
endif()
file(GLOB files ${OUT}/*.c ${OUT}/*.h)
foreach(file IN LISTS files)
	if(IS_SYMLINK ${file})
		file(REAL_PATH ${file} real)
		file(REMOVE ${file})
		configure_file(${real} ${file} COPYONLY)
	endif()
	file(TOUCH ${file})
endforeach()

# asn1c 0.9.28 waits for ever for the end of an indefinite-length CHOICE when
# 00 is followed by anything but 00: it meant to come no further than the
# comment. Octets of strangers must not hold us. (unit.encode.ber)
file(READ ${OUT}/constr_CHOICE.c choice)
string(REPLACE "/* UNREACHABLE */" "RETURN(RC_FAIL);" choice "${choice}")
file(WRITE ${OUT}/constr_CHOICE.c "${choice}")
