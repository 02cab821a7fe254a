# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# canary_trouble.sh - what goes wrong in the canary run. Source it behind
# canary_lib.sh.

set_up() {
	mkdir -p "$ours"/{cwd,tmp,store}
	# Of this mount namespace alone: all that is in them is of this run.
	mount -t tmpfs -o size=32m tmpfs "$ours/store"
	mount -t tmpfs tmpfs /var/tmp
	mount -t tmpfs tmpfs /dev/shm
	python "$canary" words "$words"
	canary_users
	"$test_dir/../support/certs" "$given/certs" "$full=$full.test"
	configure
	: >"$given/told"
	ctl init >"$ours/init.log" 2>&1
	mkdir "$given/planted"
	cp /bin/sleep "$given/planted/planted"
	sampler
	manager
	sink mdf $x2_port
	sink lemf $hi2_port
	admf
}

# What it is told is anybody's to see. systemctl(1), status
manager() {
	: >"$ours/manager"
	python3 -B "$canary" manager "$NOTIFY_SOCKET" "$ours/manager" \
		>"$given/manager.log" 2>&1 </dev/null &
	echo $! >"$LAB_RUN/manager.pid"
	lab_await manager listening grep -q listening "$given/manager.log"
}

sampler() {
	: >"$given/sampler.log"
	python3 -B "$canary" sample "$ours/seen" "$STORY_BIN" \
		"$given/planted" "$(command -v freeDiameterd)" \
		>>"$given/sampler.log" 2>&1 </dev/null &
	echo $! >"$LAB_RUN/sampler.pid"
	lab_await sampler looking grep -q looking "$given/sampler.log"
}

admf() {
	begin admf python3 -B "$test_dir/x1_admf.py" $admf_port "$given/certs" \
		admf "$given/told"
	lab_await admf listening lab_listens tcp 127.0.0.1 $admf_port
}

# The name of a destination is that of a task's file: an operator's own.
task_of_an_operator() {
	local kind n=16
	ctl destination add - >>"$ours/init.log" 2>&1 <<-END
		name: mdf
		host: 127.0.0.1
		port: $x2_port
		peer: mdf.test
	END
	for kind in "impu: sip:$iri@ims.test" "e164: \"$(word iri.number)\"" \
		"imsi: \"$(word iri.imsi)\""; do
		n=$((n + 1))
		cat >"$given/task.yaml" <<-END
			xid: $(xid $n)
			liid: $(word liid)-$n
			targets:
			  - $kind
			ends: $(date -u -d '+1 day' +%Y-%m-%dT%H:%M:%SZ)
			content: no
			destinations: [mdf]
			operator: $(word judge)
			warrant: $(word warrant)
		END
		ctl task add "$given/task.yaml" >"$given/added"
	done
}

xid() { # NUMBER
	printf '%s-8%03x-%012x' "$(word xid)" "$1" "$1"
}

# hi1 PORT: a request with two warrants
hi1() {
	request "$(authorisation 0
		li_task 1 "$(xid 32)" "$(word liid)-32" "sip:$court@ims.test" "$1"
		li_task 2 "$(xid 33)" "$(word liid)-33" "tel:+$(word court.number)" "$1")" |
		sed "s/canary\/1/$(word warrant)/; s/canary judge/$(word judge)/
			s/canary-court/$(word judge)/; s/$auth/$(xid 34)/"
}

warrant_of_a_court() {
	hi1 $x2_port >"$given/warrant.xml"
	ctl warrant import "$given/warrant.xml" >>"$given/added" || fail 'HI1'
	cat >"$given/task.yaml" <<-END
		xid: $(xid 35)
		liid: $(word liid)-35
		targets: [{imsi: "$(word court.imsi)"}]
		ends: 2199-12-31T23:59:59Z
		destinations: [mdf]
		warrant: $(word warrant)
	END
	ctl task add "$given/task.yaml" >"$given/added"
}

