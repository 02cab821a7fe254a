# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# x1_told_lib.sh - what the tests of reports share: an ADMF at $admf_port that
# takes them, and claims about what it was told. Source it first.

# shellcheck source=tests/system/x1_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/x1_lib.sh"
admf_port=29103 admf_pid=

end_admf() {
	local rc=$?
	[[ -z ${lmisfd_pid-} ]] || kill -CONT "$(core_of "$lmisfd_pid")" 2>/dev/null || true
	[[ -z $admf_pid ]] || kill "$admf_pid" 2>/dev/null || true
	(exit "$rc") || { end_x1d; return; }
	end_x1d
}
trap end_admf EXIT

# start_admf [NAME]: with the certificate of NAME
start_admf() {
	python3 -B "$here/x1_admf.py" $admf_port certs "${1:-admf}" told \
		2>>admf.log &
	admf_pid=$!
	for ((i = 0; i < 100; i++)); do
		(exec 3<>/dev/tcp/127.0.0.1/$admf_port) 2>/dev/null && return
		sleep 0.05
	done
	fail 'the ADMF does not start'
}

stop_admf() {
	kill "$admf_pid"
	wait "$admf_pid" || true
	admf_pid=
}

mode() {
	echo "$*" >told.mode.new
	mv told.mode.new told.mode
}

# told SKIP SECONDS CLAIM...: its number is in $n, when it came in $at
told() {
	python3 -B "$here/x1_told.py" told "$@" >one || fail "$(cat one)"
	# shellcheck disable=SC2034 # for those that source this
	read -r n at _ <one
}

lines() {
	[[ -e told ]] && wc -l <told || echo 0
}

# waiting N: so many reports wait, soon
waiting() {
	local got
	for ((i = 0; i < 100; i++)); do
		got=$(sqlite3 -readonly lmisf.db 'SELECT count(*) FROM report')
		[[ $got == "$1" ]] && return
		sleep 0.05
	done
	fail "$got reports wait, not $1"
}

# message TARGET: a SIP message of somebody
message() {
	printf '%s\r\n' 'MESSAGE sip:b@ims.example SIP/2.0' \
		'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1' \
		"From: <sip:$1@ims.example>;tag=1" 'To: <sip:b@ims.example>' \
		"Call-ID: $1-$RANDOM" 'CSeq: 1 MESSAGE' 'Content-Length: 0' '' \
		>message.sip
	python3 -B "$here/feed_in.py" hep-udp 127.0.0.1 $hep message.sip
}
