// SPDX-License-Identifier: EUPL-1.2
/*
 * See increment.h. qpdf parses and edits in memory but cannot append, so the new
 * section is written here: objects as qpdf unparses them, then a table after a
 * table or a stream after a stream.
 */
#include "document/increment.h"

#include "base/num.h"

static struct str
after_last(struct str s, struct str needle)
{
    for (size_t i = s.n; i-- > 0;)
        if (s.n - i >= needle.n && memcmp(s.p + i, needle.p, needle.n) == 0)
            return str_sub(s, i + needle.n, s.n);
    return (struct str){NULL, 0};
}

bool
increment_startxref(struct str pdf, uint64_t *ret)
{
    size_t tail = pdf.n > 2048 ? pdf.n - 2048 : 0;
    struct str rest = after_last(str_sub(pdf, tail, pdf.n), S("startxref"));
    if (!rest.p)
        return false;
    size_t from = 0, to;
    while (from < rest.n && (rest.p[from] == '\r' || rest.p[from] == '\n' || rest.p[from] == ' '))
        from++;
    for (to = from; to < rest.n && rest.p[to] >= '0' && rest.p[to] <= '9'; to++)
        ;
    int64_t at;
    if (!parse_i64(str_sub(rest, from, to - from), 0, (int64_t)pdf.n, &at))
        return false;
    *ret = (uint64_t)at;
    return true;
}

enum err
increment_open(struct arena *a, struct str pdf, size_t extra, struct increment *ret)
{
    *ret = (struct increment){.a = a, .was = pdf.n};
    if (!increment_startxref(pdf, &ret->previous) || ret->previous >= pdf.n)
        return ERR_MALFORMED;
    TRY(pdf_open(pdf, &ret->q));
    ret->streams = !str_starts(str_sub(pdf, (size_t)ret->previous, 4), S("xref"));
    ret->next =
        qpdf_oh_get_int_value_as_int(ret->q, pdf_get(ret->q, qpdf_get_trailer(ret->q), "/Size"));
    buf_init(&ret->out, pdf.n + extra);
    buf_str(&ret->out, pdf);
    if (pdf.n && pdf.p[pdf.n - 1] != '\n')
        buf_char(&ret->out, '\n');
    return ret->next > 0 && ret->next < 10000000 ? OK : ERR_MALFORMED;
}

int
increment_id(struct increment *inc)
{
    return inc->next++;
}

void
increment_begin(struct increment *inc, int id, int generation)
{
    ASSERT(inc->count < INCREMENT_OBJECTS);
    inc->objects[inc->count].id = id;
    inc->objects[inc->count].generation = generation;
    inc->objects[inc->count++].at = inc->out.n;
    buf_printf(&inc->out, "%d %d obj\n", id, generation);
}

void
increment_end(struct increment *inc)
{
    buf_lit(&inc->out, "\nendobj\n");
}

void
increment_object(struct increment *inc, qpdf_oh object)
{
    increment_begin(inc, qpdf_oh_get_object_id(inc->q, object),
                    qpdf_oh_get_generation(inc->q, object));
    buf_str(&inc->out, str_of(qpdf_oh_unparse_resolved(inc->q, object)));
    increment_end(inc);
}

void
increment_stream(struct increment *inc, int id, struct str entries, struct str bytes)
{
    increment_begin(inc, id, 0);
    buf_printf(&inc->out, "<< %" STR_FMT " /Length %zu >>\nstream\n", STR_ARG(entries), bytes.n);
    buf_str(&inc->out, bytes);
    buf_lit(&inc->out, "\nendstream");
    increment_end(inc);
}

/* --- the section's end -------------------------------------------------------------- */

/* Few objects: a plain insertion keeps them in the order a table wants. */
static void
sort_objects(struct increment *inc)
{
    for (size_t i = 1; i < inc->count; i++)
        for (size_t k = i; k > 0 && inc->objects[k].id < inc->objects[k - 1].id; k--) {
            __typeof__(inc->objects[0]) swap = inc->objects[k];
            inc->objects[k] = inc->objects[k - 1];
            inc->objects[k - 1] = swap;
        }
}

/* How many objects from i on have consecutive numbers. */
static size_t
run_length(const struct increment *inc, size_t i)
{
    size_t n = 1;
    while (i + n < inc->count && inc->objects[i + n].id == inc->objects[i].id + (int)n)
        n++;
    return n;
}

static void
trailer_entries(struct increment *inc, struct buf *b)
{
    static const char *const kept[] = {"/Root", "/Info", "/ID"};
    qpdf_oh trailer = qpdf_get_trailer(inc->q);
    buf_printf(b, "/Size %d /Prev %llu", inc->next, (unsigned long long)inc->previous);
    for (size_t i = 0; i < COUNT(kept); i++) {
        qpdf_oh value = pdf_get(inc->q, trailer, kept[i]);
        if (!qpdf_oh_is_null(inc->q, value))
            buf_printf(b, " %s %s", kept[i], qpdf_oh_unparse_binary(inc->q, value));
    }
}

static void
write_table(struct increment *inc)
{
    buf_lit(&inc->out, "xref\n");
    for (size_t i = 0; i < inc->count;) {
        size_t n = run_length(inc, i);
        buf_printf(&inc->out, "%d %zu\n", inc->objects[i].id, n);
        for (size_t end = i + n; i < end; i++)
            buf_printf(&inc->out, "%010zu %05d n \n", inc->objects[i].at,
                       inc->objects[i].generation);
    }
    buf_lit(&inc->out, "trailer\n<< ");
    trailer_entries(inc, &inc->out);
    buf_lit(&inc->out, " >>\n");
}

static void
put_be(struct buf *b, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        buf_char(b, (char)(value >> 8 * i));
}

/* The stream lists itself; it is the last object and has the highest number. */
static void
write_stream(struct increment *inc, size_t at)
{
    struct buf entries, rows;
    int id = increment_id(inc);
    buf_init(&entries, 64 << 10);
    buf_init(&rows, 64 << 10);
    inc->objects[inc->count].id = id;
    inc->objects[inc->count].generation = 0;
    inc->objects[inc->count++].at = at;
    buf_lit(&entries, "/Type /XRef /W [1 8 2] /Index [");
    for (size_t i = 0; i < inc->count;) {
        size_t n = run_length(inc, i);
        buf_printf(&entries, " %d %zu", inc->objects[i].id, n);
        for (size_t end = i + n; i < end; i++) {
            put_be(&rows, 1, 1);
            put_be(&rows, inc->objects[i].at, 8);
            put_be(&rows, (uint64_t)inc->objects[i].generation, 2);
        }
    }
    buf_lit(&entries, " ] ");
    trailer_entries(inc, &entries);
    buf_printf(&inc->out, "%d 0 obj\n<< %" STR_FMT " /Length %zu >>\nstream\n", id,
               STR_ARG(buf_view(&entries)), rows.n);
    buf_str(&inc->out, buf_view(&rows));
    buf_lit(&inc->out, "\nendstream\nendobj\n");
    buf_free(&entries);
    buf_free(&rows);
}

enum err
increment_close(struct increment *inc)
{
    ASSERT(inc->count + 1 < INCREMENT_OBJECTS);
    sort_objects(inc);
    size_t at = inc->out.n;
    if (inc->streams)
        write_stream(inc, at);
    else
        write_table(inc);
    buf_printf(&inc->out, "startxref\n%zu\n%%%%EOF\n", at);
    return inc->out.failed ? ERR_TOO_LARGE : OK;
}

void
increment_drop(struct increment *inc)
{
    pdf_close(&inc->q);
    buf_free(&inc->out);
}
