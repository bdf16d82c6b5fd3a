#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The installed service under a real service manager: boots this machine's own system tree in a container with a
# throw-away overlay, and runs one of stories/ there: with what `meson install` makes bound into it, or with a Debian
# package at hand. Takes a few seconds. Needs root and systemd-nspawn, so it runs only when asked for:
# meson test --suite nspawn
#
# There is no udevd and no hardware in it, and access to devices is not what it checks.
#
# usage: run.sh STORY BUILD MESON
#        run.sh STORY PACKAGE.deb

set -euo pipefail
story=$1
here=$(cd "$(dirname "$0")" && pwd)

skip() {
	echo "skipped: $*"
	exit 77
}
[ "$(id -u)" = 0 ] || skip "needs root"
command -v systemd-nspawn >/dev/null || skip "needs systemd-nspawn (Debian: systemd-container)"

# Two places on purpose: what is removed recursively never holds the mount of the whole system.
work=$(mktemp -d) root=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
cleanup() {
	if mountpoint -q "$root"; then umount "$root"; fi
	rmdir "$root"
	rm -rf --one-file-system "$work"
}
trap cleanup EXIT
mkdir "$work/stage" "$work/shared"

# The log of a real installation is what its uninstall needs.
stage() {
	local build=$1 meson=$2 log=$1/meson-logs/install-log.txt
	[ ! -e "$log" ] || cp -p "$log" "$work/install-log"
	(cd "$build" && "$meson" install --no-rebuild --quiet --destdir "$work/stage" >/dev/null)
	if [ -e "$work/install-log" ]; then cp -p "$work/install-log" "$log"; else rm -f "$log"; fi
}

case $2 in
*.deb) cp "$2" "$work/shared/chargediag.deb" ;;
*)
	stage "$2" "$3"
	cp -a "$work/stage" "$here/../../systemd/after-install.sh" "$work/shared/"
	;;
esac

binds=()
while IFS= read -r file; do
	binds+=("--bind-ro=$file:${file#"$work/stage"}")
done < <(find "$work/stage" -type f)

cp "$here/common.sh" "$story" "$work/shared/"
# basic.target and the bus, not multi-user.target: the machine's own services stay down.
cat >"$work/inside.service" <<END
[Unit]
Requires=basic.target dbus.socket
After=basic.target dbus.socket
[Service]
Type=oneshot
ExecStart=/bin/bash -c 'bash /shared/${story##*/} >/shared/out 2>&1; systemctl exit \$?'
END
chmod 644 "$work/inside.service"

mount --bind / "$root"
rc=0
# A container that does not end by itself is not asked to: it may have lost what it needs for that.
timeout 300 systemd-nspawn --kill-signal=SIGKILL --quiet --directory="$root" --volatile=overlay --boot --register=no --keep-unit \
	--console=pipe --private-network --link-journal=no "${binds[@]}" \
	--bind-ro="$work/inside.service:/etc/systemd/system/inside.service" --bind="$work/shared:/shared" \
	systemd.unit=inside.service </dev/null >"$work/console" 2>&1 || rc=$?
[ -e "$work/shared/out" ] || { cat "$work/console"; echo "the container did not get to its test (exit code $rc)"; }
cat "$work/shared/out" 2>/dev/null || true
exit $rc
