/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Every number with its kind, its time and who said it; and gone with whoever said it.
 */

#include "states.h"

#include "readings.h"

#define UCSI "power-supply ucsi-source-psy-USBC000:001 type=USB online=1 "
#define BAT "power-supply BAT0 type=Battery "

static void renew(struct cd_readings *r, struct states *s, struct cd_facts *f)
{
	states_facts(s, 1, f);
	cd_readings_from_facts(r, f, s->item, s->n);
}

static void everything_begins_unknown(void **state)
{
	struct cd_readings r;

	cd_readings_init(&r);
	for (size_t k = 0; k < _CD_READING_MAX; k++)
		assert_i64(r.item[k].value, CD_UNKNOWN);
}

static void a_number_has_a_kind_and_an_author(void **state)
{
	static const struct {
		enum cd_reading_id id;
		int64_t value;
		enum cd_reading_kind kind;
		const char *by;
	} rows[] = {
		{ CD_READING_CONTRACT_VOLTAGE, 20000000, CD_KIND_CONTRACT, "ucsi-source-psy-USBC000:001" },
		{ CD_READING_CONTRACT_CURRENT, 1500000, CD_KIND_CONTRACT, "ucsi-source-psy-USBC000:001" },
		{ CD_READING_CONTRACT_POWER, 30000000, CD_KIND_CONTRACT, "ucsi-source-psy-USBC000:001" },
		{ CD_READING_OFFER_POWER, 45000000, CD_KIND_ADVERTISED, "ucsi-source-psy-USBC000:001" },
		{ CD_READING_BATTERY_VOLTAGE, 11000000, CD_KIND_MEASURED, "BAT0" },
		{ CD_READING_BATTERY_CURRENT, -800000, CD_KIND_MEASURED, "BAT0" },
		{ CD_READING_BATTERY_POWER, -8800000, CD_KIND_MEASURED, "BAT0" },
		{ CD_READING_BATTERY_CAPACITY, 40, CD_KIND_ESTIMATED, "BAT0" },
		{ CD_READING_BATTERY_HEALTH, 90, CD_KIND_ESTIMATED, "BAT0" },
		{ CD_READING_DRAW, 38800000, CD_KIND_ESTIMATED, "BAT0" },
	};
	const char *lines[] = { BAT "status=Discharging capacity=40 current_now=-800000 voltage_now=11000000 "
				    "energy_full=45000000 energy_full_design=50000000",
		UCSI "voltage_now=20000000 current_now=1500000 voltage_max=20000000 current_max=2250000",
		NULL };
	struct cd_readings r;
	struct cd_facts f;
	struct states s;

	cd_readings_init(&r);
	states_make(&s, lines, 42);
	renew(&r, &s, &f);
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const struct cd_reading *x = &r.item[rows[k].id];

		assert_i64(x->value, rows[k].value);
		assert_int_equal(x->kind, rows[k].kind);
		assert_str(x->input, rows[k].by);
		assert_i64(x->t_us, 42);
	}
	assert_i64(r.item[CD_READING_VBUS].value, CD_UNKNOWN); /* a contract is no measurement */
	assert_i64(r.item[CD_READING_POWER].value, CD_UNKNOWN);

	/* And all of it goes when it is not said any more. */
	states_done(&s);
	renew(&r, &s, &f);
	for (size_t k = 0; k < _CD_READING_MAX; k++)
		assert_i64(r.item[k].value, CD_UNKNOWN);
}

/* What a device uses is known only where its battery has to help: then the source gives all it agreed to. */
static void draw_is_estimated_in_discharge_only(void **state)
{
	static const struct {
		const char *battery;
		int64_t draw;
	} rows[] = {
		{ BAT "status=Discharging power_now=8400000", 38400000 },
		{ BAT "status=Charging power_now=8400000", CD_UNKNOWN },
		{ BAT "status=Full power_now=0", CD_UNKNOWN },
		{ BAT "status=Discharging", CD_UNKNOWN },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const char *lines[] = { rows[k].battery, UCSI "voltage_now=20000000 current_now=1500000",
			NULL };
		struct cd_readings r;
		struct cd_facts f;
		struct states s;

		cd_readings_init(&r);
		states_make(&s, lines, 1);
		renew(&r, &s, &f);
		assert_i64(r.item[CD_READING_DRAW].value, rows[k].draw);
		states_done(&s);
	}
}

static void a_sample_leaves_what_it_does_not_say(void **state)
{
	struct cd_sample one = { 0 }, other = { 0 };
	struct cd_readings r;

	cd_readings_init(&r);
	cd_sample_set(&one, CD_FIELD_VBUS, 5000000);
	cd_sample_set(&one, CD_FIELD_IBUS, 700000);
	cd_sample_set(&one, CD_FIELD_TEMP, 31000);
	cd_readings_sample(&r, "m", 5, &one, 700000);
	cd_sample_set(&other, CD_FIELD_VBUS, 5100000);
	cd_readings_sample(&r, "m", 6, &other, CD_UNKNOWN);
	assert_i64(r.item[CD_READING_VBUS].value, 5100000);
	assert_i64(r.item[CD_READING_VBUS].t_us, 6);
	assert_i64(r.item[CD_READING_IBUS].value, 700000);
	assert_i64(r.item[CD_READING_POWER].value, 3500000);
	assert_i64(r.item[CD_READING_POWER].t_us, 5);
	assert_i64(r.item[CD_READING_TEMPERATURE].value, 31000);
	cd_readings_sample(&r, "m", 7, &(struct cd_sample){ 0 }, -300000);
	assert_i64(r.item[CD_READING_IBUS].value, -300000);
	assert_i64(r.item[CD_READING_POWER].value, CD_UNKNOWN);
}

