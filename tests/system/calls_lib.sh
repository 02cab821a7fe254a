# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# calls_lib.sh - what tests with many calls of a target open share: a store,
# lmisfd on 127.0.0.1:29080 for HEP, and questions to the auditors' views.
# Source it first.

# shellcheck source=tests/system/intake_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/intake_lib.sh"
calls=200
cat >>lmisf.yaml <<-END
	intake: {hep_udp: ["127.0.0.1:29080"]}
END
ctl init >/dev/null
destination | ctl destination add - >/dev/null

# talk PART [BYSTANDERS]: send it
talk() {
	timeout 60 python3 "$here/calls.py" 127.0.0.1 29080 "$1" "$calls" \
		"${2:-$calls}"
}

# sql WANT QUERY: the query's answer, soon
sql() {
	local got=
	for ((i = 0; i < 100; i++)); do
		got=$(sqlite3 -readonly -cmd '.timeout 5000' lmisf.db "$2")
		[[ $got == "$1" ]] && return
		sleep 0.1
	done
	fail "$got, not $1: $2"
}

# records TASK N: the task has so many in all
records() {
	sql "$2" "SELECT count(*) FROM audit_iri WHERE task = $1"
}

# stop_by TERM|KILL: stop lmisfd by this signal
stop_by() {
	kill "-$1" "$lmisfd_pid"
	wait "$lmisfd_pid" || [[ $1 == KILL ]] || fail "lmisfd ended with $?"
	lmisfd_pid=
}

# streams TASK N FIRST: each call is one stream of N records without a gap, and
# the first of it is of this kind
streams() {
	sql "$calls" "SELECT count(*) FROM (SELECT 1 FROM audit_iri
		WHERE task = $1 GROUP BY correlation HAVING count(*) = $2
		AND min(sequence) = 0 AND max(sequence) = $2 - 1
		AND count(DISTINCT sequence) = $2
		AND max(CASE sequence WHEN 0 THEN kind END) = '$3')"
}

# no_identity: nobody's name is to be read in the store or the log
no_identity() {
	! grep -aqE 'canary|alice|hotline|caller' lmisf.db* lmisfd.log ||
		fail 'an identity stands in the store'
}
