# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# core.sh - configure, start and watch the core's four programs. Part of lab.sh.

# lab_fill TEMPLATE [NAME=VALUE...]: print it with each @NAME@ replaced.
lab_fill() {
	local text pair
	text=$(<"$LAB_DIR/conf/$1")
	shift
	for pair in "$@" "REALM=$LAB_REALM" "RELAY_REALM=$LAB_RELAY_REALM" \
		"RELAY_IP=$LAB_RELAY_IP" "HSS_IP=$LAB_HSS_IP" "RUN=$LAB_RUN" \
		"RELAY_EXTRA=$LAB_RELAY_EXTRA" "HSS_EXTRA=$LAB_HSS_EXTRA" \
		"TEST_HSS=$LAB_TEST_HSS" \
		"ICSCF_IP=$LAB_ICSCF_IP" "ICSCF_PORT=$LAB_ICSCF_PORT" \
		"SCSCF_IP=$LAB_SCSCF_IP" "SCSCF_PORT=$LAB_SCSCF_PORT" \
		"HEP_IP=$LAB_HEP_IP" "HEP_PORT=$LAB_HEP_PORT" \
		"HEP_TRANSPORT=$LAB_HEP_TRANSPORT" "AUTH_ALG=$LAB_AUTH_ALG" \
		"MIN_EXPIRES=$LAB_MIN_EXPIRES"; do
		text=${text//"@${pair%%=*}@"/"${pair#*=}"}
	done
	printf '%s\n' "$text"
}

# lab_peer NAME IP: the relay's line for a peer.
lab_peer() {
	printf 'ConnectPeer = "%s" { ConnectTo = "%s"; Port = 3868; No_TLS; };\n' \
		"$1.$LAB_REALM" "$2"
}

lab_config_cscf() {
	local name=$1 ip=$2 port=$3 id=$4 trace='' tcp='disable_tcp=yes'
	if [[ " $LAB_TRACE " == *" $name "* ]]; then
		lab_fill trace.cfg "HEP_ID=$id" >"$LAB_RUN/$name.trace.cfg"
		trace="include_file \"$LAB_RUN/$name.trace.cfg\""
		if [[ $LAB_HEP_TRANSPORT == tcp ]]; then
			tcp="tcp_children=2"$'\n'"listen=tcp:$ip:$port"
		fi
	fi
	lab_fill common.cfg "TCP=$tcp" >"$LAB_RUN/$name.common.cfg"
	lab_fill cdp.xml "CSCF=$name" "CSCF_IP=$ip" >"$LAB_RUN/$name.xml"
	lab_fill "$name.cfg" "CSCF_IP=$ip" "CSCF_PORT=$port" "TRACE=$trace" \
		>"$LAB_RUN/$name.cfg"
}

# lab_config_relay [HSS_ONLY]: write the relay's files anew.
lab_config_relay() {
	local peers
	peers=$(lab_peer hss "$LAB_HSS_IP")
	if [[ ${1:-} != hss_only ]]; then
		peers+=$'\n'$(lab_peer icscf "$LAB_ICSCF_IP")
		peers+=$'\n'$(lab_peer scscf "$LAB_SCSCF_IP")
	fi
	lab_fill acl_wl.conf >"$LAB_RUN/acl_wl.conf"
	lab_fill rt_relay.conf >"$LAB_RUN/rt_relay.conf"
	lab_fill relay.conf "RELAY_PEERS=$peers" \
		"LAB_PEERS=${LAB_TEST_HSS%/*}/lab_peers.fdx" \
		>"$LAB_RUN/relay.conf"
}

lab_config() {
	local table
	[[ -n $LAB_RUN ]] || lab_fail 'LAB_RUN is not set' || return 1
	[[ -r $LAB_TEST_HSS ]] ||
		lab_fail "LAB_TEST_HSS: cannot read '$LAB_TEST_HSS'" || return 1
	mkdir -p "$LAB_RUN/icscf.db"
	LAB_RUN=$(cd "$LAB_RUN" && pwd)
	LAB_TEST_HSS=$(realpath "$LAB_TEST_HSS")
	(umask 077 && lab_users_hss >"$LAB_RUN/subscribers")
	lab_config_relay
	lab_fill rt_hss.conf >"$LAB_RUN/rt_hss.conf"
	lab_fill hss.conf >"$LAB_RUN/hss.conf"
	for table in "$LAB_DIR"/conf/icscf.db/*; do
		table=icscf.db/${table##*/}
		lab_fill "$table" >"$LAB_RUN/$table"
	done
	lab_config_cscf icscf "$LAB_ICSCF_IP" "$LAB_ICSCF_PORT" 11
	lab_config_cscf scscf "$LAB_SCSCF_IP" "$LAB_SCSCF_PORT" 12
}