# All but what waits for who never comes.
delivered() {
	[[ $(sql 'SELECT count(*) FROM outbox WHERE destination IN (SELECT id FROM
		destination WHERE port > 1)') == 0 ]]
}

# ---- refusals ----

refusals() {
	x1 wrong
	refused_tasks
	refused_warrants
	refused_words
	refused_roles
	refused_configurations
	odd tls $tls_port "$given/certs"
	odd sockets "$ours"
	odd http $open_port $li_port
	odd feed "$ours/cx.sock"
	: >"$given/go"
	soon grep -q '^sent' "$ours/diameter.log"
	certificates
}

# Each field of a task's file is a word that it cannot be.
refused_tasks() {
	local line
	sed 's/^xid: .*/xid: '"$(xid 48)"'/' "$given/task.yaml" >"$given/good.yaml"
	for line in "targets: $full" "targets: [{$full: $full}]" \
		"targets: [{impu: $full}]" "targets: [{imsi: $full}]" \
		"targets: [{imei: $full}]" "ends: $full" \
		"content: $full" "destinations: [$full]" "$full: $full" \
		"warrant: [$full" "liid: [$full]" "liid: \"$(word liid) x\"" \
		"xid: $full" "starts: $full" "priority: $full" \
		"services: [$full]" "location: $full" "warrant: *$full"; do
		{ grep -v "^${line%%:*}:" "$given/good.yaml"; echo "$line"; } \
			>"$given/bad.yaml"
		refused ctl task add "$given/bad.yaml"
		refused ctl task modify "$given/bad.yaml"
		refused ctl task add - <"$given/bad.yaml"
	done
	for line in "host: $full" "port: $(word full.number)" "format: $full" \
		"pins: [$full]" "$full: 1" "delivery_country: $full"; do
		printf '%s\n' 'name: other' 'host: 127.0.0.1' 'port: 7' \
			'peer: a' | grep -v "^${line%%:*}:" >"$given/bad.yaml"
		echo "$line" >>"$given/bad.yaml"
		[[ $line == host:* ]] || refused ctl destination add "$given/bad.yaml"
	done
	refused ctl task add "$given/task.yaml" # it is there
	refused ctl task modify "$given/good.yaml"
	xid 99 >"$given/unknown"
	refused ctl task end - <"$given/unknown"
}

refused_warrants() {
	local n=0 how
	for how in '' "s/>IMPU</>$full</" "s/>Active</>$full</" \
		"s/IRIOnly/$full/" "s/2199-06/1999-06/" "s/h:CREATE>/h:$full>/g" \
		"s/<t:Reference>/<t:$full>x<\/t:$full>&/" '$d' \
		"1a <!DOCTYPE $full [<!ENTITY a \"$full\">]>" "s/sip:/$full:/" \
		"s/h:Header/h:$full/g" "s/>0</>$full</" "s/:4444/$full/"; do
		n=$((n + 1))
		hi1 $x2_port | sed "$how" >"$given/request"
		refused ctl warrant import "$given/request"
		[[ ! -e $given/request.response ]] ||
			mv "$given/request.response" "$ours/hi1/$n.response"
	done
	hi1 4711 >"$given/request"
	refused ctl warrant import "$given/request"
	mv "$given/request.response" "$ours/hi1/port.response"
}

# On a command line others see them, whoever types them there: this is not a
# matter of ours, what is said of them is.
refused_words() {
	local what
	lab_stop_one sampler
	for what in "$full" "--$full" "--$full=$full" "task $full" \
		"task end $full" "task show $full" "task show $(xid 1)" \
		"task list $full" "destination remove $full" "warrant show $full" \
		"audit export $full" "sessions $full" "ladder $full" \
		"--role $full status" "--format $full destination add x" \
		"--since $full audit verify" "--scheme $full destination add x" \
		"--probe-sandbox $full status"; do
		# shellcheck disable=SC2086
		refused ctl $what
	done
	for what in lmisfd lmisf-x1d lmisf-deliver lmisf-metrics lmisf-sink; do
		refused "$STORY_BIN/$what" "--$full" "$full"
		refused "$STORY_BIN/$what" "$full"
		refused "$STORY_BIN/$what" --config "$ours/lmisf.yaml" --check "$full"
	done
	sampler
}

refused_roles() {
	local role what
	for role in operator auditor; do
		for what in "task add $given/good.yaml" 'task end 1' \
			"destination add $given/bad.yaml" \
			"warrant import $given/warrant.xml"; do
			# shellcheck disable=SC2086
			refused ctl --role $role $what
		done
	done
	for what in 'task list' 'task show 1' 'audit verify' 'audit export 1' \
		'warrant list' 'sessions' 'security list'; do
		# shellcheck disable=SC2086
		refused ctl --role operator $what
	done
}

# A word as a key or a value that cannot be: to --check, and to a start.
refused_configurations() {
	local line program
	cp "$ours/lmisf.yaml" "$given/right.yaml"
	for line in "$full: 1" "log: $full" "log: {level: $full}" \
		"log: {$full: info}" "log: [$full" "log: {level: *$full}" \
		"mirror: {max_sessions: $(word full.number)}" \
		"watch: {nodes: [{host: a, role: $full}]}" "tasks: {two_person: $full}" \
		"users: {x1: [$full]}" "modes: {x1: $full}"; do
		{ grep -v '^log:' "$given/right.yaml"; echo "$line"; } \
			>"$given/bad.yaml"
		for program in lmisfd lmisf-x1d lmisf-deliver lmisf-metrics; do
			refused "$STORY_BIN/$program" --config "$given/bad.yaml" --check
		done
		refused "$STORY_BIN/lmisfd" --config "$given/bad.yaml"
		refused ctl --config "$given/bad.yaml" status
	done
	for line in "s,hep_udp.*,hep_udp: [\"$full\"]," "s#{path: [^,]*#{path: \"\\\\n$full\"#" \
		"s,report_to: .*,report_to: \"$full\"," \
		"s,  sip_udp,  from: [\"$full\"]\n&," \
		"s,  sip_udp,  capture: [{interface: lo; filter: \"port $full\"}]\n&,;s,lo;,lo\,,"; do
		sed "$line" "$given/right.yaml" >"$given/bad.yaml"
		refused "$STORY_BIN/lmisfd" --config "$given/bad.yaml" --check
	done
	# SIGHUP, with a configuration that would not do
	cp "$given/bad.yaml" "$ours/lmisf.yaml"
	everyone HUP
	sleep 0.2
	cp "$given/right.yaml" "$ours/lmisf.yaml"
}

everyone() { # SIGNAL
	local name
	for name in lmisfd x1d metrics metrics_li deliver mdf lemf; do
		kill -s "$1" "$(lab_pid $name)"
	done
}

# Files of TLS that will not do, at SIGHUP: those of before stay.
certificates() {
	local name
	mkdir "$given/before"
	for name in x1.pem lmisf.pem ca.pem; do
		mv "$given/certs/$name" "$given/before"
		printf -- '-----BEGIN CERTIFICATE-----\n%s\n' "$full" \
			>"$given/certs/$name"
	done
	everyone HUP
	for name in lmisfd x1d deliver metrics_li; do
		soon grep -q 'keeping what was' "$ours/$name.log"
	done
	mv "$given/before"/* "$given/certs"
	everyone HUP
}

# ---- peers ----

# Each kind of trouble with a mediation function while there is something to
# say; then the good one is back.
deliveries() {
	local name
	lab_stop_one admf
	for name in mdf lemf; do
		trouble $name 'Connection refused'
		trouble $name 'not of our CA' stranger
		trouble $name 'what is no answer' garbage
		trouble $name 'no acknowledgement' --no-ack
		trouble $name 'what is no answer' --garbage
		trouble $name 'closed by the peer\|reset' --reset 1
	done
	soon delivered
	soon grep -q 'the ADMF is not told' "$ours/x1d.log"
	admf
}

declare -A port_of=([mdf]=$x2_port [lemf]=$hi2_port)
declare -A number_of=([mdf]=1 [lemf]=2) # as X1 created them
trouble() { # NAME COMPLAINT [HOW...]
	local name=$1 text="destination ${number_of[$1]}: .*\($2\)" before
	shift 2
	lab_stop_one "$name" KILL
	before=$(lines_with "$ours/deliver.log" "$text")
	case ${1:-} in
	'') ;;
	stranger) CERT=stranger sink "$name" "${port_of[$name]}" ;;
	garbage)
		begin "$name" python3 -B "$test_dir/canary_odd.py" "$words" \
			peer "${port_of[$name]}" "$given/certs" mdf
		;;
	*) sink "$name" "${port_of[$name]}" "$@" ;;
	esac
	say_something
	soon more_than "$before" "$ours/deliver.log" "$text"
	lab_stop_one "$name" KILL
	sink "$name" "${port_of[$name]}"
}

# ---- death ----

kills() {
	local name signal
	soon delivered
	for signal in KILL SEGV ABRT; do
		for name in x1d metrics metrics_li deliver mdf lmisfd; do
			lab_message "$full" "$iri" "$(word text)" &
			lab_stop_one $name $signal
			wait $! || true
			case $name in
			mdf) sink mdf $x2_port ;;
			x1d) program x1d lmisf-x1d ;;
			deliver) program deliver lmisf-deliver --follow ;;
			metrics) program metrics lmisf-metrics ;;
			metrics_li) program metrics_li lmisf-metrics --li ;;
			lmisfd) program lmisfd lmisfd ;;
			esac
		done
		# the one that works, under its holder
		kill -s $signal "$(core_of "$(lab_pid lmisfd)")"
		say_something
	done
	# What freeDiameter holds is everybody's, and its core would have it: that
	# ours is in none is for ims_secrets.
	lab_stop_one relay KILL
	cp "$LAB_RUN/relay.log" "$ours/relay.before"
	lab_restart_relay
	soon delivered
	# too slow for the ADMF
	kill -STOP "$(core_of "$(lab_pid lmisfd)")"
	x1 away
	kill -CONT "$(core_of "$(lab_pid lmisfd)")"
}

core_of() {
	local children
	read -ra children <"/proc/$1/task/$1/children"
	echo "${children[-1]}"
}
