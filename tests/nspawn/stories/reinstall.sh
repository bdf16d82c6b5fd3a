#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# `meson install` over an installed version, while the service runs and while it does not: files are replaced as it replaces
# them, then its own last step tells the system.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

stage=/shared/stage

# From here on the files are the container's own, so that they can be replaced.
find $stage -type f -printf '/%P\0' | xargs -0 umount
find $stage -type f -printf '/%P\0' | xargs -0 rm
expect "nothing is installed" "" "$(command -v chargectl)"

install_again() {
	find $stage -type f -printf '/%P\0' | xargs -0 -I{} cp --preserve=mode --remove-destination $stage{} {} &&
		sh /shared/after-install.sh >/run/said 2>&1
	echo $?
}

userdel chargediag 2>/dev/null
expect "installs" 0 "$(install_again)"
expect "without a word" "" "$(grep -v '^Creating' /run/said)"
expect "has made the user" chargediag "$(id -un chargediag)"
expect "starts nothing by itself" inactive "$(property ActiveState)"
expect "the bus knows it at once" "s active" "$(version) $(property ActiveState)"

pid=$(property MainPID)
expect "installs over what runs" 0 "$(install_again)"
expect "without a word" "" "$(cat /run/said)"
expect "the new program runs" "active different" "$(property ActiveState) $([ "$(property MainPID)" = "$pid" ] || echo different)"
expect "as it was installed" "$(readlink -f "/proc/$(property MainPID)/exe")" "$(property ExecStart | grep -o 'path=[^ ]*' | cut -d= -f2)"
expect "answers" s "$(version)"

# A newer unit: what it says holds after the installation.
unit=$(find $stage -name $service)
sed -i 's/^TasksMax=.*/TasksMax=17/' "$unit"
expect "installs a new unit" 0 "$(install_again)"
expect "which holds" "active 17" "$(property ActiveState) $(property TasksMax)"

systemctl stop $service
expect "installs over what does not run" 0 "$(install_again)"
expect "and leaves it so" inactive "$(property ActiveState)"
expect "answers who asks" s "$(version)"

find $stage -type f -printf '/%P\0' | xargs -0 rm
systemctl daemon-reload
systemctl reload dbus.service 2>/dev/null
expect "removed while it runs: it goes on" active "$(property ActiveState)"
systemctl stop $service
expect "and ends well" "inactive success" "$(state)"
finish
