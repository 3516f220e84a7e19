// SPDX-License-Identifier: EUPL-1.2
/*
 * See json.h. Beyond what the RFC asks, <, > and & are written as \u escapes, so
 * that JSON inside a page or misread as one cannot open a tag. Text is UTF-8 by
 * the promise of the edge.
 */
#include "render/json.h"

#include "render/plain.h"

void
json_open(struct json *j, struct buf *b, struct zone zone)
{
    *j = (struct json){.b = b, .zone = zone};
}

static uint32_t
level(const struct json *j)
{
    return UINT32_C(1) << (j->depth - 1);
}

/* What stands before a value or, in an object, before a name. */
static void
begin_item(struct json *j)
{
    if (j->depth == 0)
        return;
    if (j->filled & level(j))
        buf_char(j->b, ',');
    j->filled |= level(j);
}

static void
begin_value(struct json *j)
{
    bool in_object = j->depth && (j->objects & level(j));
    ASSERT(in_object == j->named);
    if (!in_object)
        begin_item(j);
    j->named = false;
}

static void
open_level(struct json *j, char mark, bool is_object)
{
    begin_value(j);
    ASSERT(j->depth < JSON_DEPTH);
    buf_char(j->b, mark);
    j->depth++;
    j->filled &= ~level(j);
    j->objects = is_object ? j->objects | level(j) : j->objects & ~level(j);
}

static void
close_level(struct json *j, char mark, bool is_object)
{
    ASSERT(j->depth && !j->named && is_object == ((j->objects & level(j)) != 0));
    j->depth--;
    buf_char(j->b, mark);
}

void
json_open_object(struct json *j)
{
    open_level(j, '{', true);
}

void
json_close_object(struct json *j)
{
    close_level(j, '}', true);
}

void
json_open_array(struct json *j)
{
    open_level(j, '[', false);
}

void
json_close_array(struct json *j)
{
    close_level(j, ']', false);
}

/* The letter of a short escape, 'u' for a long one, 0 for none. */
#define LONG(c) [c] = 'u'
/* clang-format off */
static const char escapes[256] = {
    LONG(0x00), LONG(0x01), LONG(0x02), LONG(0x03), LONG(0x04), LONG(0x05), LONG(0x06), LONG(0x07),
    LONG(0x08), LONG(0x0B), LONG(0x0C), LONG(0x0E), LONG(0x0F), LONG(0x10), LONG(0x11), LONG(0x12),
    LONG(0x13), LONG(0x14), LONG(0x15), LONG(0x16), LONG(0x17), LONG(0x18), LONG(0x19), LONG(0x1A),
    LONG(0x1B), LONG(0x1C), LONG(0x1D), LONG(0x1E), LONG(0x1F), LONG(0x7F), LONG('<'), LONG('>'), LONG('&'),
    ['"'] = '"', ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
};
/* clang-format on */

static void
put_escape(struct buf *b, unsigned char c, char kind)
{
    static const char hex[] = "0123456789abcdef";
    char to[6] = {'\\', kind, '0', '0', hex[c >> 4], hex[c & 15]};
    buf_bytes(b, to, kind == 'u' ? 6 : 2);
}

static void
put_string(struct buf *b, struct str s)
{
    buf_char(b, '"');
    for (;;) {
        size_t n = plain_span(s);
        buf_bytes(b, s.p, n);
        if (n == s.n)
            break;
        char c = s.p[n], kind = escapes[(unsigned char)c];
        if (kind)
            put_escape(b, (unsigned char)c, kind);
        else
            buf_char(b, c);
        s = str_sub(s, n + 1, s.n);
    }
    buf_char(b, '"');
}

static void
begin_name(struct json *j)
{
    ASSERT(j->depth && (j->objects & level(j)) && !j->named);
    begin_item(j);
    j->named = true;
}

void
json_name_made(struct json *j, struct str quoted)
{
    begin_name(j);
    buf_str(j->b, quoted);
}

void
json_name_str(struct json *j, struct str name)
{
    begin_name(j);
    put_string(j->b, name);
    buf_char(j->b, ':');
}

void
json_put_str(struct json *j, struct str s)
{
    begin_value(j);
    put_string(j->b, s);
}

void
json_put_i64(struct json *j, int64_t n)
{
    begin_value(j);
    buf_i64(j->b, n);
}

void
json_put_int(struct json *j, int n)
{
    json_put_i64(j, n);
}

void
json_put_size(struct json *j, size_t n)
{
    json_put_i64(j, (int64_t)n);
}

void
json_put_bool(struct json *j, bool is)
{
    begin_value(j);
    buf_str(j->b, is ? S("true") : S("false"));
}

void
json_put_null(struct json *j)
{
    begin_value(j);
    buf_lit(j->b, "null");
}

void
json_put_made(struct json *j, struct str json)
{
    begin_value(j);
    buf_str(j->b, json);
}

void
json_put_date(struct json *j, struct date d)
{
    begin_value(j);
    buf_char(j->b, '"');
    date_print(j->b, d);
    buf_char(j->b, '"');
}

void
json_put_local(struct json *j, struct local at)
{
    begin_value(j);
    buf_char(j->b, '"');
    local_print(j->b, at);
    buf_char(j->b, '"');
}

void
json_put_instant(struct json *j, struct instant at)
{
    begin_value(j);
    buf_char(j->b, '"');
    instant_print(j->b, at, j->zone);
    buf_char(j->b, '"');
}

void
json_put_money(struct json *j, struct money m)
{
    json_put_i64(j, m.minor);
}

void
json_put_decimal(struct json *j, int64_t n, int digits)
{
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n, unit = 1;
    ASSERT(digits >= 0 && digits <= 9);
    for (int i = 0; i < digits; i++)
        unit *= 10;
    begin_value(j);
    if (n < 0)
        buf_char(j->b, '-');
    buf_i64(j->b, (int64_t)(size / unit));
    if (digits)
        buf_char(j->b, '.');
    for (uint64_t rest = size % unit; unit > 1; rest %= unit) {
        unit /= 10;
        buf_char(j->b, (char)('0' + rest / unit));
    }
}

bool
json_done(const struct json *j)
{
    return j->depth == 0 && !j->named && !j->b->failed && j->b->n > 0;
}
