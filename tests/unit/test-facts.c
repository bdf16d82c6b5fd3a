/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What sysfs says, and what it means. A row: lines of inputs, and the facts that matter; the others must be
 * unknown or are not looked at.
 */

#include "states.h"

#define U CD_UNKNOWN
#define UCSI "power-supply ucsi-source-psy-USBC000:001 type=USB "
#define USB "power-supply usb type=USB "
#define BAT "power-supply BAT0 type=Battery "
#define PORT0 "typec port0 "
#define PDO(n, volts, amperes)                                                                               \
	" port0-partner/usb_power_delivery/source-capabilities/" n ":fixed_supply/voltage=" volts            \
	" port0-partner/usb_power_delivery/source-capabilities/" n ":fixed_supply/maximum_current=" amperes

#define PPS(n, volts, amperes, limited)                                                                      \
	" port0-partner/usb_power_delivery/source-capabilities/" n                                           \
	":programmable_supply/maximum_voltage=" volts " port0-partner/usb_power_delivery/source-"            \
	"capabilities/" n ":programmable_supply/maximum_current=" amperes                                    \
	" port0-partner/usb_power_delivery/source-capabilities/" n                                           \
	":programmable_supply/pps_power_limited=" limited

static const struct {
	const char *what;
	const char *lines[4];
	int64_t online, contract_uv, contract_ua, offer_uw, limit_ua, bus_uv, bus_ua;
	bool high;
} sources[] = {
	{ "nothing", { NULL }, U, U, U, U, U, U, U, false },
	{ "a barrel plug", { "power-supply AC type=Mains online=1" }, 1, U, U, U, U, U, U, false },
	{ "unplugged", { "power-supply AC type=Mains online=0" }, 0, U, U, U, U, U, U, false },
	{ "garbage", { "power-supply AC type=Mains online=yes voltage_now=5V" }, U, U, U, U, U, U, U, false },
	{ "the highest online counts", { "power-supply AC type=Mains online=0", USB "online=2" }, 2, U, U, U,
		U, U, U, false },
	{ "a contract is no measurement",
		{ UCSI "online=1 voltage_now=20000000 current_now=3250000 voltage_max=20000000 "
		       "current_max=5000000" },
		1, 20000000, 3250000, 100000000, U, U, U, true },
	{ "tcpm's neither",
		{ "power-supply tcpm-source-psy-1 type=USB online=1 voltage_now=9000000 "
		  "current_now=2000000" },
		1, 9000000, 2000000, U, U, U, U, true },
	{ "5 V is not high", { UCSI "online=1 voltage_now=5000000 current_now=3000000" }, 1, 5000000, 3000000,
		U, U, U, U, false },
	{ "of a source that is gone only leftovers",
		{ UCSI "online=0 voltage_now=20000000 current_now=3250000" }, 0, U, U, U, U, U, U, false },
	{ "no PD: zeroes are no contract", { UCSI "online=1 voltage_now=0 current_now=0" }, 1, U, U, U, U, U,
		U, false },
	{ "a charger that measures",
		{ USB "online=1 voltage_now=4950000 current_now=1480000 input_current_limit=1500000" }, 1, U,
		U, U, 1500000, 4950000, 1480000, false },
	{ "in millivolts", { USB "online=1 voltage_now=4950 current_now=1480" }, 1, U, U, U, U, 4950000,
		1480000, false },
	{ "2 mA are 2 mA", { USB "online=1 voltage_now=4950000 current_now=2000" }, 1, U, U, U, U, 4950000,
		2000, false },
	{ "an offer in millivolts",
		{ UCSI "online=1 voltage_max=4350 current_max=2000 input_current_limit=500" }, 1, U, U,
		8700000, 500000, U, U, false },
	{ "beyond any port", { USB "online=1 voltage_now=90000000 current_now=-5" }, 1, U, U, U, U, U, U,
		false },
	{ "a charger that measures its other side is no meter of VBUS",
		{ "power-supply bq25890-charger-0 type=USB online=1 voltage_now=3900000 "
		  "current_now=-500000" },
		1, U, U, U, U, U, U, false },
	{ "a mouse is no source", { "power-supply hid type=USB scope=Device online=1 voltage_now=5000000" },
		U, U, U, U, U, U, U, false },
	{ "Rp offers 15 W", { PORT0 "power_operation_mode=3.0A port0-partner/type=x" }, U, U, U, 15000000, U,
		U, U, false },
	{ "Rp of a port without partner", { PORT0 "power_operation_mode=3.0A" }, U, U, U, U, U, U, U, false },
	{ "the best of what PD offers",
		{ PORT0 "power_operation_mode=usb_power_delivery" PDO("1", "5000mV", "3000mA")
				PDO("4", "20000mV", "2250mA") },
		U, U, U, 45000000, U, U, U, true },
	{ "a PPS that is limited offers no more than the fixed supplies",
		{ PORT0 PDO("4", "20000mV", "2250mA") PPS("5", "16000mV", "3000mA", "1") }, U, U, U, 45000000,
		U, U, U, true },
	{ "one that is not offers what it says",
		{ PORT0 PDO("4", "20000mV", "2250mA") PPS("5", "16000mV", "3000mA", "0") }, U, U, U, 48000000,
		U, U, U, true },
	{ "what the EC of a Chromebook permits is an offer",
		{ "power-supply CROS_USBPD_CHARGER0 type=USB online=1 voltage_now=4809000 "
		  "voltage_max_design=5000000 current_max=2400000" },
		1, U, U, 12000000, U, 4809000, U, false },
	{ "and of one that is gone none",
		{ "power-supply CROS_USBPD_CHARGER0 type=USB online=0 voltage_max_design=5000000 "
		  "current_max=2400000" },
		0, U, U, U, U, U, U, false },
	{ "the design of another driver's is none",
		{ USB "online=1 voltage_max_design=5000000 current_max=2400000" }, 1, U, U, U, U, U, U, false },
	{ "a PDO half read",
		{ PORT0 "port0-partner/usb_power_delivery/source-capabilities/1:fixed_supply/"
			"voltage=9000mV" },
		U, U, U, U, U, U, U, false },
	{ "a PDO of nonsense", { PORT0 PDO("1", "900000mV", "3000mA") PDO("2", "5000mV", "0mA") }, U, U, U, U,
		U, U, U, false },
	{ "our own offers are not the partner's",
		{ PORT0 "usb_power_delivery/source-capabilities/1:fixed_supply/voltage=20000mV "
			"usb_power_delivery/source-capabilities/1:fixed_supply/maximum_current=3000mA "
			"port0-partner/type=x" },
		U, U, U, U, U, U, U, false },
};

