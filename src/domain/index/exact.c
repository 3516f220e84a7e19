// SPDX-License-Identifier: EUPL-1.2
/*
 * See exact.h. The small form is always in lowest terms; its operations use the
 * compiler's overflow checks and fall to the large form when one fires. The
 * large form is reduced only when it would outgrow EXACT_LIMBS: adding thirty
 * leaves with different denominators costs thirty short multiplications and no
 * long division, which is why a province's year is scored in milliseconds.
 * Invariant: a value that fits the small form after reduction is not promised
 * to be in it, so nothing may compare representations; exact_cmp is the only way.
 */
#include "domain/index/exact.h"

#include <string.h>

#include "domain/index/mag.h"

#define DIGITS_MAX 18

struct exact_big {
    bool negative;
    struct mag num, den;
};

/* Wide enough for a product of two int64_t; only multiplied and compared. */
__extension__ typedef __int128 wide;

static int64_t
gcd(int64_t left, int64_t right)
{
    uint64_t x = left < 0 ? 0 - (uint64_t)left : (uint64_t)left;
    uint64_t y = right < 0 ? 0 - (uint64_t)right : (uint64_t)right;
    if (x == 0 || y == 0)
        return (int64_t)(x | y);
    int twos = __builtin_ctzll(x | y); /* Stein's: subtractions and shifts, no division */
    x >>= __builtin_ctzll(x);
    while (y != 0) {
        y >>= __builtin_ctzll(y);
        uint64_t low = x < y ? x : y;
        y = x < y ? y - x : x - y;
        x = low;
    }
    return (int64_t)(x << twos);
}

struct exact
exact_ratio(int64_t num, int64_t den)
{
    ASSERT(den > 0 && num > INT64_MIN);
    int64_t g = den == 1 ? 1 : gcd(num, den);
    return (struct exact){num / g, den / g, NULL};
}

static struct exact_big
big_of(struct arena *a, struct exact value)
{
    if (value.big)
        return *value.big;
    uint64_t size = value.num < 0 ? 0 - (uint64_t)value.num : (uint64_t)value.num;
    return (struct exact_big){value.num < 0, mag_of(a, size), mag_of(a, (uint64_t)value.den)};
}

static void
reduce(struct arena *a, struct exact_big *v)
{
    struct mag rest, g = mag_gcd(a, v->num, v->den);
    if (g.n == 0 || (g.n == 1 && g.d[0] == 1))
        return;
    v->num = mag_div(a, v->num, g, &rest);
    v->den = mag_div(a, v->den, g, &rest);
}

/* Back to the small form where possible; false when even lowest terms are too large. */
static bool
settle(struct arena *a, struct exact_big v, struct exact *ret)
{
    int64_t num, den;
    if (v.num.n > EXACT_LIMBS || v.den.n > EXACT_LIMBS)
        reduce(a, &v);
    if (v.num.n > EXACT_LIMBS || v.den.n > EXACT_LIMBS)
        return false;
    if (mag_small(v.num, &num) && mag_small(v.den, &den)) {
        *ret = exact_ratio(v.negative ? -num : num, den);
        return true;
    }
    struct exact_big *kept = NEW(a, struct exact_big);
    *kept = v;
    *ret = (struct exact){.num = v.num.n > 0 ? (v.negative ? -1 : 1) : 0, .big = kept};
    return true;
}

/* The greatest common divisor of two denominators where it is cheap, else 1. */
static struct mag
cheap_gcd(struct arena *a, struct mag left, struct mag right)
{
    struct mag low = left.n < right.n ? left : right, high = left.n < right.n ? right : left, rest;
    int64_t small_low, small_rest;
    if (!mag_small(low, &small_low))
        return mag_of(a, 1);
    mag_div(a, high, low, &rest);
    if (!mag_small(rest, &small_rest))
        return mag_of(a, 1);
    return mag_of(a, (uint64_t)gcd(small_low, small_rest));
}

