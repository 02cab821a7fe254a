# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# common.sh - what the checks share. A check prints one line for each finding,
# "FILE:LINE: what is wrong", and exits 1 when there was one.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

findings=0

# say FILE:LINE TEXT
say() {
	echo "$1: $2"
	findings=1
}

# finish: the exit status of a check
finish() {
	exit "$findings"
}

# sources PATTERN...: files of the project by name, no built or foreign ones
sources() {
	local pattern args=()
	for pattern in "$@"; do
		args+=(-o -name "$pattern")
	done
	find . \( -name .git -o -name 'build*' -o -name __pycache__ \) -prune \
		-o -type f \( "${args[@]:1}" \) -print | sed 's|^\./||' | sort
}

# need COMMAND PACKAGE
need() {
	command -v "$1" >/dev/null && return
	echo "tests/lint: $1 is missing: install package $2" >&2
	exit 69
}

# scripts: files that begin as shell scripts do
scripts() {
	sources '*' | while read -r file; do
		IFS= read -r -n 14 first <"$file" 2>/dev/null || true
		[[ $first == '#!/bin/bash'* || $first == '#!/bin/sh'* ]] &&
			echo "$file"
	done || true
}