static void sources_are_what_they_say(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(sources); k++) {
		struct states s;
		struct cd_facts f;

		states_make(&s, sources[k].lines, 1);
		states_facts(&s, 0, &f);
		if (f.online != sources[k].online || f.contract_uv != sources[k].contract_uv ||
			f.contract_ua != sources[k].contract_ua || f.offer_uw != sources[k].offer_uw ||
			f.input_limit_ua != sources[k].limit_ua || f.bus_uv != sources[k].bus_uv ||
			f.bus_ua != sources[k].bus_ua || f.high_voltage != sources[k].high)
			fail_msg("%s", sources[k].what);
		states_done(&s);
	}
}

/* The sign a driver has shown while it discharged: 0 none yet, 1 as the ABI says, −1 unsigned or inverted. */
static const struct {
	const char *what;
	const char *lines[3];
	int sign;
	enum cd_battery_status status;
	int64_t flow_ua, flow_uw;
	bool contradicts;
} batteries[] = {
	{ "charging", { BAT "status=Charging current_now=2000000 voltage_now=12000000" }, 0,
		CD_STATUS_CHARGING, 2000000, 24000000, false },
	{ "charging, in watts", { BAT "status=Charging power_now=30000000" }, 1, CD_STATUS_CHARGING, U,
		30000000, false },
	{ "discharging, unsigned", { BAT "status=Discharging current_now=2000000 voltage_now=12000000" }, -1,
		CD_STATUS_DISCHARGING, -2000000, -24000000, false },
	{ "discharging, signed", { BAT "status=Discharging current_now=-2000000" }, 1, CD_STATUS_DISCHARGING,
		-2000000, U, false },
	{ "charging, inverted and known so", { BAT "status=Charging current_now=-2000000" }, -1,
		CD_STATUS_CHARGING, 2000000, U, false },
	{ "says charging, drains: a driver that keeps the sign",
		{ BAT "status=Charging current_now=-2000000" }, 1, CD_STATUS_CHARGING, -2000000, U, true },
	{ "the same of a driver not known yet", { BAT "status=Charging current_now=-2000000" }, 0,
		CD_STATUS_CHARGING, U, U, true },
	{ "full: nothing flows, whatever the gauge ripples",
		{ BAT "status=Full current_now=3000 voltage_now=12000000" }, 1, CD_STATUS_FULL, 0, 0, false },
	{ "held", { BAT "status=Not~charging power_now=0" }, 1, CD_STATUS_NOT_CHARGING, U, 0, false },
	{ "status unknown, sign known", { BAT "status=Unknown current_now=-100000" }, 1, CD_STATUS_UNKNOWN,
		-100000, U, false },
	{ "status unknown, sign unknown", { BAT "status=Unknown current_now=-100000" }, 0, CD_STATUS_UNKNOWN,
		U, U, false },
	{ "a word of another kernel", { BAT "status=Holding current_now=100000" }, 0, CD_STATUS_UNKNOWN, U, U,
		false },
	{ "beyond any battery", { BAT "status=Charging current_now=60000000 power_now=900000000" }, 0,
		CD_STATUS_CHARGING, U, U, false },
	{ "two that charge add up",
		{ BAT "status=Charging power_now=20000000 current_now=1000000",
			"power-supply BAT1 type=Battery status=Charging power_now=10000000 "
			"current_now=3000000" },
		1, CD_STATUS_CHARGING, 1000000, 30000000, false },
	{ "each at its own volts",
		{ BAT "status=Charging current_now=1000000 voltage_now=12000000",
			"power-supply BAT1 type=Battery status=Charging current_now=1000000 "
			"voltage_now=8000000" },
		1, CD_STATUS_CHARGING, 1000000, 20000000, false },
	{ "one of two is not known: neither is the sum",
		{ BAT "status=Charging power_now=20000000",
			"power-supply BAT1 type=Battery status=Charging" },
		1, CD_STATUS_CHARGING, U, U, false },
	{ "nor where the second contradicts itself",
		{ BAT "status=Charging power_now=20000000 current_now=1000000",
			"power-supply BAT1 type=Battery status=Charging power_now=5000000 "
			"current_now=-400000" },
		0, CD_STATUS_CHARGING, 1000000, U, true },
	{ "a contradiction of the first stays",
		{ BAT "status=Charging power_now=20000000 current_now=-1000000",
			"power-supply BAT1 type=Battery status=Charging power_now=5000000 "
			"current_now=400000" },
		1, CD_STATUS_CHARGING, -1000000, -15000000, true },
	{ "one charges, one rests: the first stands",
		{ BAT "status=Charging power_now=20000000",
			"power-supply BAT1 type=Battery status=Full power_now=0" },
		1, CD_STATUS_CHARGING, U, 20000000, false },
	{ "an empty bay is no battery",
		{ BAT "present=0 status=Unknown",
			"power-supply BAT1 type=Battery status=Charging power_now=5000000" },
		1, CD_STATUS_CHARGING, U, 5000000, false },
	{ "a mouse is no battery of the system",
		{ BAT "status=Charging power_now=5000000",
			"power-supply hid type=Battery scope=Device status=Discharging" },
		1, CD_STATUS_CHARGING, U, 5000000, false },
};

