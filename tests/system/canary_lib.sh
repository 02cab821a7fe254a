# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# canary_lib.sh - the canary run's places and programs. $ours has all that is
# searched: configuration, sockets, store, what our programs print and are
# asked; $given what tests write, and what may name a target: the ADMF's
# answers and what a mediation function got. Source it first.
# shellcheck source=tests/system/story_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/story_lib.sh"
# shellcheck source=tests/system/hi1_lib.sh
. "$test_dir/hi1_lib.sh"
ours=$LAB_RUN/ours given=$LAB_RUN/given
words=$given/words
canary=$test_dir/canary.py
x1_port=29151 admf_port=29152 open_port=29153 li_port=29154
sip_port=29155 tls_port=29156 x2_port=42069 hi2_port=42070
export TMPDIR=$ours/tmp SQLITE_TMPDIR=$ours/tmp
# What systemd would be told, and shows to whoever asks it. sd_notify(3)
export NOTIFY_SOCKET=$LAB_RUN/notify

word() {
	awk -v name="$1" '$1 == name {print $2}' "$words"
}

fail() {
	echo "NOT SO: $*"
	exit 1
}

# soon COMMAND...: within ten seconds
soon() {
	lab_until 10000 "$@" || fail "never: $*"
}

python() {
	python3 -B "$@"
}

canary_end() {
	local rc=$?
	if ((rc)); then # but that the shell has missed a process
		grep -vE ' line [0-9]+: +[0-9]+ [A-Z]' "$given/stderr" | tail -n 20
		tail -n 4 "$ours"/*.log
	fi
	lab_stop
	umount "$ours/store" /var/tmp /dev/shm 2>/dev/null || true
	(exit "$rc") || { test_end; return; }
	true && test_end
}
trap canary_end EXIT

# A subscriber for each user of the words. TS 23.003 cl. 13
canary_users() {
	local user name imei n=100
	for user in full iri court nobody; do
		n=$((n + 1)) name=$(word $user) imei=$(word $user.imei)
		echo "$name +$(word $user.number) $(word $user.imsi)" \
			"${imei:0:8}-${imei:8}-0 $name-K-16 lmisf-lab-op-128" \
			"li 000000000020 $name-pw 10.77.0.$n"
	done >"$given/users"
	LAB_USERS=$given/users
	full=$(word full) iri=$(word iri) court=$(word court)
	nobody=$(word nobody)
}

# configure LINE...: lines of the section of delivery
configure() {
	cat >"$ours/lmisf.yaml" <<-END
		element: {nfid: lmisf-1, ipid: scscf-hss, operator: "00101"}
		store: {path: $ours/store/lmisf.db, key_file: $ours/store.key}
		sockets:
		  cx: cx.sock
		  control: control.sock
		  audit: audit.sock
		  operate: operate.sock
		  metrics: metrics.sock
		  stats: stats.sock
		intake:
		  hep_udp: ["$LAB_HEP_IP:$LAB_HEP_PORT"]
		  hep_tcp: ["$LAB_HEP_IP:$LAB_HEP_PORT"]
		  sip_udp: ["127.0.0.1:$sip_port"]
		  sip_tcp: ["127.0.0.1:$sip_port"]
		  sip_tls: ["127.0.0.1:$tls_port"]
		  tls: {certificate: $given/certs/x1.pem, key: $given/certs/x1.key, ca: $given/certs/ca.pem}
		deliver:
		  certificate: $given/certs/lmisf.pem
		  key: $given/certs/lmisf.key
		  ca: $given/certs/ca.pem
		  keepalive_s: 1
		  ack_timeout_s: 2
		  backoff_min_ms: 50
		  backoff_max_ms: 300
		  time1_s: 1
		  time3_s: 2
		  queue_max: 150
		$(printf '  %s\n' "$@")
		metrics:
		  listen: ["127.0.0.1:$open_port"]
		  li_listen: ["127.0.0.1:$li_port"]
		  certificate: $given/certs/x1.pem
		  key: $given/certs/x1.key
		  ca: $given/certs/ca.pem
		  readers: [admf-1]
		  every_s: 1
		x1:
		  listen: ["127.0.0.1:$x1_port"]
		  certificate: $given/certs/x1.pem
		  key: $given/certs/x1.key
		  ca: $given/certs/ca.pem
		  admf_identifier: admf-1
		  ne_identifier: ne-1
		  state: x1.state
		  answer_s: 1
		  request_s: 3
		  report_to: https://127.0.0.1:$admf_port/X1/ADMF
		  report_retry_s: 1
		  delivery_fault_s: 1
		  report_checkpoints: no
		  destinations:
		    - {host: 127.0.0.1, port_from: $hi2_port, port_to: $hi2_port, format: hi2-33128, delivery_country: XX, peer: mdf.test}
		    - {host: 127.0.0.1, format: x2, peer: mdf.test}
		log: {level: debug}
	END
}

# ---- programs ----

# begin NAME COMMAND...: what it prints goes to a log in $ours
begin() {
	local name=$1
	shift
	"$@" >>"$ours/$name.log" 2>&1 </dev/null &
	echo "$!" >"$LAB_RUN/$name.pid"
}

lines_with() { # FILE TEXT
	[[ -e $1 ]] || : >"$1"
	grep -c -- "$2" "$1" || true
}
more_than() { # N FILE TEXT
	(($(lines_with "$2" "$3") > $1))
}

# program NAME PROGRAM [OPTION...]: one of ours with the configuration, ready
program() {
	local name=$1 program=$2 before
	shift 2
	before=$(lines_with "$ours/$name.log" ': ready')
	# shellcheck disable=SC2086
	begin "$name" ${steered:-} "$STORY_BIN/$program" \
		--config "$ours/lmisf.yaml" "$@"
	if [[ $program == lmisf-deliver ]]; then
		return
	fi
	lab_await "$name" ready more_than "$before" "$ours/$name.log" ': ready' ||
		fail "$name: $(tail -n 3 "$ours/$name.log")"
}

# The mediation function's side: what it prints is its own.
sink() { # NAME PORT [OPTION...]; CERT is that of another
	local name=$1 port=$2 cert=$given/certs/${CERT:-mdf}
	shift 2
	"$STORY_BIN/lmisf-sink" --listen "127.0.0.1:$port" --cert "$cert.pem" \
		--key "$cert.key" --ca "$given/certs/ca.pem" --json --resume \
		--out "$given/$name.raw" "$@" >>"$given/$name.out" \
		2>>"$given/$name.log" </dev/null &
	echo "$!" >"$LAB_RUN/$name.pid"
	lab_await "$name" listening lab_listens tcp 127.0.0.1 "$port"
}

programs() {
	program lmisfd lmisfd
	program x1d lmisf-x1d
	program metrics lmisf-metrics
	program metrics_li lmisf-metrics --li
	program deliver lmisf-deliver --follow
}

ctl() {
	"$STORY_BIN/lmisf-ctl" --config "$ours/lmisf.yaml" --operator story "$@"
}

x1() { # HOW
	timeout 60 python3 -B "$test_dir/canary_x1.py" $x1_port \
		"$given/certs" "$words" "$ours" "$given" "$1" || fail "X1: $1"
}

odd() { # HOW ARGS...
	timeout 60 python3 -B "$test_dir/canary_odd.py" "$words" "$@" ||
		fail "odd: $*"
}

talk() {
	odd sip "$LAB_HEP_IP" "$LAB_HEP_PORT" $sip_port
}

# say_something: a message of the target
say_something() {
	lab_message "$full" "$iri" "$(word text) once more" ||
		fail 'no message'
}

sql() {
	sqlite3 -readonly "$ours/store/lmisf.db" "$1"
}

# refused COMMAND...: it is, and what it says is searched
refused() {
	! "$@" >>"$ours/refused.out" 2>>"$ours/refused.err" ||
		fail "taken: ${*##*/}"
}

