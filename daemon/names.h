/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Every name the daemon has outside itself: on the bus, in the file system, in the environment. Stated once,
 * so that a second daemon (another bus name, other directories) is a matter of a few variables.
 */

#include "config.h" /* CD_PROFILE_DIR_VENDOR */

#define CD_BUS_NAME "org.chargediag1" /* --name=NAME takes another; paths and interfaces stay */

#define CD_PATH_ROOT "/org/chargediag1"
#define CD_PATH_PORT CD_PATH_ROOT "/port"       /* + label-escaped port name */
#define CD_PATH_SESSION CD_PATH_ROOT "/session" /* + decimal session id */
#define CD_PATH_LOG_CONTROL "/org/freedesktop/LogControl1"

#define CD_IFACE_MANAGER "org.chargediag1.Manager"
#define CD_IFACE_PORT "org.chargediag1.Port"
#define CD_IFACE_SESSION "org.chargediag1.Session"
#define CD_IFACE_LOG_CONTROL "org.freedesktop.LogControl1"

/* What polkit is asked about: the actions of org.chargediag1.policy. */
#define CD_ACTION_NOTE "org.chargediag1.note"

#define CD_ERROR_PREFIX "org.chargediag1.Error."

#define CD_PROGRAM "chargediagd"

/* Files. Drop-ins are the *.conf files of the main file's name + ".d", in the order of their names. */
#define CD_CONFIG_FILE "/etc/chargediag/chargediagd.conf"
#define CD_PROFILE_DIR_ADMIN "/etc/chargediag/profiles" /* replaces those of the vendor's directory */

/*
 * Environment, for chargediagd(8):
 *   CHARGEDIAG_CONFIG     the configuration file, instead of /etc/chargediag/chargediagd.conf (--config=
 * wins)
 *   CHARGEDIAG_PROFILES   the one directory to read profiles from, instead of the two above
 *   DBUS_SYSTEM_BUS_ADDRESS, DBUS_SESSION_BUS_ADDRESS   the bus, as for every program
 *   NOTIFY_SOCKET, WATCHDOG_USEC, JOURNAL_STREAM, RUNTIME_DIRECTORY   set by the service manager
 */
#define CD_ENV_RUNTIME "RUNTIME_DIRECTORY" /* systemd.exec(5) */
#define CD_ENV_CONFIG "CHARGEDIAG_CONFIG"
#define CD_ENV_PROFILES "CHARGEDIAG_PROFILES"

/* Fields of our journal entries, beside MESSAGE, MESSAGE_ID, PRIORITY and ERRNO. */
#define CD_FIELD_LOG_PORT "CHARGEDIAG_PORT"
#define CD_FIELD_LOG_INPUT "CHARGEDIAG_INPUT"
#define CD_FIELD_LOG_SESSION "CHARGEDIAG_SESSION"
#define CD_FIELD_LOG_CLASS "CHARGEDIAG_CLASS"
#define CD_FIELD_LOG_CAUSE "CHARGEDIAG_CAUSE"
#define CD_FIELD_LOG_CONFIDENCE "CHARGEDIAG_CONFIDENCE"
#define CD_FIELD_LOG_SEVERITY "CHARGEDIAG_SEVERITY"
#define CD_FIELD_LOG_FILE "CHARGEDIAG_FILE"
#define CD_FIELD_LOG_LINE "CHARGEDIAG_LINE"
