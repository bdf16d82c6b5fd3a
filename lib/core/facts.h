/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the kernel and a person say about a port right now, interpreted once: sysfs strings of its inputs become
 * numbers with units, signs and kinds. A pure function of the inputs' last states, except for the sign of a battery's
 * current, which has to be learned (see cd_facts_learn()).
 */

#include "input.h"
#include "pd.h"
#include "reading.h"

#define CD_WORD_MAX 32

enum cd_battery_status {
	CD_STATUS_UNKNOWN,
	CD_STATUS_CHARGING,
	CD_STATUS_DISCHARGING,
	CD_STATUS_NOT_CHARGING,
	CD_STATUS_FULL,
};

struct cd_facts {
	/* Sources of power: type Mains, USB*, Wireless, BrickID. */
	bool has_supply;
	int64_t online;                   /* the highest of them; CD_UNKNOWN */
	bool mains_online;                /* one of type Mains is: what no Type-C port has to confirm */
	int64_t contract_uv, contract_ua; /* from supplies whose numbers are nominal */
	const char *contract_by;
	int64_t offer_uw; /* the best the source advertises */
	const char *offer_by;
	int64_t rp_uw; /* what the port goes by where it says that it goes by Rp alone; CD_UNKNOWN */
	int64_t offer_ua; /* the highest current it advertises at any voltage */
	int64_t sink_uw;  /* the most that the machine's own port takes (its sink capabilities) */
	int64_t cable_ua; /* what the cable's e-marker says it carries */
	int64_t input_limit_ua;
	const char *input_limit_by;
	int64_t bus_uv, bus_ua; /* measured by the device's own charger */
	const char *bus_by;
	int64_t bus_us; /* when it said so */
	bool input_health_known;   /* its `health`: */
	bool input_over_voltage;   /* Over voltage */
	bool input_too_warm_or_cold; /* a word for a temperature: of the battery, which its charger watches */
	bool input_timer_expired;  /* its safety timer ran out */
	enum cd_tristate slow; /* the firmware's own "slow charger" bit */
	bool high_voltage;     /* more than 5 V was agreed or offered: PD */

	/* What a chip that watches the machine's supply says of it: too low. MAYBE: there is none. */
	enum cd_tristate low_supply;

	/* Type-C. */
	bool has_typec;
	enum cd_tristate partner, sink;

	/* System batteries. */
	bool has_battery;
	const char *battery_by;
	enum cd_battery_status status;
	int64_t capacity; /* % */
	int64_t battery_uv, design_uv; /* design: nominal */
	int64_t cell_uv;               /* of one, where their number is told */
	int64_t raw_ua;           /* as the driver says, sign and all; of the first battery */
	int64_t flow_ua, flow_uw; /* sign as in reading.h; CD_UNKNOWN where sign and status contradict */
	int64_t stored_uwh, full_uwh; /* both or neither */
	int64_t stored_uah, full_uah; /* likewise */
	bool battery_waits;           /* another battery does something else */
	int64_t health;           /* % */
	bool health_bad; /* Dead, Over voltage, Cell imbalance, Blown fuse, No battery, Unspecified failure */
	bool health_known;
	bool timer_expired;      /* `health` says that the charger's safety timer ran out */
	bool too_warm_or_cold;   /* `health` is a word for a temperature */
	int64_t battery_mc;      /* its temperature, m°C */
	bool inhibited;          /* charge_behaviour says so */
	bool limit_exposed;      /* a threshold or a behaviour can be read here, whatever it says */
	int64_t end_threshold;   /* %, CD_UNKNOWN when there is none or it is 100 */
	int64_t start_threshold; /* %, below which charging begins; CD_UNKNOWN when there is none or it is 0 */
	int64_t battery_us;      /* when it last reported */
	bool online_contradicts; /* a supply says online, but the port has no partner and the battery drains */
	bool sign_contradicts;   /* "Charging", and the driver's current says otherwise */

	/* A host's port. */
	bool has_usb_port, usb_device;
	enum cd_enumeration enumeration; /* how the last attach ended; _INVALID: nothing was said */

	char word[_CD_STATE_MAX][CD_WORD_MAX]; /* "" unknown */

	/* What a person said. */
	struct cd_event_note note;    /* folded over all inputs; borrowed */
	const struct cd_input *meter; /* the inline meter of the port; NULL */
	const struct cd_input
		*source_meter; /* where `meter` is at the device's end: one at the source's; NULL */
	unsigned n_meters;
};

/* What the battery driver's sign means: 0 not yet known, 1 as the ABI says (− discharges), −1 unsigned or inverted: use the
 * magnitude, take the direction from `status`. */
struct cd_sign {
	int sign;
	int64_t stored; /* when its current was first negative while it said that it charges; CD_UNKNOWN: it is not so */
	enum { CD_STORED_NONE, CD_STORED_ENERGY, CD_STORED_CHARGE, CD_STORED_PERCENT } of;
};

/* Learns it: while the battery discharges, or where it says that it charges with a negative current, from what it holds,
 * which rises or falls meanwhile. */
void cd_facts_learn(const struct cd_facts *f, struct cd_sign *s);

/* Interprets the last states of `n` inputs. */
void cd_facts_gather(struct cd_input *const *inputs, size_t n, int sign, struct cd_facts *ret);
/* What was heard on the CC line, where the kernel does not say the same. */
void cd_facts_pd(struct cd_facts *f, const struct cd_pd *pd);
/* The battery's driver says that it is full. */
bool cd_facts_full(const struct cd_facts *f);
/* What an input that has left the port still tells of its session: its notes, and that it was the meter. */
void cd_facts_recall(struct cd_facts *f, const struct cd_input *departed);
