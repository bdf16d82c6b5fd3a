#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What systemd, udev and the bus say about the files they will read, each asked through its own program.
# usage: check-system-files.sh SOURCE UNIT PAGES    (PAGES: where the built manual pages are)

set -eu
source=$1 unit=$2 pages=$3
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
bad=0

fail() {
	echo "$*" >&2
	bad=1
}

for tool in systemd-analyze systemd-sysusers systemd-hwdb; do
	command -v $tool >/dev/null || { echo "no $tool here"; exit 77; }
done

# The unit names pages that are not installed yet, either.
man=no
export MANPATH="$top/man"
for page in "$pages"/*.[1-8]; do
	if ! [ -e "$page" ] || ! command -v man >/dev/null; then break; fi
	mkdir -p "$MANPATH/man${page##*.}"
	ln -s "$page" "$MANPATH/man${page##*.}/"
	man=yes
done

# The unit names a program that is not installed yet: any that exists will do. An unknown key is a warning with exit
# code 0, so any word counts.
sed 's,^ExecStart=.*,ExecStart=/bin/true,' "$unit" >"$top/chargediagd.service"
# Both work in /run/systemd, which a container without systemd lacks and only root can make.
# The threshold: 0.8 of 10 ("SAFE"); the best of Debian's own services, localed, has 1.2.
if [ -d /run/systemd ] || [ "$(id -u)" = 0 ]; then
	words=$(systemd-analyze verify --man=$man "$top/chargediagd.service" 2>&1) || fail "systemd-analyze verify failed"
	[ -z "$words" ] || fail "systemd-analyze verify: $words"
	systemd-analyze security --offline=yes --no-pager --threshold=8 "$top/chargediagd.service" >"$top/security" ||
		fail "$(grep -v '✓' "$top/security")"
else
	echo "left out: systemd-analyze, there is no /run/systemd here"
fi

mkdir -p "$top/etc/udev/hwdb.d"
systemd-sysusers --root="$top" --dry-run - <"$source/systemd/chargediag.sysusers" >"$top/users" 2>&1 ||
	fail "systemd-sysusers: $(cat "$top/users")"
grep -q "user 'chargediag'" "$top/users" || fail "no user made: $(cat "$top/users")"

cp "$source/udev/60-chargediag.hwdb" "$top/etc/udev/hwdb.d/"
systemd-hwdb --root="$top" --strict update || fail "the hwdb does not compile"
systemd-hwdb --root="$top" query usb:v2E3Cp5558d0200dc00 | grep -q 'MODEL.*FNB58' || fail "the hwdb does not find a meter"

exit $bad
