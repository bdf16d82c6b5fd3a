/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What chargectl calls things that others named: the bus, the environment, directories. Once each, here.
 */

#define CTL_BUS_NAME "org.chargediag1" /* the default; --name or the environment give another to tests */
#define CTL_PATH "/org/chargediag1"
#define CTL_PATH_PORT CTL_PATH "/port"
#define CTL_PATH_SESSION CTL_PATH "/session"
#define CTL_IFACE_MANAGER "org.chargediag1.Manager"
#define CTL_IFACE_PORT "org.chargediag1.Port"
#define CTL_IFACE_SESSION "org.chargediag1.Session"
#define CTL_IFACE_OBJECTS "org.freedesktop.DBus.ObjectManager"
#define CTL_IFACE_PROPERTIES "org.freedesktop.DBus.Properties"

#define CTL_PROFILES_LOCAL "/etc/chargediag/profiles"
