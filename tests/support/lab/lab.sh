# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# lab.sh - an IMS core on loopback addresses, to be sourced by bash.
#
#   UE (SIPp) -- I-CSCF -- S-CSCF        SIP, copied by HEPv3 to LAB_HEP_*
#                  |         |
#                  +- relay -+           Diameter Cx
#                       |
#                      HSS               test_hss.fdx
#
# Call lab_enter first, then lab_start; tests/support/README.md has
# the variables and functions. Every wait is for something seen, and bounded;
# everything is stopped by its process id. Works under set -eu.

LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

: "${LAB_RUN:=}"
: "${LAB_TEST_HSS:=}"
: "${LAB_CXLOAD:=}"
: "${LAB_CXLOAD_WRAP:=}"
: "${LAB_RELAY_WRAP:=}"
: "${LAB_RELAY_EXTRA:=}"
: "${LAB_HSS_EXTRA:=}"
: "${LAB_HEP_IP:=10.77.0.20}"
: "${LAB_HEP_PORT:=9060}"
: "${LAB_HEP_TRANSPORT:=udp}"
: "${LAB_TRACE:=icscf scscf}"
: "${LAB_USERS:=$LAB_DIR/users}"
: "${LAB_AUTH_ALG:=AKAv1-MD5}"
: "${LAB_MIN_EXPIRES:=60}"
: "${LAB_TIMEOUT_MS:=8000}"
: "${LAB_EXTRA_IPS:=}"
LAB_REALM=ims.test
LAB_RELAY_REALM=dra.test
LAB_RELAY_IP=10.77.0.2
LAB_HSS_IP=10.77.0.3
LAB_ICSCF_IP=10.77.0.11
LAB_ICSCF_PORT=4060
LAB_SCSCF_IP=10.77.0.12
LAB_SCSCF_PORT=6060
LAB_UE_PORT=5060

# --- words ------------------------------------------------------------------

lab_say() {
	printf 'lab: %s\n' "$*" >&2
}

# lab_fail WHAT [LOG]: say what went wrong, with the end of its log; false.
lab_fail() {
	lab_say "$1"
	if [[ -n ${2:-} && -s $2 ]]; then
		tail -n 15 "$2" | sed 's/^/lab:   | /' >&2
	fi
	return 1
}

lab_now_ms() {
	local now=${EPOCHREALTIME/[^0-9]/}
	printf '%s\n' "$((now / 1000))"
}

# lab_until MS COMMAND...: true as soon as COMMAND is, false after MS.
lab_until() {
	local end=$(($(lab_now_ms) + $1))
	shift
	until "$@"; do
		(($(lab_now_ms) < end)) || return 1
		sleep 0.02
	done
}

# --- namespace --------------------------------------------------------------

# lab_enter SCRIPT [ARGS...]: run the script again inside private network and
# mount namespaces, with the lab's addresses up; return at once when inside.
# LAB_JOIN=PID joins the namespaces of that process instead.
lab_enter() {
	if [[ ${LAB_INSIDE:-} == 1 ]]; then
		lab_net_up
		return
	fi
	export LAB_INSIDE=1
	if [[ -n ${LAB_JOIN:-} ]]; then
		lab_join "$@"
	elif unshare -Urnm true 2>/dev/null; then
		exec unshare -Urnm -- "$@"
	elif unshare -nm true 2>/dev/null; then
		exec unshare -nm -- "$@"
	fi
	lab_fail 'no namespace: neither user namespaces nor root are allowed' ||
		exit 77
}

lab_join() {
	local how=(-t "$LAB_JOIN" -n -m)
	if [[ $(readlink "/proc/$LAB_JOIN/ns/user") != \
		"$(readlink /proc/self/ns/user)" ]]; then
		how+=(-U --preserve-credentials)
	fi
	exec nsenter "${how[@]}" -- "$@"
}

lab_net_up() {
	local ip
	ulimit -S -c 0 # a test may want them
	ip link set lo up
	for ip in "$LAB_RELAY_IP" "$LAB_HSS_IP" "$LAB_ICSCF_IP" "$LAB_SCSCF_IP" \
		"$LAB_HEP_IP" 10.77.0.1 10.77.0.20 10.77.0.21 10.77.0.30 \
		$LAB_EXTRA_IPS $(lab_users_column 10); do
		ip addr replace "$ip/32" dev lo
	done
}

