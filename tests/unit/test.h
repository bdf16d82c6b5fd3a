/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* cmocka wants these before itself, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef NDEBUG
#include <assert.h>

/* 64 bits with their value on failure: cmocka's own casts hide the sign. */
#define assert_i64(a, b)                                                                                     \
	do {                                                                                                 \
		int64_t _a = (a), _b = (b);                                                                  \
		if (_a != _b)                                                                                \
			fail_msg("%s: %lld is not %lld", #a, (long long)_a, (long long)_b);                  \
	} while (0)

#define assert_str(a, b)                                                                                     \
	do {                                                                                                 \
		const char *_a = (a), *_b = (b);                                                             \
		assert_non_null(_a);                                                                         \
		assert_string_equal(_a, _b);                                                                 \
	} while (0)