# ---- search ----

# What anyone may look at, and who has no right to names. TS 33.127 cl. 8.2
show() {
	local at=$ours/shown.$1
	mkdir "$at"
	ctl --role operator status >"$at/status"
	ctl --role operator status --json >"$at/status.json"
	ctl --role operator destination list >"$at/destinations"
	ctl status >"$at/status.admin"
	ctl --role auditor security list --json >"$at/security"
	ctl --role auditor audit verify >"$at/verify"
	"$STORY_BIN/lmisf-deliver" --config "$ours/lmisf.yaml" --stats \
		>"$at/stats" || true
	python "$test_dir/metrics.py" get $open_port >"$at/metrics"
	python "$test_dir/metrics.py" get $li_port "$given/certs" admf \
		>"$at/metrics.li"
	sqlite3 -readonly "$ours/store/lmisf.db" 'SELECT * FROM audit_trail' \
		'SELECT * FROM audit_iri' 'SELECT * FROM audit_tasks' >"$at/views"
}

# What the ADMF is told: an XID stands where the standard has one, and there only.
# TS 103 221-1 tables 33, 36, 39
reports() {
	sed -E 's/"xId": "[0-9a-f-]+"/"xId": "-"/' "$given/told" >"$ours/told"
}

# Files of these days where programs put what they mean to keep for a moment,
# whatever TMPDIR says: each that is new there is searched, and its name.
elsewhere() {
	local file n=0
	rm -rf "$ours/elsewhere"
	mkdir "$ours/elsewhere"
	while IFS= read -r -d '' file; do # those of others come and go
		n=$((n + 1))
		echo "${file##*/}" >>"$ours/elsewhere/names"
		cp -- "$file" "$ours/elsewhere/$n" 2>/dev/null || true
	done < <(find /tmp /var/tmp /dev/shm /run / "${HOME:-/}" -maxdepth 1 \
		-type f -newer "$words" -size -4M -print0 2>/dev/null)
}

# clean: no word is in any place, no bystander's with a mediation function
# either, nothing was written where nobody would look, and there is no core.
clean() {
	reports
	elsewhere
	python "$canary" find "$words" "$ours" "$LAB_RUN/relay.log" \
		2>"$given/search" || fail 'a canary'
	tail -n 1 "$given/search"
	grep '^nobody' "$words" >"$given/bystander"
	python "$canary" find "$given/bystander" "$given"/{mdf,lemf}.* \
		2>>"$given/search" || fail 'a bystander is intercepted'
	! cores_in "$LAB_RUN" | grep . || fail 'a core'
	[[ ! -e $ours/seen/writes-elsewhere ]] ||
		fail "written: $(cat "$ours/seen/writes-elsewhere")"
	! grep 'core dumped' "$given/stderr" || fail 'a core'
	if find /var/tmp /dev/shm -type f | grep .; then
		fail 'a temporary file'
	fi
}

cores_in() {
	find "$1" -name 'core*' -type f
}
