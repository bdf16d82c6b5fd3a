#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Who may write a note, by the machine's own polkitd with the installed policy: nobody over the network, members of the
# group, and whom an administrator's rule names.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

command -v pkaction >/dev/null || { echo "no polkit here"; exit 77; }

cat >/run/meter.ndjson <<'END'
{"chargediag":"recording","version":1,"started":"2026-11-22T10:00:00Z"}
{"t":0,"input":"meter0","event":"added","kind":"meter","model":"FNIRSI FNB58","position":"device"}
{"t":1000,"input":"meter0","event":"sample","vbus_uv":5100000,"ibus_ua":0}
END
program=$(property ExecStart | grep -o 'path=[^ ]*' | cut -d= -f2)
drop_in '[Service]' ExecStart= "ExecStart=$program --no-hardware --play=/run/meter.ndjson,speed=0"
useradd --no-create-home --groups chargediag bench
systemctl start $service

# shellcheck disable=SC2317 # called by note
as_bench() {
	setpriv --reuid=bench --regid=bench --init-groups "$@"
}

# note USER TEXT: what comes of it, in one line.
note() {
	local said
	said=$("as_$1" chargectl note meter0 "label=$2" 2>&1) && echo noted || echo "refused: $said"
}

label() {
	chargectl show meter0 --json | grep -o '"label": *"[^"]*"' | cut -d'"' -f4
}

expect "the action is known, with its defaults" "auth_admin_keep auth_admin_keep yes" \
	"$(pkaction --verbose --action-id org.chargediag1.note | awk '/implicit/ { print $3 }' | xargs)"
expect "everybody may read" 0 "$(as_nobody chargectl show meter0 >/dev/null; echo $?)"
expect "root may write" 0 "$(chargectl note meter0 label=root; echo $?)"
expect "it is there" root "$(label)"
expect_has "somebody else needs a password, and nobody can ask for it" \
	'^refused: .*not allowed: SetNote: a password is needed.*use sudo' "$(note nobody x)"
expect "a member of the group may" noted "$(note bench bench)"
expect "it is there" bench "$(label)"

# Named first by its letters, so it is asked before the package's.
cat >/etc/polkit-1/rules.d/00-story.rules <<'END'
polkit.addRule(function (action, subject) {
	if (action.id == "org.chargediag1.note")
		return subject.user == "nobody" ? polkit.Result.YES : polkit.Result.NO;
});
END
chmod 755 /etc/polkit-1/rules.d
chmod 644 /etc/polkit-1/rules.d/00-story.rules
systemctl restart polkit.service
expect "whom the administrator names may" noted "$(note nobody admin)"
expect_has "and whom not may not" '^refused: .*whom polkit lets' "$(note bench no)"
expect "the refused note changed nothing" admin "$(label)"
expect "root may all the same" 0 "$(chargectl note meter0 label=root; echo $?)"

systemctl mask --runtime --now polkit.service 2>/dev/null
expect "without polkit: a member of the group may" noted "$(note bench alone)"
expect_has "and nobody else" '^refused: .*members of the group' "$(note nobody x)"
expect "it is there" alone "$(label)"
finish
