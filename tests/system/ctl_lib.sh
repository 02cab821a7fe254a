# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# ctl_lib.sh - what the tests of lmisf-ctl and of configuration share: a folder
# of its own with a configuration, and claims that say what they are about.
#
# Environment, set by ctest: STORY_BIN.

set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
: "${STORY_BIN:?}"
# shellcheck disable=SC2034 # for those that source this
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/../support" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/lmisf-test.XXXXXX")
cd "$folder"
lmisfd_pid=

end() {
	local rc=$?
	if [[ -n $lmisfd_pid ]]; then
		kill "$lmisfd_pid" 2>/dev/null || true
		wait "$lmisfd_pid" 2>/dev/null || true
	fi
	if ((rc)) && [[ -s lmisfd.log ]]; then
		tail -n 5 lmisfd.log
	fi
	# What a test that failed did not end holds a port of the next one.
	jobs -p | xargs -r kill 2>/dev/null || true
	cd /
	rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT TERM

cat >lmisf.yaml <<-END
	element: {nfid: lmisf-1, ipid: poi-1}
	store: {path: lmisf.db, key_file: store.key}
	sockets: {cx: cx.sock, control: control.sock}
	deliver: {certificate: lmisf.pem, key: lmisf.key, ca: ca.pem}
END

ctl() {
	"$STORY_BIN/lmisf-ctl" --config lmisf.yaml --operator tester "$@"
}

fail() {
	echo "NOT SO: $*"
	exit 1
}

# status STATUS COMMAND...: ends with this status; what it says is in out, err
status() {
	local want=$1 got=0
	shift
	"$@" >out 2>err </dev/stdin || got=$?
	((got == want)) ||
		fail "status $got, not $want: $* ($(head -c 400 err))"
}

# one_line TEXT: the last command said one line, with this in it, beside a
# checkpoint of the audit that it handed out
one_line() {
	grep -vE '^notice audit: checkpoint lmisf2(:[0-9a-f]+)+$' err >line || :
	[[ $(wc -l <line) == 1 ]] || fail "not one line: $(head -c 400 err)"
	grep -qF -- "$1" err || fail "'$1' is not in: $(cat err)"
}

start_lmisfd() {
	: >lmisfd.log # an earlier one was ready too
	"$STORY_BIN/lmisfd" --config lmisf.yaml >lmisfd.log 2>&1 &
	lmisfd_pid=$!
	for ((i = 0; i < 100; i++)); do
		grep -q 'lmisfd: ready' lmisfd.log && return
		kill -0 "$lmisfd_pid" 2>/dev/null || break
		sleep 0.1
	done
	fail "lmisfd does not start: $(cat lmisfd.log)"
}

# core_of PID: of the process that works, whose holder is PID
core_of() {
	local children
	read -ra children <"/proc/$1/task/$1/children"
	echo "${children[-1]}"
}

stop_lmisfd() {
	kill "$lmisfd_pid"
	wait "$lmisfd_pid" || fail "lmisfd ended with $?"
	lmisfd_pid=
}

# task NAME TARGET: a task file
task() {
	cat <<-END
		liid: LIID-$1
		targets:
		  - $2
		ends: 2199-12-31T23:59:59Z
		destinations: [mdf]
		warrant: court order $1
	END
}

# destination: the file of one named mdf
destination() {
	cat <<-END
		name: mdf
		host: 127.0.0.1
		port: 4444
		peer: mdf.test
	END
}