static void the_largest_power_fits(void **state)
{
	struct cd_sample s = { 0 };
	struct cd_readings r;

	cd_readings_init(&r);
	cd_sample_set(&s, CD_FIELD_VBUS, CD_SAMPLE_MAX_UV);
	cd_readings_sample(&r, "m", 0, &s, CD_SAMPLE_MAX_UA);
	assert_i64(r.item[CD_READING_POWER].value, INT64_C(2000000000));
	cd_readings_sample(&r, "m", 0, &s, -CD_SAMPLE_MAX_UA);
	assert_i64(r.item[CD_READING_POWER].value, INT64_C(-2000000000));
}

static void one_input_is_forgotten_and_no_other(void **state)
{
	struct cd_sample s = { 0 };
	struct cd_readings r;

	cd_readings_init(&r);
	cd_sample_set(&s, CD_FIELD_DP, 600000);
	cd_readings_sample(&r, "a", 1, &s, CD_UNKNOWN);
	s.valid = 0;
	cd_sample_set(&s, CD_FIELD_DM, 600000);
	cd_readings_sample(&r, "b", 1, &s, CD_UNKNOWN);
	cd_readings_forget(&r, "a");
	assert_i64(r.item[CD_READING_DP].value, CD_UNKNOWN);
	assert_null(r.item[CD_READING_DP].input);
	assert_i64(r.item[CD_READING_DM].value, 600000);
	cd_readings_forget(&r, "nobody");
	assert_str(r.item[CD_READING_DM].input, "b");
}

static void words_stand_beside_the_numbers(void **state)
{
	const char *lines[] = { BAT "status=Not~charging health=Good",
		"typec port0 power_role=source~[sink] power_operation_mode=usb_power_delivery "
		"port0-partner/x=1",
		"power-supply usb type=USB online=1 usb_type=C~[PD]~PD_PPS charge_type=Fast", NULL };
	static const struct {
		enum cd_state_id id;
		const char *word;
	} rows[] = {
		{ CD_STATE_SUPPLY_ONLINE, "1" },
		{ CD_STATE_BATTERY_STATUS, "Not charging" },
		{ CD_STATE_BATTERY_HEALTH, "Good" },
		{ CD_STATE_USB_TYPE, "PD" },
		{ CD_STATE_CHARGE_TYPE, "Fast" },
		{ CD_STATE_POWER_ROLE, "sink" },
		{ CD_STATE_OPERATION_MODE, "usb_power_delivery" },
		{ CD_STATE_PARTNER, "yes" },
		{ CD_STATE_LED, "green" },
		{ CD_STATE_BATTERY_NOTE, "low" },
		{ CD_STATE_CABLE, NULL },
		{ CD_STATE_ADAPTER, NULL },
		{ CD_STATE_LABEL, NULL },
	};
	struct cd_event_note note = CD_NOTE_NOTHING;
	struct cd_facts f;
	struct states s;

	states_make(&s, lines, 1);
	note.led = "green";
	note.battery = CD_BATTERY_LOW;
	assert_int_equal(cd_input_add_note(s.item[0], &note), 0);
	states_facts(&s, 0, &f);
	assert_int_equal(CD_ELEMENTSOF(rows), _CD_STATE_MAX);
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const char *word = cd_readings_state(&f, rows[k].id);

		if (!cd_streq(word, rows[k].word))
			fail_msg("%s: %s", cd_state_to_string(rows[k].id), word ? word : "nothing");
	}
	states_done(&s);
	cd_facts_gather(NULL, 0, 0, &f);
	for (int k = 0; k < _CD_STATE_MAX; k++)
		assert_null(cd_readings_state(&f, (enum cd_state_id)k));
	f.online = 3;
	assert_null(cd_readings_state(&f, CD_STATE_SUPPLY_ONLINE));
	f.online = -1;
	assert_null(cd_readings_state(&f, CD_STATE_SUPPLY_ONLINE));
	assert_null(cd_readings_state(&f, _CD_STATE_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_begins_unknown),
		cmocka_unit_test(a_number_has_a_kind_and_an_author),
		cmocka_unit_test(draw_is_estimated_in_discharge_only),
		cmocka_unit_test(a_sample_leaves_what_it_does_not_say),
		cmocka_unit_test(the_largest_power_fits),
		cmocka_unit_test(one_input_is_forgotten_and_no_other),
		cmocka_unit_test(words_stand_beside_the_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
