// SPDX-License-Identifier: EUPL-1.2
/*
 * A JSON writer (RFC 8259) that only appends: no tree, no memory of its own.
 * Member names are literals. Commas come by themselves; closing what is not open,
 * a value without a name inside an object and too deep a nesting are bugs.
 */
#ifndef RENDER_JSON_H
#define RENDER_JSON_H

#include "base/date.h"
#include "base/money.h"

#define JSON_DEPTH 32

struct json {
    struct buf *b;
    struct zone zone; /* in which instants are written */
    uint32_t objects; /* a bit per open level: is it an object? */
    uint32_t filled;  /* a bit per open level: has it got something? */
    int depth;
    bool named; /* a member's name stands there and waits for its value */
};

void json_open(struct json *j, struct buf *b, struct zone zone);

void json_open_object(struct json *j);
void json_close_object(struct json *j);
void json_open_array(struct json *j);
void json_close_array(struct json *j);

/* The name of the member whose value follows: a literal without anything to escape, or any text. */
#define json_name(j, literal) json_name_made((j), S("\"" literal "\":"))
void json_name_made(struct json *j, struct str quoted);
void json_name_str(struct json *j, struct str name);

void json_put_str(struct json *j, struct str s);
void json_put_i64(struct json *j, int64_t n);
void json_put_int(struct json *j, int n);
void json_put_size(struct json *j, size_t n);
void json_put_bool(struct json *j, bool is);
void json_put_null(struct json *j);

/* A whole value of JSON as it was made before: only what was read and written by a parser. */
void json_put_made(struct json *j, struct str json);

/* "2024-04-26"; local times to the minute without a zone; instants by RFC 3339. */
void json_put_date(struct json *j, struct date d);
void json_put_local(struct json *j, struct local at);
void json_put_instant(struct json *j, struct instant at);

/* The sum in minor units, as a number; the currency is the schema's. */
void json_put_money(struct json *j, struct money m);

/* n / 10^digits as a number: (9976, 2) is 99.76. */
void json_put_decimal(struct json *j, int64_t n, int digits);

/* The writer is done: one whole value, everything closed, and it fitted. */
bool json_done(const struct json *j);

/* clang-format off */
/*
 * A value by its type, and a member with one. Neither int nor bool is among the types: true,
 * false and what == gives are int in C, and would be written as 1 and 0 where truth is meant.
 */
#define json_value(j, x) _Generic((x), \
    struct str: json_put_str, int64_t: json_put_i64, size_t: json_put_size, \
    struct date: json_put_date, struct local: json_put_local, struct instant: json_put_instant, \
    struct money: json_put_money)((j), (x))
/* clang-format on */
#define json_member(j, literal, x) (json_name((j), literal), json_value((j), (x)))
#define json_member_int(j, literal, n) (json_name((j), literal), json_put_int((j), (n)))
#define json_member_bool(j, literal, is) (json_name((j), literal), json_put_bool((j), (is)))

#endif