static bool
add_big(struct arena *a, struct exact_big l, struct exact_big r, struct exact *ret)
{
    struct exact_big sum = {0};
    bool same_den = mag_cmp(l.den, r.den) == 0;
    if (same_den) {
        sum.den = l.den;
    } else {
        struct mag rest, g = cheap_gcd(a, l.den, r.den);
        struct mag up = mag_div(a, r.den, g, &rest);
        r.num = mag_mul(a, r.num, mag_div(a, l.den, g, &rest));
        l.num = mag_mul(a, l.num, up);
        sum.den = mag_mul(a, l.den, up);
    }
    if (l.negative == r.negative) {
        sum.negative = l.negative;
        sum.num = mag_add(a, l.num, r.num);
    } else if (mag_cmp(l.num, r.num) >= 0) {
        sum.negative = l.negative;
        sum.num = mag_sub(a, l.num, r.num);
    } else {
        sum.negative = r.negative;
        sum.num = mag_sub(a, r.num, l.num);
    }
    return settle(a, sum, ret);
}

static bool
add_small(struct exact l, struct exact r, struct exact *ret)
{
    int64_t g = l.den == 1 || r.den == 1 ? 1 : gcd(l.den, r.den);
    int64_t up = r.den / g, x, y, den;
    if (__builtin_mul_overflow(l.num, up, &x) || __builtin_mul_overflow(r.num, l.den / g, &y) ||
        __builtin_add_overflow(x, y, &x) || __builtin_mul_overflow(l.den, up, &den) ||
        x == INT64_MIN)
        return false;
    *ret = exact_ratio(x, den);
    return true;
}

bool
exact_add(struct arena *a, struct exact left, struct exact right, struct exact *ret)
{
    if (!left.big && !right.big && add_small(left, right, ret))
        return true;
    return add_big(a, big_of(a, left), big_of(a, right), ret);
}

struct exact
exact_neg(struct arena *a, struct exact value)
{
    if (value.big) {
        struct exact_big *turned = NEW(a, struct exact_big);
        *turned = *value.big;
        turned->negative = !turned->negative;
        value.big = turned;
    }
    value.num = -value.num;
    return value;
}

bool
exact_sub(struct arena *a, struct exact left, struct exact right, struct exact *ret)
{
    return exact_add(a, left, exact_neg(a, right), ret);
}

static bool
mul_small(struct exact l, struct exact r, struct exact *ret)
{
    int64_t g = l.den == 1 ? 1 : gcd(r.num, l.den), h = r.den == 1 ? 1 : gcd(l.num, r.den);
    int64_t num, den;
    if (__builtin_mul_overflow(l.num / h, r.num / g, &num) ||
        __builtin_mul_overflow(l.den / g, r.den / h, &den) || num == INT64_MIN)
        return false;
    *ret = (struct exact){num, num == 0 ? 1 : den, NULL};
    return true;
}

static bool
is_one(struct exact value)
{
    return !value.big && value.num == 1 && value.den == 1;
}

bool
exact_mul(struct arena *a, struct exact left, struct exact right, struct exact *ret)
{
    if (!left.big && !right.big && mul_small(left, right, ret))
        return true;
    if (is_one(left) || is_one(right)) {
        *ret = is_one(left) ? right : left;
        return true;
    }
    struct exact_big l = big_of(a, left), r = big_of(a, right);
    return settle(a,
                  (struct exact_big){l.negative != r.negative, mag_mul(a, l.num, r.num),
                                     mag_mul(a, l.den, r.den)},
                  ret);
}

bool
exact_div(struct arena *a, struct exact left, struct exact by, struct exact *ret)
{
    ASSERT(!exact_is_zero(by));
    if (!by.big) {
        struct exact turned = {by.num < 0 ? -by.den : by.den, by.num < 0 ? -by.num : by.num, NULL};
        return exact_mul(a, left, turned, ret);
    }
    struct exact_big l = big_of(a, left), r = *by.big;
    return settle(a,
                  (struct exact_big){l.negative != r.negative, mag_mul(a, l.num, r.den),
                                     mag_mul(a, l.den, r.num)},
                  ret);
}

