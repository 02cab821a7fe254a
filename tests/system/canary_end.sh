# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# canary_end.sh - the clock, the disk, the end of the canary run, and words put
# where none was. Source it behind canary_lib.sh.

# step SECONDS: lmisfd's UTC is the machine's and so much more
step() {
	python3 -c 'import struct, sys; open(sys.argv[2], "r+b").write(
		struct.pack("=q", int(sys.argv[1]) * 1000000))' "$1" "$FORCE_STEER"
}

# A warrant's time is over, and a record has a time that X2 cannot say and is set
# aside. TS 33.126 R6.5-10; TS 103 221-2 cl. 5.3.10
clock_steps() {
	lab_stop_one lmisfd
	export FORCE_STEER=$ours/steer FORCE_HOLDS=1
	head -c 16 /dev/zero >"$FORCE_STEER"
	steered="env LD_PRELOAD=$STORY_LIB/force_steer.so \
		ASAN_OPTIONS=verify_asan_link_order=0"
	program lmisfd lmisfd
	steered=
	step $((2 * 86400))
	odd say $sip_port
	soon told 'time of the task is over'
	step $((100 * 365 * 86400))
	odd say $sip_port
	soon grep -q 'cannot be sent' "$ours/deliver.log"
	soon told 'cannot be sent'
	step 0
	soon told 'clock'
	lab_stop_one lmisfd
	program lmisfd lmisfd
}

told() {
	grep -q "$1" "$given/told"
}

# lacked TIMES: so often it had no room
lacked() {
	(($(grep -c 'the disk has no room' "$ours/lmisfd.log") >= $1))
}

# Twice: the room that it kept for that is used up, too.
disk_is_full() {
	local times
	for times in 1 2; do
		! head -c 64M /dev/zero >>"$ours/store/filler" 2>/dev/null ||
			fail 'the disk has no end'
		say_something
		soon lacked "$times"
	done
	rm "$ours/store/filler"
	say_something
	soon delivered
	soon told 'running out: 0 percent'
}

endings() {
	x1 end
	xid 35 >"$given/xid"
	ctl task end - <"$given/xid" >>"$given/added"
	request "$(cancel 0 "$(xid 32)" && cancel 1 "$(xid 33)")" \
		>"$given/cancel.xml"
	ctl warrant import "$given/cancel.xml" >>"$given/added" || fail 'HI1: cancel'
	say_something
	soon delivered
	soon told 'the task was ended'
}

# provoked: was each error path gone? A line of FILE TEXT for each.
provoked() {
	local file text
	reports
	while read -r file text; do
		grep -q -- "$text" "$ours"/$file || fail "never: $file: $text"
	done <<-END
		lmisfd.log a Cx tap: malformed
		lmisfd.log SIP connection: no SIP, or no end
		lmisfd.log an operator's request: malformed
		lmisfd.log a request: newer version
		lmisfd.log peer certificate: expired
		lmisfd.log holds no certificate, keeping what was
		lmisfd.log signal 9 ended the core
		lmisfd.log signal 11 ended the core
		lmisfd.log the disk has no room
		deliver.log TLS: peer certificate: not of our CA
		deliver.log no acknowledgement within
		deliver.log set aside: invalid value
		x1d.log peer certificate: missing
		x1d.log peer certificate: no UID
		x1d.log the ADMF is not told
		x1d.log holds no certificate, keeping what was
		metrics_li.log does not speak TLS
		metrics_li.log lmisfd does not answer
		manager READY=1
		manager STOPPING=1
		relay.before lmisf_cx: .* not connected
		relay.before \[\.\.\.\]
		refused.err not allowed
		refused.err a key is unknown
		refused.err not YAML
		refused.err capture filter
		refused.err unknown option, word
		refused.err TargetIdentifierValue
		refused.err destination 1 of the task
		told the time of the task is over
		told queue of the destination is full
		told cannot be sent
		told clock
		told the task was ended
		told no connection to the destination
		x1.answers <ns1:errorCode>1010<
		x1.answers <ns1:errorCode>1030<
		x1.answers <ns1:errorCode>2010<
		x1.answers <ns1:errorCode>2020<
		x1.answers <ns1:errorCode>3010<
		x1.answers X1TopLevelErrorResponse
		x1.answers ^404
		x1.answers ^413
		hi1/*.response <ErrorInformation>
	END
}

stop_all() {
	local name
	for name in deliver x1d metrics metrics_li lmisfd relay sampler; do
		lab_stop_one $name
	done
	# The log is what they print, and nothing beside it.
	for name in lmisfd lmisf-x1d lmisf-deliver lmisf-metrics lmisf-ctl; do
		! nm -D --undefined-only "$STORY_BIN/$name" |
			grep -E ' v?syslog|openlog|sd_journal' ||
			fail "$name has a log that is not searched"
	done
	for name in lmisfd lmisf-x1d lmisf-deliver lmisf-metrics lmisf-sink \
		lmisf-ctl freeDiameterd; do
		grep -q ": $name" "$ours/seen/comm" || fail "$name was not seen"
	done
}

# Is what is put into this FILE found, and gone with it?
seen_in() { # FILE WHERE-IT-IS-FOUND
	echo "for $(word full.number) once" >"$1"
	elsewhere
	! python "$canary" find "$words" "$2" >/dev/null 2>&1 ||
		fail "nothing is seen in $1"
	rm "$1"
}

# What is put where TMPDIR is not looked at, or said to systemd.
seen_elsewhere() {
	local folder
	for folder in /tmp /var/tmp /dev/shm; do
		seen_in "$folder/lmisf-canary.$$" "$ours/elsewhere"
	done
	: >"/tmp/$full.$$"
	elsewhere
	! python "$canary" find "$words" "$ours/elsewhere" >/dev/null 2>&1 ||
		fail "a file's name is not seen"
	rm "/tmp/$full.$$"
	python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX,
		socket.SOCK_DGRAM).sendto(sys.argv[2].encode(), sys.argv[1])' \
		"$NOTIFY_SOCKET" "STATUS=one more task: $full"
	soon grep -q "$full" "$ours/manager"
	! python "$canary" find "$words" "$ours/manager" >/dev/null 2>&1 ||
		fail 'nothing is seen of what systemd is told'
}

# Not a word was found: is the search blind?
planted() {
	local pids=() planted=$given/planted/planted
	python "$canary" plant "$words" "$ours" "$given/twin" \
		>"$given/planted.out" 2>"$given/search" || fail "$(tail -n 5 \
		"$given/planted.out" "$given/search")"
	tail -n 1 "$given/search"
	cp "$planted" "$given/planted/$full"
	sampler
	(exec -a "$full" "$planted" 9) &
	pids+=($!)
	WHO=$full "$planted" 9 &
	pids+=($!)
	"$given/planted/$full" 9 >/var/tmp/elsewhere &
	pids+=($!)
	sleep 0.5
	kill -SEGV "${pids[@]}"
	wait "${pids[@]}" 2>/dev/null || true
	lab_stop_one sampler
	for where in cmdline environ comm; do
		! python "$canary" find "$words" "$ours/seen/$where" >/dev/null 2>&1 ||
			fail "nothing is seen in $where"
	done
	grep -q /var/tmp/elsewhere "$ours/seen/writes-elsewhere" ||
		fail 'a file elsewhere is not seen'
	seen_elsewhere
	if [[ $(</proc/sys/kernel/core_pattern) == core ]]; then
		cores_in "$LAB_RUN" | grep -q . || fail 'a core is not seen'
	fi
}
