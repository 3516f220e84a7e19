// SPDX-License-Identifier: EUPL-1.2
/*
 * See multipart.h. A delimiter is CR LF "--" boundary, and CR cannot occur inside
 * a boundary; so after a mismatch the search restarts at the byte that did not
 * fit, and the bytes matched so far are given out from the delimiter itself,
 * which spells them. That is why nothing has to be buffered.
 */
#include "net/multipart.h"

#include <string.h>

#include "net/field.h"

/* RFC 2046: bchars, not ending in a space. */
static bool
is_boundary_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("'()+_,-./:=?", c));
}

bool
multipart_start(struct multipart *m, struct str boundary)
{
    *m = (struct multipart){.state = AT_FIRST, .matched = 2};
    if (boundary.n == 0 || boundary.n > BOUNDARY_MAX)
        return false;
    for (size_t i = 0; i < boundary.n; i++)
        if (!is_boundary_char(boundary.p[i]))
            return false;
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary.p, boundary.n);
    m->delimiter_n = 4 + boundary.n;
    return true;
}

static enum part_event
bad(struct multipart *m)
{
    m->state = AT_BAD;
    return PART_BAD;
}

static void
skip(struct str *in, size_t n)
{
    *in = (struct str){in->p + n, in->n - n};
}

/* Goes on matching the delimiter; true when it is whole. */
static bool
match_on(struct multipart *m, struct str *in)
{
    size_t n = 0;
    while (n < in->n && m->matched < m->delimiter_n && in->p[n] == m->delimiter[m->matched]) {
        n++;
        m->matched++;
    }
    skip(in, n);
    return m->matched == m->delimiter_n;
}

static enum part_event
next_first(struct multipart *m, struct str *in)
{
    if (match_on(m, in))
        m->state = AT_DELIMITER;
    else if (in->n)
        return bad(m);
    return PART_MORE;
}

static enum part_event
next_data(struct multipart *m, struct str *in, struct str *data)
{
    if (m->matched == 0) {
        size_t n = str_find(*in, '\r');
        *data = str_sub(*in, 0, n);
        skip(in, n);
        if (n)
            return PART_DATA;
    }
    if (match_on(m, in)) {
        m->state = AT_DELIMITER;
        return PART_END;
    }
    if (in->n == 0)
        return PART_MORE;
    *data = (struct str){m->delimiter, m->matched};
    m->matched = 0;
    return PART_DATA;
}

/* After a delimiter: a line end begins a part, two dashes end the body. */
static enum part_event
next_delimiter(struct multipart *m, struct str *in)
{
    while (m->after_n < 2 && in->n) {
        m->after[m->after_n++] = in->p[0];
        skip(in, 1);
    }
    if (m->after_n < 2)
        return PART_MORE;
    m->after_n = 0;
    m->head_n = 0;
    m->matched = 0;
    if (memcmp(m->after, "--", 2) == 0)
        m->state = AT_EPILOGUE;
    else if (memcmp(m->after, "\r\n", 2) == 0)
        m->state = AT_HEAD;
    else
        return bad(m);
    return PART_MORE;
}

static bool
read_disposition(struct multipart *m, struct str value)
{
    struct field_value f;
    if (m->name.p || !field_parse(value, &f) || !str_eq_nocase(f.value, S("form-data")))
        return false;
    m->name = field_param(&f, S("name"));
    m->filename = field_param(&f, S("filename"));
    m->has_filename = m->filename.p != NULL;
    return m->name.p && str_is_utf8(m->name) && str_is_utf8(m->filename);
}

static bool
read_line(struct multipart *m, struct str line)
{
    size_t colon = str_find(line, ':');
    if (colon == line.n || memchr(line.p, 0, line.n))
        return false;
    struct str name = str_sub(line, 0, colon), value = str_trim(str_sub(line, colon + 1, line.n));
    if (str_eq_nocase(name, S("Content-Disposition")))
        return read_disposition(m, value);
    if (str_eq_nocase(name, S("Content-Transfer-Encoding")))
        return str_eq_nocase(value, S("binary")) || str_eq_nocase(value, S("8bit")) ||
               str_eq_nocase(value, S("7bit"));
    if (str_eq_nocase(name, S("Content-Type")))
        m->type = value;
    return true;
}

static bool
read_head(struct multipart *m)
{
    struct str rest = {m->head, m->head_n - 4};
    m->name = m->filename = m->type = (struct str){NULL, 0};
    m->has_filename = false;
    while (rest.n) {
        size_t end = str_search(rest, S("\r\n"));
        if (!read_line(m, str_sub(rest, 0, end)))
            return false;
        rest = str_sub(rest, end + 2, rest.n);
    }
    return m->name.p != NULL;
}

static enum part_event
next_head(struct multipart *m, struct str *in)
{
    while (in->n) {
        if (m->head_n == sizeof m->head)
            return bad(m);
        m->head[m->head_n++] = in->p[0];
        skip(in, 1);
        if (m->head_n == 2 && memcmp(m->head, "\r\n", 2) == 0)
            return bad(m); /* a part without a head has no name */
        if (m->head_n >= 4 && memcmp(m->head + m->head_n - 4, "\r\n\r\n", 4) == 0) {
            if (!read_head(m))
                return bad(m);
            m->state = AT_DATA;
            m->matched = 0;
            return PART_BEGIN;
        }
    }
    return PART_MORE;
}

static enum part_event
next_epilogue(struct multipart *m, struct str *in)
{
    while (in->n) {
        if (m->after_n == 2 || in->p[0] != "\r\n"[m->after_n])
            return bad(m);
        m->after_n++;
        skip(in, 1);
    }
    return PART_DONE;
}

static enum part_event
next_one(struct multipart *m, struct str *in, struct str *data)
{
    switch (m->state) {
    case AT_FIRST:
        return next_first(m, in);
    case AT_DELIMITER:
        return next_delimiter(m, in);
    case AT_HEAD:
        return next_head(m, in);
    case AT_DATA:
        return next_data(m, in, data);
    case AT_EPILOGUE:
        return next_epilogue(m, in);
    case AT_BAD:
        break;
    }
    return PART_BAD;
}

enum part_event
multipart_next(struct multipart *m, struct str *in, struct str *data)
{
    enum part_event event = PART_MORE;
    do
        event = next_one(m, in, data);
    while (event == PART_MORE && in->n);
    return event;
}

bool
multipart_complete(const struct multipart *m)
{
    return m->state == AT_EPILOGUE && m->after_n != 1;
}