int
exact_sign(struct exact value)
{
    return (value.num > 0) - (value.num < 0);
}

int
exact_cmp(struct arena *a, struct exact left, struct exact right)
{
    if (!left.big && !right.big) {
        wide l = (wide)left.num * right.den, r = (wide)right.num * left.den;
        return (l > r) - (l < r);
    }
    int sign = exact_sign(left);
    if (sign != exact_sign(right))
        return sign < exact_sign(right) ? -1 : 1;
    struct arena_mark mark = arena_mark(a);
    struct exact_big l = big_of(a, left), r = big_of(a, right);
    int order = sign * mag_cmp(mag_mul(a, l.num, r.den), mag_mul(a, r.num, l.den));
    arena_rewind(a, mark);
    return order;
}

struct exact
exact_min(struct arena *a, struct exact left, struct exact right)
{
    return exact_cmp(a, left, right) <= 0 ? left : right;
}

struct exact
exact_max(struct arena *a, struct exact left, struct exact right)
{
    return exact_cmp(a, left, right) >= 0 ? left : right;
}

bool
exact_whole(struct arena *a, struct exact value, int64_t *ret)
{
    if (value.big) {
        struct exact_big v = *value.big;
        reduce(a, &v);
        if (!settle(a, v, &value) || value.big)
            return false;
    }
    if (value.den != 1)
        return false;
    *ret = value.num;
    return true;
}

int64_t
exact_floor(struct arena *a, struct exact value)
{
    struct arena_mark mark = arena_mark(a);
    struct exact_big v = big_of(a, value);
    struct mag rest, q = mag_div(a, v.num, v.den, &rest);
    int64_t whole = INT64_MAX;
    if (!mag_small(q, &whole))
        whole = INT64_MAX;
    if (exact_sign(value) < 0)
        whole = rest.n > 0 && whole < INT64_MAX ? -whole - 1 : -whole;
    arena_rewind(a, mark);
    return whole;
}

size_t
exact_limbs(struct exact value)
{
    if (!value.big)
        return 2;
    return value.big->num.n > value.big->den.n ? value.big->num.n : value.big->den.n;
}

static struct mag
mag_copy(struct arena *a, const uint32_t *d, size_t n)
{
    uint32_t *copy = NEW_ARRAY(a, uint32_t, n + 1);
    if (n > 0)
        memcpy(copy, d, n * sizeof *d);
    return (struct mag){copy, n};
}

struct exact
exact_keep(struct arena *a, struct arena_mark mark, struct exact value)
{
    uint32_t num[EXACT_LIMBS], den[EXACT_LIMBS];
    if (!value.big) {
        if (a->used != mark.used)
            arena_rewind(a, mark);
        return value;
    }
    struct exact_big v = *value.big;
    if (v.num.n > 0)
        memcpy(num, v.num.d, v.num.n * sizeof *num);
    memcpy(den, v.den.d, v.den.n * sizeof *den);
    arena_rewind(a, mark);
    v.num = mag_copy(a, num, v.num.n);
    v.den = mag_copy(a, den, v.den.n);
    struct exact_big *kept = NEW(a, struct exact_big);
    *kept = v;
    value.big = kept;
    return value;
}

static int64_t
power_of_ten(int places)
{
    int64_t power = 1;
    while (places-- > 0)
        power *= 10;
    return power;
}

/* Digits from s at *at on, added to *value; how many there were. */
static int
read_digits(struct str s, size_t *at, int64_t *value)
{
    int n = 0;
    while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && n <= DIGITS_MAX) {
        *value = *value * 10 + (s.p[*at] - '0');
        (*at)++;
        n++;
        if (*value >= power_of_ten(DIGITS_MAX))
            return DIGITS_MAX + 1;
    }
    return n;
}

