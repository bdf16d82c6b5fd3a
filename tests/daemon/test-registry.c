/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The daemon's bounded collections: ports, presence rows, ended sessions.
 */

#include <json-c/json.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "history.h"
#include "port.h"
#include "presence.h"
#include "router.h"

/* A router with `n` ports "a0" … */
static struct cd_router *make_router(unsigned n)
{
	const struct cd_settings settings = CD_SETTINGS_DEFAULT;
	static const struct cd_profiles none;
	struct cd_router *r;

	assert_int_equal(cd_router_new(&settings, &none, &r), 0);
	for (unsigned i = 0; i < n; i++) {
		struct cd_event ev = { .type = CD_EVENT_ADDED };
		char name[16];

		(void)snprintf(name, sizeof(name), "a%u", i);
		ev.input = name;
		ev.added.kind = CD_INPUT_POWER_SUPPLY;
		assert_int_equal(cd_router_feed(r, &ev), 0);
	}
	assert_int_equal(cd_router_n_ports(r), n);
	return r;
}

static int add(struct ports *ports, struct cd_engine *engine, struct port **ret)
{
	return ports_add(ports, NULL, engine, cd_engine_name(engine), ret);
}

static void test_ports(void **state)
{
	struct cd_router *one = make_router(3), *two = make_router(2);
	struct ports ports = { 0 };
	struct port *p;

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(add(&ports, cd_router_port(one, i), &p), 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(add(&ports, cd_router_port(two, i), &p), 0);
	assert_string_equal(p->name, "a1-2");
	assert_string_equal(p->path, "/org/chargediag1/port/a1_2d2");
	assert_ptr_equal(ports_find_path(&ports, p->path), p);
	assert_ptr_equal(ports_find_name(&ports, "a1-2"), p);
	for (size_t i = 0; i < 3; i++)
		assert_ptr_equal(
			ports_find_engine(&ports, cd_router_port(one, i))->engine, cd_router_port(one, i));
	assert_null(ports_find_path(&ports, "/org/chargediag1/port"));
	assert_null(ports_find_session(&ports, 0));
	p->session = 7;
	assert_ptr_equal(ports_find_session(&ports, 7), p);
	ports_remove(&ports, ports_find_name(&ports, "a1"));
	assert_null(ports_find_name(&ports, "a1"));
	assert_null(ports_find_engine(&ports, cd_router_port(one, 1)));
	assert_non_null(ports_find_engine(&ports, cd_router_port(two, 1)));
	assert_int_equal(ports.n, 4);
	ports_done(&ports);
	cd_router_free(one);
	cd_router_free(two);
}

static void test_ports_bound(void **state)
{
	struct cd_router *routers[3];
	struct ports ports = { 0 };
	struct port *p;

	for (size_t i = 0; i < 3; i++) {
		routers[i] = make_router(CD_ROUTER_PORTS_MAX);
		for (size_t k = 0; k < CD_ROUTER_PORTS_MAX; k++)
			assert_int_equal(add(&ports, cd_router_port(routers[i], k), &p), i < 2 ? 0 : -E2BIG);
	}
	assert_int_equal(ports.n, PORTS_MAX);
	assert_int_equal(ports.refused, CD_ROUTER_PORTS_MAX);
	ports_done(&ports);
	for (size_t i = 0; i < 3; i++)
		cd_router_free(routers[i]);
}

static void test_presence(void **state)
{
	struct presence p = { 0 };
	char name[16];

	assert_int_equal(presence_set(&p, "usb", "interface", CD_ABSENT, "no bus"), 1);
	assert_int_equal(presence_set(&p, "usb", "interface", CD_ABSENT, "no bus"), 0);
	assert_int_equal(presence_set(&p, "usb", "interface", CD_PRESENT, NULL), 1);
	assert_string_equal(p.rows[0].detail, "");
	assert_true(presence_remove(&p, "usb"));
	assert_false(presence_remove(&p, "usb"));
	for (int i = 0; i < PRESENCE_MAX + 5; i++) {
		(void)snprintf(name, sizeof(name), "i%d", i);
		assert_int_equal(
			presence_set(&p, name, "meter", CD_PRESENT, ""), i < PRESENCE_MAX ? 1 : -E2BIG);
	}
	assert_int_equal(p.refused, 5);
	for (size_t i = 1; i < p.n; i++)
		assert_true(strcmp(p.rows[i - 1].name, p.rows[i].name) < 0);
	/* What is there can still say something else. */
	assert_int_equal(presence_set(&p, "i7", "meter", CD_FAILED, "busy"), 1);
	presence_done(&p);
}

static void test_history(void **state)
{
	struct json_object *o =
		json_tokener_parse("{\"start_us\":5,\"end_us\":9,\"energy_uwh\":null,"
				   "\"verdict\":{\"class\":\"ok\",\"cause\":\"full\",\"confidence\":0.5}}");
	struct history h = { 0 };

	assert_null(history_get(&h, 0));
	for (uint64_t id = 1; id <= HISTORY_MAX + 3; id++)
		assert_int_equal(history_add(&h, id, "p", o, 100), 0);
	assert_int_equal(history_get(&h, 0)->id, HISTORY_MAX + 3);
	assert_int_equal(history_get(&h, HISTORY_MAX - 1)->id, 4);
	assert_null(history_get(&h, HISTORY_MAX));
	assert_null(history_find(&h, 3));
	assert_null(history_find(&h, 0));
	assert_int_equal(history_find(&h, 4)->start_us, 105);
	assert_int_equal(history_find(&h, 4)->end_us, 109);
	assert_false(cd_known(history_find(&h, 4)->energy_uwh));
	assert_string_equal(history_find(&h, 4)->cause, "full");
	assert_non_null(strstr(history_find(&h, 4)->analysis, "\"sessions\":[{"));
	history_done(&h);
	assert_null(history_get(&h, 0));
	/* An analysis without a verdict is kept as it is. */
	json_object_put(o);
	o = json_object_new_object();
	assert_int_equal(history_add(&h, 1, "p", o, 0), 0);
	assert_string_equal(history_get(&h, 0)->cause, "");
	history_done(&h);
	json_object_put(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_ports_bound),
		cmocka_unit_test(test_presence),
		cmocka_unit_test(test_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
