# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# cx_lib.sh - what the benches of the Cx tap in a relay share: the lab, a folder
# that is removed, a core for the relay where there are two, and medians.
#
# LAB_TEST_HSS, LAB_CXLOAD, CX_EXTENSION: paths of test_hss.fdx, cxload,
# lmisf_cx.fdx. CX_BIN: the folder of lmisfd and lmisf-ctl. Source it first; sets
# rounds and pairs from the options --rounds and --pairs.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
. "$here/../support/lab/lab.sh"
: "${CX_BIN:?}"
for need in LAB_TEST_HSS LAB_CXLOAD CX_EXTENSION; do
	[[ -r ${!need:-} ]] || {
		printf '%s: %s: no such file: %s\n' "${0##*/}" "$need" \
			"${!need:-}" >&2
		exit 66
	}
done
lab_enter "$here/${0##*/}" "$@"

while (($#)); do
	case $1 in
	--rounds) rounds=$2 ;;
	--pairs) pairs=$2 ;;
	*)
		printf '%s: unknown option %s\n' "${0##*/}" "$1" >&2
		exit 64
		;;
	esac
	shift 2
done

LAB_RUN=$(mktemp -d "${TMPDIR:-/tmp}/cx.XXXXXX")
finish() {
	lab_stop
	umount "$LAB_RUN/disk" 2>/dev/null || true
	rm -rf "$LAB_RUN"
}
trap finish EXIT
trap 'exit 130' INT TERM

modest=() # in front of lmisfd
wrap=()
if (($(nproc) > 1)); then
	LAB_RELAY_WRAP='taskset -c 1'
	LAB_CXLOAD_WRAP='taskset -c 0'
	wrap=(taskset -c 0)
fi

# cx_extension SOCKET [OPTIONS]: the line that loads the extension.
cx_extension() {
	printf 'LoadExtension = "%s" : "socket=%s;%s";' \
		"$(realpath "$CX_EXTENSION")" "$LAB_RUN/$1" "${2:-}"
}

cx_ctl() {
	"$CX_BIN/lmisf-ctl" --config "$LAB_RUN/lmisf.yaml" --operator bench "$@"
}

cx_lmisfd_start() {
	lab_spawn lmisfd "${modest[@]}" "${wrap[@]}" "$CX_BIN/lmisfd" \
		--config "$LAB_RUN/lmisf.yaml"
}

# Is it there? It is started again while what is left of one that was killed has
# the store still.
cx_lmisfd_there() {
	if lab_dead lmisfd; then
		cx_lmisfd_start
	fi
	grep -q 'lmisfd: ready' "$LAB_RUN/lmisfd.log"
}

cx_lmisfd_ready() {
	cx_lmisfd_start
	lab_until 10000 cx_lmisfd_there ||
		lab_fail 'lmisfd: not ready' "$LAB_RUN/lmisfd.log"
}

# cx_lmisfd FOLDER: take what the extension sends; the store is in FOLDER.
cx_lmisfd() {
	cat >"$LAB_RUN/lmisf.yaml" <<-END
		element: {nfid: bench, ipid: bench}
		store:
		  path: $1/lmisf.db
		  key_file: $LAB_RUN/store.key
		sockets: {cx: $LAB_RUN/cx.sock, control: $LAB_RUN/control.sock}
		deliver: {certificate: none.pem, key: none.key, ca: none.pem}
	END
	cx_ctl init >/dev/null
	cx_lmisfd_ready
}

# cx_lmisfd_again: another one, which knows nothing of who is no target.
cx_lmisfd_again() {
	lab_stop_one lmisfd KILL
	cx_lmisfd_ready
}

# cx_target USER: of cxload's.
cx_target() {
	cx_ctl task add - >/dev/null <<-END
		xid: $(</proc/sys/kernel/random/uuid)
		liid: LIID-$1
		targets:
		  - impu: "sip:$1@ims.test"
		ends: $(date -u -d '+1 day' +%Y-%m-%dT%H:%M:%SZ)
		content: no
		destinations: [mdf]
		operator: bench
		warrant: of user $1
	END
}

# cx_told FIELD: a number of cxload's last line.
cx_told() {
	sed -n "s/.* $1=\([0-9.]*\).*/\1/p" "$LAB_RUN/out"
}

# median: of the numbers on standard input
median() {
	sort -n | awk '{v[NR] = $1}
		END {
			m = int((NR + 1) / 2)
			printf "%.3f", NR % 2 ? v[m] : (v[m] + v[m + 1]) / 2
		}'
}
