# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# own_net.sh - a network of its own for a test: its ports are nobody else's, and it
# may lay wires and mount disks. Source it before anything else.

# own_net SCRIPT ARGS...: run it again in namespaces where root of them suffices;
# come back when it is inside.
own_net() {
	if [[ ${OWN_NET:-} == 1 ]]; then
		PATH=$PATH:/usr/sbin:/sbin ip link set lo up
		return
	fi
	export OWN_NET=1
	((EUID == 0)) && exec unshare -nm -- "$@"
	exec unshare -Urnm -- "$@"
}