# lab_listens udp|tcp IP PORT: is something bound there?
lab_listens() {
	local o1 o2 o3 o4 want state=07
	IFS=. read -r o1 o2 o3 o4 <<<"$2"
	printf -v want '%02X%02X%02X%02X:%04X' "$o4" "$o3" "$o2" "$o1" "$3"
	[[ $1 == tcp ]] && state=0A
	awk -v want="$want" -v any="00000000:${want#*:}" -v state="$state" \
		'($2 == want || $2 == any) && $4 == state {found = 1}
		END {exit !found}' "/proc/net/$1"
}

# --- processes --------------------------------------------------------------

# lab_spawn NAME COMMAND...: start it in the background, output to NAME.log.
lab_spawn() {
	local name=$1
	shift
	: >"$LAB_RUN/$name.log"
	"$@" >>"$LAB_RUN/$name.log" 2>&1 </dev/null &
	printf '%s\n' "$!" >"$LAB_RUN/$name.pid"
}

lab_pid() {
	cat "$LAB_RUN/$1.pid" 2>/dev/null
}

# lab_lives NAME: is it running (a zombie is not)?
lab_lives() {
	local pid
	pid=$(lab_pid "$1") || return 1
	[[ -r /proc/$pid/stat ]] || return 1
	[[ $(sed 's/.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null) != [ZX]* ]]
}

lab_dead() {
	! lab_lives "$1"
}

# lab_stop_one NAME [SIGNAL]: stop it; kill it when it takes more than 3 s.
lab_stop_one() {
	local name=$1 pid
	pid=$(lab_pid "$name") || return 0
	if lab_lives "$name"; then
		kill -s "${2:-TERM}" "$pid" 2>/dev/null || true
		if ! lab_until 3000 lab_dead "$name"; then
			kill -s KILL "$pid" 2>/dev/null || true
			lab_until 1000 lab_dead "$name" || true
		fi
	fi
	# the exit status means nothing: libfdcore may abort at its end, the
	# S-CSCF may crash at its own
	wait "$pid" 2>/dev/null || true
	rm -f "$LAB_RUN/$name.pid"
}

# lab_stop: stop all that lab_spawn started, the core last and in an order in
# which none waits for another's goodbye; always true.
lab_stop() {
	local name
	[[ -n $LAB_RUN && -d $LAB_RUN ]] || return 0
	for name in "$LAB_RUN"/*.pid; do
		name=${name##*/} name=${name%.pid}
		case $name in
		'*' | icscf | scscf | relay | hss) ;;
		*) lab_stop_one "$name" ;;
		esac
	done
	for name in icscf scscf relay hss; do
		lab_stop_one "$name"
	done
	lab_sweep_fifos
}

# Kamailio leaves its Diameter pipes in /tmp: remove those of dead processes.
lab_sweep_fifos() {
	local fifo owner
	for fifo in /tmp/cdp_send_*; do
		[[ -p $fifo && -O $fifo ]] || continue
		owner=${fifo#/tmp/cdp_send_}
		[[ -d /proc/${owner%%_*} ]] || rm -f "$fifo"
	done
}

# lab_true_or_dead NAME COMMAND...
lab_true_or_dead() {
	"${@:2}" || lab_dead "$1"
}

# lab_await NAME WHAT COMMAND...: wait until COMMAND is true or NAME has died.
lab_await() {
	local name=$1 what=$2
	shift 2
	if lab_until "$LAB_TIMEOUT_MS" lab_true_or_dead "$name" "$@" &&
		"$@"; then
		return 0
	fi
	if lab_dead "$name"; then
		what="$what (it is not running)"
	fi
	lab_fail "$name: not $what" "$LAB_RUN/$name.log"
}

# shellcheck source-path=SCRIPTDIR source=core.sh
. "$LAB_DIR/core.sh"
# shellcheck source-path=SCRIPTDIR source=ue.sh
. "$LAB_DIR/ue.sh"
