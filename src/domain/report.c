// SPDX-License-Identifier: EUPL-1.2
/* See report.h. The names are those that reports promised to other systems; they never change. */
#include "domain/report.h"

#define ROW_WORD(name, word, text) [name] = STR(word),
static const struct str words[] = {REPORT_LIST(ROW_WORD)};

#define ROW_TEXT(name, word, text) [name] = STR(text),
static const struct str texts[] = {REPORT_LIST(ROW_TEXT)};

struct str
report_word(enum report r)
{
    return words[r];
}

struct str
report_text(enum report r)
{
    return texts[r];
}

bool
report_parse(struct str word, enum report *ret)
{
    size_t at = 0;
    if (!word_find(words, COUNT(words), word, &at))
        return false;
    *ret = (enum report)at;
    return true;
}

int64_t
percent(int64_t n, int64_t d, int digits)
{
    int64_t scale = 100;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    if (d <= 0)
        return 0;
    return (n * scale * 2 + d) / (d * 2);
}

static void
put(struct figures *f, struct str name, int64_t value)
{
    ASSERT(f->n < FIGURES_MAX);
    f->v[f->n++] = (struct figure){name, value, 0};
}

static void
put_rate(struct figures *f, struct str name, int64_t n, int64_t d, int digits)
{
    ASSERT(f->n < FIGURES_MAX);
    f->v[f->n++] = (struct figure){name, percent(n, d, digits), digits};
}

static void
catalogue(const struct report_sums *s, struct figures *f)
{
    put(f, S("full"), s->grade[GRADE_FULL]);
    put(f, S("partial"), s->grade[GRADE_PARTIAL]);
    put(f, S("none"), s->grade[GRADE_NONE]);
    put(f, S("total"), s->grade[GRADE_FULL] + s->grade[GRADE_PARTIAL] + s->grade[GRADE_NONE]);
}

static void
channel(const struct report_sums *s, struct figures *f)
{
    put(f, S("received"), s->tally.received);
    put(f, S("online"), s->tally.received_online);
    put(f, S("direct"), s->tally.received_direct);
    put(f, S("post"), s->tally.received_post);
    put_rate(f, S("online_rate"), s->tally.received_online, s->tally.received, 1);
    put(f, S("submitted"), s->tally.submitted);
    put(f, S("refused"), s->tally.refused);
}

static void
digitisation(const struct report_sums *s, struct figures *f)
{
    const struct cohort *c = &s->cohort;
    put(f, S("received"), c->received);
    put(f, S("components_digitised"), c->components_digitised);
    put_rate(f, S("components_digitised_rate"), c->components_digitised, c->received, 2);
    put(f, S("fully_digitised"), c->fully_digitised);
    put_rate(f, S("fully_digitised_rate"), c->fully_digitised, c->received, 2);
    put(f, S("settled"), c->settled);
    put(f, S("results_due"), c->results_due);
    put(f, S("results_digitised"), c->results_digitised);
    put_rate(f, S("results_digitised_rate"), c->results_digitised, c->results_due, 1);
}

/* Circular 01/2020, form II.06a: 3 = 4+5+6, 7 = 8+9+10, 11 = 12+13, 3 = 7+11+closed. */
static void
settlement(const struct report_sums *s, struct figures *f)
{
    const struct tally *t = &s->tally, *b = &s->before;
    int64_t carried = b->received - b->settled - b->closed;
    int64_t process = carried + t->received - t->settled - t->closed;
    put(f, S("received_total"), carried + t->received);
    put(f, S("received_online"), t->received_online);
    put(f, S("received_direct_post"), t->received_direct + t->received_post);
    put(f, S("carried_over"), carried);
    put(f, S("settled_total"), t->settled);
    put(f, S("settled_early"), t->early);
    put(f, S("settled_on_time"), t->on_time);
    put(f, S("settled_late"), t->late);
    put(f, S("closed"), t->closed);
    put(f, S("in_process_total"), process);
    put_rate(f, S("on_time_rate"), t->early + t->on_time, t->settled, 2);
    put(f, S("supplements"), t->supplements);
    put(f, S("extensions"), t->extensions);
    put(f, S("open_now"), s->open);
    put(f, S("overdue_now"), s->overdue);
}

static void
payment(const struct report_sums *s, struct figures *f)
{
    put(f, S("payments"), s->tally.paid);
    put(f, S("paid_online"), s->tally.paid_online);
    put_rate(f, S("paid_online_rate"), s->tally.paid_online, s->tally.paid, 1);
}

void
report_figures(enum report r, const struct report_sums *sums, struct figures *ret)
{
    ret->n = 0;
    switch (r) {
    case REPORT_CATALOGUE:
        catalogue(sums, ret);
        break;
    case REPORT_CHANNEL:
        channel(sums, ret);
        break;
    case REPORT_DIGITISATION:
        digitisation(sums, ret);
        break;
    case REPORT_SETTLEMENT:
        settlement(sums, ret);
        break;
    case REPORT_PAYMENT:
        payment(sums, ret);
        break;
    }
}

void
figure_print(struct buf *b, const struct figure *f)
{
    int64_t scale = 1;
    for (int i = 0; i < f->digits; i++)
        scale *= 10;
    buf_i64(b, f->value / scale);
    if (f->digits)
        buf_printf(b, ".%0*jd", f->digits, (intmax_t)(f->value % scale));
}

void
figures_print_csv(struct buf *b, const struct figures *figures)
{
    buf_lit(b, "figure,value\n");
    for (size_t i = 0; i < figures->n; i++) {
        buf_str(b, figures->v[i].name);
        buf_char(b, ',');
        figure_print(b, &figures->v[i]);
        buf_char(b, '\n');
    }
}
