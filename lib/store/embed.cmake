# SPDX-License-Identifier: BSD-3-Clause
#
# Write C arrays of text files:
#   cmake -DOUT=FILE.c -DHEADER=store/schema.h -DARRAYS="name=path;..."
#     [-DMIGRATIONS="path;..."] -P embed.cmake

function(array_of path out)
	file(READ "${path}" hex HEX)
	string(REGEX REPLACE "(................................)" "\\1\n\t"
		hex "${hex}")
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " hex "${hex}")
	set(${out} "{\n\t${hex}0x00,\n}" PARENT_SCOPE)
endfunction()

set(text "/* Made from db/ by embed.cmake. */\n#include \"${HEADER}\"\n")
foreach(pair IN LISTS ARRAYS)
	string(REGEX MATCH "^([^=]+)=(.*)$" matched "${pair}")
	array_of("${CMAKE_MATCH_2}" body)
	string(APPEND text "\nconst char ${CMAKE_MATCH_1}[] = ${body};\n")
endforeach()

if(DEFINED MIGRATIONS)
	set(rows "")
	foreach(path IN LISTS MIGRATIONS)
		get_filename_component(name "${path}" NAME)
		if(NOT name MATCHES "^(0*)([1-9][0-9]*)_")
			message(FATAL_ERROR "${path}: not named NNNN_what.sql")
		endif()
		set(version ${CMAKE_MATCH_2})
		array_of("${path}" body)
		string(APPEND text
			"\nstatic const char step_${version}[] = ${body};\n")
		string(APPEND rows "\t{${version}, step_${version}},\n")
	endforeach()
	string(APPEND text
		"\nconst struct li_migration li_schema_migrations[] = {\n"
		"${rows}\t{0, 0},\n};\n")
endif()
file(WRITE "${OUT}" "${text}")