static void batteries_are_what_they_say(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(batteries); k++) {
		struct states s;
		struct cd_facts f;

		states_make(&s, batteries[k].lines, 1);
		states_facts(&s, batteries[k].sign, &f);
		assert_true(f.has_battery);
		if (f.status != batteries[k].status || f.flow_ua != batteries[k].flow_ua ||
			f.flow_uw != batteries[k].flow_uw || f.sign_contradicts != batteries[k].contradicts)
			fail_msg("%s: status %d, %lld uA, %lld uW, %d", batteries[k].what, (int)f.status,
				(long long)f.flow_ua, (long long)f.flow_uw, f.sign_contradicts);
		states_done(&s);
	}
}

static void a_sign_is_learnt_in_discharge_only(void **state)
{
	static const struct {
		const char *line;
		int before, after;
	} rows[] = {
		{ BAT "status=Discharging current_now=-5", 0, 1 },
		{ BAT "status=Discharging current_now=5", 0, -1 },
		{ BAT "status=Discharging current_now=5", 1, -1 },
		{ BAT "status=Discharging current_now=0", 1, 1 },
		{ BAT "status=Discharging", -1, -1 },
		{ BAT "status=Charging current_now=-5", 0, 0 },
		{ BAT "status=Unknown current_now=-5", 0, 0 },
		{ "power-supply AC type=Mains", 0, 0 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const char *lines[] = { rows[k].line, NULL };
		struct cd_sign sign = { .sign = rows[k].before };
		struct states s;
		struct cd_facts f;

		states_make(&s, lines, 1);
		states_facts(&s, sign.sign, &f);
		cd_facts_learn(&f, &sign);
		assert_int_equal(sign.sign, rows[k].after);
		states_done(&s);
	}
}

/* The sign is the first battery's; a second one with the other habit must not unlearn it. */
static void the_first_battery_teaches(void **state)
{
	const char *lines[] = { BAT "status=Discharging current_now=-5",
		"power-supply BAT1 type=Battery status=Discharging current_now=5", NULL };
	struct states s;
	struct cd_facts f;
	struct cd_sign sign = { 0 };

	states_make(&s, lines, 1);
	states_facts(&s, sign.sign, &f);
	cd_facts_learn(&f, &sign);
	assert_int_equal(sign.sign, 1);
	states_done(&s);
}

/* It says that it charges, and its current is negative: what it holds tells which of the two is so. */
static void what_it_holds_teaches(void **state)
{
	static const struct {
		const char *first, *then;
		int after;
	} rows[] = {
		{ "charge_full=2800000 charge_now=1000000", "charge_full=2800000 charge_now=972000", 1 },
		{ "charge_full=2800000 charge_now=1000000", "charge_full=2800000 charge_now=973000", 0 },
		{ "charge_full=2800000 charge_now=1000000", "charge_full=2800000 charge_now=1028000", -1 },
		{ "energy_full=40000000 energy_now=20000000", "energy_full=40000000 energy_now=19600000", 1 },
		{ "capacity=53", "capacity=51", 1 },
		{ "capacity=53", "capacity=52", 0 },
		{ "capacity=53", "capacity=55", -1 },
		{ "capacity=53", "capacity=51 charge_full=2800000 charge_now=1000000", 0 }, /* of another kind */
		{ "health=Good", "health=Good", 0 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const char *words[] = { rows[k].first, rows[k].then };
		struct cd_sign sign = { 0 };

		for (int n = 0; n < 2; n++) {
			char line[256];
			const char *lines[] = { line, NULL };
			struct states s;
			struct cd_facts f;

			(void)snprintf(line, sizeof(line), BAT "status=Charging current_now=-230000 %s", words[n]);
			states_make(&s, lines, 1);
			states_facts(&s, sign.sign, &f);
			cd_facts_learn(&f, &sign);
			states_done(&s);
		}
		if (sign.sign != rows[k].after)
			fail_msg("row %zu: %d", k, sign.sign);
	}
}

static void the_pack_is_described(void **state)
{
	const char *lines[] = { BAT
		"status=Not~charging capacity=80 voltage_now=15400000 voltage_min_design=15400000 "
		"energy_full=40000000 energy_full_design=50000000 health=Good "
		"charge_control_end_threshold=80 charge_behaviour=[auto]~inhibit-charge",
		NULL };
	struct states s;
	struct cd_facts f;

	states_make(&s, lines, 77);
	states_facts(&s, 0, &f);
	assert_i64(f.capacity, 80);
	assert_i64(f.battery_uv, 15400000);
	assert_i64(f.design_uv, 15400000);
	assert_i64(f.health, 80);
	assert_i64(f.end_threshold, 80);
	assert_i64(f.battery_us, 77);
	assert_true(f.health_known && !f.health_bad && !f.inhibited);
	assert_str(f.word[CD_STATE_BATTERY_STATUS], "Not charging");
	assert_str(f.battery_by, "BAT0");
	states_done(&s);
}

static void limits_and_health(void **state)
{
	static const struct {
		const char *line;
		int64_t threshold, health, capacity;
		bool inhibited, known, bad;
	} rows[] = {
		{ BAT "x=1", U, U, U, false, false, false },
		{ BAT "charge_control_end_threshold=100 capacity=101", U, U, U, false, false, false },
		{ BAT "charge_control_end_threshold=0 capacity=100", U, U, 100, false, false, false },
		{ BAT "charge_control_end_threshold=99 capacity=-1", 99, U, U, false, false, false },
		{ BAT "charge_behaviour=auto~[inhibit-charge]", U, U, U, true, false, false },
		{ BAT "charge_behaviour=auto~[inhibit-charge-awake]", U, U, U, true, false, false },
		{ BAT "charge_behaviour=auto~inhibit-charge", U, U, U, false, false, false },
		{ BAT "health=Unknown", U, U, U, false, false, false },
		{ BAT "health=Dead", U, U, U, false, true, true },
		{ BAT "health=Overheat", U, U, U, false, true,
			false }, /* a temperature is no fault of the pack */
		{ BAT "health=Safety~timer~expire", U, U, U, false, true,
			false }, /* said of its own: a pre-charge that does not end */
		{ BAT "charge_full=3000000 charge_full_design=4000000", U, 75, U, false, false, false },
		{ BAT "energy_full=3000000 charge_full=3000000 charge_full_design=4000000", U, 75, U, false,
			false, false },
		{ BAT "energy_full=0 energy_full_design=0", U, U, U, false, false, false },
		{ BAT "energy_full=999999999999 energy_full_design=1", U, 99999999999900, U, false, false,
			false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_facts f;

		states_facts_of(rows[k].line, &f);
		if (f.end_threshold != rows[k].threshold || f.health != rows[k].health ||
			f.capacity != rows[k].capacity || f.inhibited != rows[k].inhibited ||
			f.health_known != rows[k].known || f.health_bad != rows[k].bad)
			fail_msg("%s", rows[k].line);
	}
}

static void the_connector_and_the_port(void **state)
{
	static const struct {
		const char *line;
		enum cd_tristate partner, sink;
		bool typec, usb_port, device;
	} rows[] = {
		{ PORT0 "power_role=source~[sink]", CD_NO, CD_MAYBE, true, false, false },
		{ PORT0 "power_role=source~[sink] port0-partner/type=x", CD_YES, CD_YES, true, false, false },
		{ PORT0 "power_role=[source]~sink port0-partner/type=x", CD_YES, CD_NO, true, false, false },
		{ PORT0 "power_role=sink port0-partner/type=x", CD_YES, CD_YES, true, false, false },
		{ PORT0 "port0-partner/type=x", CD_YES, CD_MAYBE, true, false, false },
		{ PORT0 "port1-partner/type=x", CD_NO, CD_MAYBE, true, false, false },
		{ "usb-port usb1-port2 connect_type=hotplug", CD_MAYBE, CD_MAYBE, false, true, false },
		{ "usb-port usb1-port2 device/bMaxPower=500mA", CD_MAYBE, CD_MAYBE, false, true, true },
		{ "usb-device 1-2 speed=480", CD_MAYBE, CD_MAYBE, false, false, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_facts f;

		states_facts_of(rows[k].line, &f);
		if (f.partner != rows[k].partner || f.sink != rows[k].sink || f.has_typec != rows[k].typec ||
			f.has_usb_port != rows[k].usb_port || f.usb_device != rows[k].device)
			fail_msg("%s", rows[k].line);
	}
}

/* A supply that says online at a connector without a partner may be right, if the battery says the same. */
static void online_may_be_stuck(void **state)
{
	static const struct {
		const char *lines[4];
		bool stuck;
	} rows[] = {
		{ { BAT "status=Discharging", PORT0 "power_role=source~[sink]", UCSI "online=1" }, true },
		{ { BAT "status=Charging", PORT0 "power_role=source~[sink]", UCSI "online=1" }, false },
		{ { BAT "status=Discharging", PORT0 "port0-partner/type=x", UCSI "online=1" }, false },
		{ { BAT "status=Discharging", PORT0 "power_role=source~[sink]", UCSI "online=0" }, false },
		{ { BAT "status=Discharging", UCSI "online=1" }, false },
		{ { PORT0 "power_role=source~[sink]", UCSI "online=1" }, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct states s;
		struct cd_facts f;

		states_make(&s, rows[k].lines, 1);
		states_facts(&s, 0, &f);
		if (f.online_contradicts != rows[k].stuck)
			fail_msg("row %zu", k);
		states_done(&s);
	}
}

static void the_firmware_may_say_slow(void **state)
{
	static const struct {
		const char *line;
		enum cd_tristate slow;
	} rows[] = {
		{ UCSI "online=1 charge_type=Trickle", CD_YES },
		{ UCSI "online=1 charge_type=Standard", CD_NO },
		{ UCSI "online=1 charge_type=Unknown", CD_MAYBE },
		{ UCSI "online=0 charge_type=Trickle", CD_MAYBE },
		{ USB "online=1 charge_type=Trickle", CD_MAYBE }, /* a charger's own pre-charge */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_facts f;

		states_facts_of(rows[k].line, &f);
		assert_int_equal(f.slow, rows[k].slow);
	}
}

static struct cd_input *noted(const char *line, const char *cable, const char *adapter)
{
	struct cd_input *i = states_input(line, 1);
	struct cd_event_note note = CD_NOTE_NOTHING;

	note.cable = cable;
	note.adapter = adapter;
	assert_int_equal(cd_input_add_note(i, &note), 0);
	return i;
}

static void notes_of_all_inputs_fold(void **state)
{
	struct states s = { .n = 2 };
	struct cd_input *departed = noted("iio ina219", "black", "thick");
	struct cd_facts f;

	s.item[0] = noted("meter a", "red", NULL);
	s.item[1] = noted("meter b", NULL, "5 W");
	states_facts(&s, 0, &f);
	assert_str(f.note.cable, "red");
	assert_str(f.note.adapter, "5 W");
	assert_ptr_equal(f.meter, s.item[0]);

	/* What has left is heard where nobody else speaks. */
	cd_facts_recall(&f, departed);
	assert_str(f.note.cable, "red");
	assert_ptr_equal(f.meter, s.item[0]);
	states_done(&s);
	states_facts(&s, 0, &f);
	assert_null(f.meter);
	cd_facts_recall(&f, departed);
	assert_str(f.note.cable, "black");
	assert_ptr_equal(f.meter, departed);
	cd_input_free(departed);
}

static void what_meters_is_the_meter(void **state)
{
	for (int k = 0; k < _CD_INPUT_MAX; k++) {
		bool meters = k == CD_INPUT_METER || k == CD_INPUT_HWMON || k == CD_INPUT_IIO;
		struct states s = { .n = 1 };
		struct cd_facts f;
		char line[64];

		(void)snprintf(line, sizeof(line), "%s x", cd_input_kind_to_string((enum cd_input_kind)k));
		s.item[0] = states_input(line, 1);
		states_facts(&s, 0, &f);
		assert_int_equal(f.meter != NULL, meters);
		f.meter = NULL;
		cd_facts_recall(&f, s.item[0]);
		assert_int_equal(f.meter != NULL, meters);
		states_done(&s);
	}
}

static void a_long_word_is_cut(void **state)
{
	const char *lines[] = { BAT "status=A~status~of~far~more~than~thirty-one~bytes~in~all", NULL };
	struct states s;
	struct cd_facts f;

	states_make(&s, lines, 1);
	states_facts(&s, 0, &f);
	assert_int_equal(strlen(f.word[CD_STATE_BATTERY_STATUS]), CD_WORD_MAX - 1);
	states_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_are_what_they_say),
		cmocka_unit_test(batteries_are_what_they_say),
		cmocka_unit_test(a_sign_is_learnt_in_discharge_only),
		cmocka_unit_test(the_first_battery_teaches),
		cmocka_unit_test(what_it_holds_teaches),
		cmocka_unit_test(the_pack_is_described),
		cmocka_unit_test(limits_and_health),
		cmocka_unit_test(the_connector_and_the_port),
		cmocka_unit_test(online_may_be_stuck),
		cmocka_unit_test(the_firmware_may_say_slow),
		cmocka_unit_test(notes_of_all_inputs_fold),
		cmocka_unit_test(what_meters_is_the_meter),
		cmocka_unit_test(a_long_word_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
