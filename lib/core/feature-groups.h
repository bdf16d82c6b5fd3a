/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The groups of features, a file each, and how they fill in what they found.
 */

#include "feature.h"

void cd_feature_set(struct cd_features *f, enum cd_feature id, double value, double error);
void cd_feature_flag(struct cd_features *f, enum cd_feature id, bool value);
/* It cannot be computed, and why. */
void cd_feature_why(struct cd_features *f, enum cd_feature id, const char *reason);

/* When what is judged began: a session, or without one the VBUS that is looked at. CD_UNKNOWN: neither. */
int64_t cd_case_start_us(const struct cd_case *c);

/* A contract of less than 5 V, which the volts without load before it say nothing of; CD_UNKNOWN: none. */
int64_t cd_case_low_contract_uv(const struct cd_case *c);

/* cloud.c: no-load-voltage, voltage-sag, assumed-sag, source-impedance, knee. The shape has been read. */
void cd_cloud_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f);
/* feature-pair.c: cable-impedance, adapter-impedance, adapter-sag, cable-share. After those of cloud.c. */
void cd_pair_features(const struct cd_case *c, const struct cd_pair *p, struct cd_features *f);
/* feature-level.c: volts and amperes against limits and ratings. The sketch may be NULL: none. */
void cd_voltage_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f);
void cd_level_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f);
/* feature-drops.c: interruptions. */
void cd_drop_features(const struct cd_case *c, const struct cd_dropouts *d, struct cd_features *f);
/* The same as the kernel tells them, where no meter does. After those. */
void cd_detachment_features(const struct cd_case *c, struct cd_features *f);
/* What a chip that watches the machine's supply says. */
void cd_alarm_features(const struct cd_case *c, struct cd_features *f);
/* feature-course.c: incidents. */
void cd_course_features(const struct cd_case *c, const struct cd_course *k, struct cd_features *f);
/* feature-lines.c: D+, D− and CC. */
void cd_line_features(const struct cd_case *c, const struct cd_data_lines *l, struct cd_features *f);
/* feature-contract.c: what was agreed and offered; what a host's port says. */
void cd_contract_features(const struct cd_case *c, struct cd_features *f);
void cd_port_features(const struct cd_case *c, struct cd_features *f);
/* feature-said.c: what the battery's driver and a person say. */
void cd_said_features(const struct cd_case *c, struct cd_features *f);