# --- start ------------------------------------------------------------------

lab_start_hss() {
	lab_spawn hss freeDiameterd -c "$LAB_RUN/hss.conf"
}

lab_start_relay() {
	# shellcheck disable=SC2086 # words
	lab_spawn relay $LAB_RELAY_WRAP freeDiameterd -c "$LAB_RUN/relay.conf"
}

# lab_start_cscf icscf|scscf
lab_start_cscf() {
	mkdir -p "$LAB_RUN/kamailio/$1"
	lab_spawn "$1" kamailio -DD -E -f "$LAB_RUN/$1.cfg" \
		-w "$LAB_RUN" -Y "$LAB_RUN/kamailio/$1" -m 64 -M 8
}

# lab_fd_ready NAME: is this freeDiameterd past its start? It listens before that,
# but drops who connects then.
lab_fd_ready() {
	grep -q 'freeDiameterd daemon initialized' "$LAB_RUN/$1.log"
}

lab_await_hss() {
	lab_await hss 'ready' lab_fd_ready hss
}

lab_await_cscf() {
	local ip=$LAB_ICSCF_IP port=$LAB_ICSCF_PORT
	if [[ $1 == scscf ]]; then
		ip=$LAB_SCSCF_IP port=$LAB_SCSCF_PORT
	fi
	lab_await "$1" 'listening to SIP' lab_listens udp "$ip" "$port" &&
		lab_await "$1" 'listening to Diameter' \
			lab_listens tcp "$ip" 3868
}

# lab_relay_open PEER...: has the relay each of them OPEN, by its log?
lab_relay_open() {
	local peer
	for peer; do
		awk -v peer="'$peer.$LAB_REALM'" '
			index($0, peer) && /-> .STATE_/ {
				open = /-> .STATE_OPEN/
			}
			END {exit !open}' "$LAB_RUN/relay.log" || return 1
	done
}

lab_await_relay() {
	local peers=("$@")
	((${#peers[@]})) || peers=(hss icscf scscf)
	lab_await relay "connected to ${peers[*]}" \
		lab_relay_open "${peers[@]}"
}

# lab_start: bring the whole core up.
lab_start() {
	lab_config || return 1
	lab_start_hss
	lab_start_cscf icscf
	lab_start_cscf scscf
	lab_await_hss && lab_await_cscf icscf && lab_await_cscf scscf ||
		return 1
	lab_start_relay
	lab_await_relay
}

# lab_start_cx: only HSS and relay, for what needs no SIP.
lab_start_cx() {
	lab_config || return 1
	lab_config_relay hss_only
	lab_start_hss
	lab_await_hss || return 1
	lab_start_relay
	lab_await_relay hss
}

# lab_cxload OUT OPTIONS...: start a relay anew between the two ends of cxload
# (LAB_CXLOAD), with LAB_RELAY_EXTRA; what it says goes to the file OUT.
lab_cxload() {
	local out=$1 rc=0
	shift
	lab_config && lab_config_relay hss_only || return 1
	# shellcheck disable=SC2086 # words
	lab_spawn cxload $LAB_CXLOAD_WRAP "$LAB_CXLOAD" \
		--relay-pid-file "$LAB_RUN/relay.pid" "$@"
	lab_await cxload 'listening' lab_listens tcp "$LAB_HSS_IP" 3868 ||
		return 1
	lab_start_relay
	wait "$(lab_pid cxload)" || rc=$?
	rm -f "$LAB_RUN/cxload.pid"
	lab_stop_one relay
	cp "$LAB_RUN/cxload.log" "$out"
	((rc == 0)) || lab_fail "cxload: exit $rc" "$LAB_RUN/cxload.log"
}

# lab_restart_relay: with the present LAB_RELAY_EXTRA.
lab_restart_relay() {
	lab_stop_one relay
	lab_config_relay
	lab_start_relay
	lab_await_relay
}