bool
exact_parse(struct str s, struct exact *ret)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    size_t at = negative;
    int64_t value = 0;
    int whole = read_digits(s, &at, &value), part = 0;
    if (whole == 0 || whole > DIGITS_MAX)
        return false;
    if (at < s.n && s.p[at] == '.') {
        at++;
        part = read_digits(s, &at, &value);
        if (part == 0 || whole + part > DIGITS_MAX)
            return false;
    }
    if (at < s.n && s.p[at] == '%' && whole + part + 2 <= DIGITS_MAX) {
        at++;
        part += 2;
    }
    if (at != s.n)
        return false;
    *ret = exact_ratio(negative ? -value : value, power_of_ten(part));
    return true;
}

/* |value| × 10^places as a whole number, half up. */
static struct mag
scaled(struct arena *a, struct exact value, int places)
{
    struct exact_big v = big_of(a, value);
    struct mag rest, two = mag_of(a, 2);
    struct mag q =
        mag_div(a, mag_mul(a, v.num, mag_of(a, (uint64_t)power_of_ten(places))), v.den, &rest);
    if (mag_cmp(mag_mul(a, rest, two), v.den) >= 0)
        q = mag_add(a, q, mag_of(a, 1));
    return q;
}

struct exact
exact_round(struct arena *a, struct exact value, int places)
{
    struct exact_big v = {exact_sign(value) < 0, scaled(a, value, places),
                          mag_of(a, (uint64_t)power_of_ten(places))};
    struct exact rounded;
    ASSERT(settle(a, v, &rounded));
    return rounded;
}

/* Decimal digits of m, at least min of them, most significant first. */
static struct str
mag_digits(struct arena *a, struct mag m, size_t min)
{
    size_t room = m.n * 10 + min + 1, at = room;
    char *text = NEW_ARRAY(a, char, room);
    struct mag ten = mag_of(a, 10), rest;
    while (m.n > 0 || room - at < min) {
        m = mag_div(a, m, ten, &rest);
        text[--at] = (char)('0' + (rest.n > 0 ? rest.d[0] : 0));
    }
    return (struct str){text + at, room - at};
}

static void
print_decimal(struct buf *b, struct arena *a, struct exact value, int places, bool is_short)
{
    struct arena_mark mark = arena_mark(a);
    struct mag m = scaled(a, value, places);
    struct str digits = mag_digits(a, m, (size_t)places + 1);
    struct str part = str_sub(digits, digits.n - (size_t)places, (size_t)places);
    while (is_short && part.n > 0 && part.p[part.n - 1] == '0')
        part.n--;
    if (exact_sign(value) < 0 && m.n > 0)
        buf_char(b, '-');
    buf_str(b, str_sub(digits, 0, digits.n - (size_t)places));
    if (part.n > 0) {
        buf_char(b, '.');
        buf_str(b, part);
    }
    arena_rewind(a, mark);
}

void
exact_print(struct buf *b, struct arena *a, struct exact value, int places)
{
    print_decimal(b, a, value, places, false);
}

void
exact_print_short(struct buf *b, struct arena *a, struct exact value, int places)
{
    print_decimal(b, a, value, places, true);
}

void
exact_print_ratio(struct buf *b, struct arena *a, struct exact value)
{
    struct arena_mark mark = arena_mark(a);
    struct exact_big v = big_of(a, value);
    reduce(a, &v);
    if (v.negative)
        buf_char(b, '-');
    buf_str(b, mag_digits(a, v.num, 1));
    if (v.num.n > 0 && !(v.den.n == 1 && v.den.d[0] == 1)) {
        buf_char(b, '/');
        buf_str(b, mag_digits(a, v.den, 1));
    }
    arena_rewind(a, mark);
}
