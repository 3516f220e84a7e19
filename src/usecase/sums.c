// SPDX-License-Identifier: EUPL-1.2
/* See sums.h. */
#include "usecase/sums.h"

#define FIRST_SIZE 1024u

void
sums_init(struct sums *s, struct arena *a)
{
    *s = (struct sums){.a = a, .v = NEW_ARRAY(a, struct sum, FIRST_SIZE), .size = FIRST_SIZE};
}

static size_t
place(const struct sums *s, enum sum_kind kind, int64_t unit, int64_t period)
{
    uint64_t mixed = (uint64_t)unit * UINT64_C(0x9E3779B97F4A7C15) +
                     (uint64_t)period * UINT64_C(0xBF58476D1CE4E5B9) + (uint64_t)kind;
    mixed ^= mixed >> 31;
    size_t at = (size_t)mixed & (s->size - 1);
    while (s->v[at].is_used &&
           (s->v[at].kind != kind || s->v[at].unit != unit || s->v[at].period != period))
        at = (at + 1) & (s->size - 1);
    return at;
}

static void
grow(struct sums *s)
{
    struct sums larger = {.a = s->a, .size = s->size * 2, .used = s->used};
    larger.v = NEW_ARRAY(s->a, struct sum, larger.size);
    for (size_t i = 0; i < s->size; i++)
        if (s->v[i].is_used)
            larger.v[place(&larger, s->v[i].kind, s->v[i].unit, s->v[i].period)] = s->v[i];
    *s = larger;
}

struct sum *
sums_at(struct sums *s, enum sum_kind kind, int64_t unit, int64_t period)
{
    if (s->used * 2 >= s->size)
        grow(s);
    struct sum *sum = &s->v[place(s, kind, unit, period)];
    if (!sum->is_used) {
        *sum = (struct sum){.is_used = true, .kind = kind, .unit = unit, .period = period};
        s->used++;
    }
    return sum;
}

static void
add(struct sum *sum, const int64_t *members)
{
    for (size_t i = 0; i < SUM_MEMBERS; i++)
        sum->member[i] += members[i];
}

void
sums_add_event(struct sums *s, struct date day)
{
    sums_at(s, SUM_EVENTS, 0, day.day)->member[0]++;
}

void
tally_members(struct tally t, int64_t *ret)
{
    size_t n = 0;
#define PUT_TALLY(name, text) ret[n++] = t.name;
    TALLY_LIST(PUT_TALLY)
}

void
cohort_members(struct cohort c, int64_t *ret)
{
    size_t n = 0;
#define PUT_COHORT(name, text) ret[n++] = c.name;
    COHORT_LIST(PUT_COHORT)
}

void
sums_add_tally(struct sums *s, int64_t unit, struct date day, struct tally t)
{
    int64_t members[SUM_MEMBERS] = {0};
    if (tally_is_zero(t))
        return;
    tally_members(t, members);
    add(sums_at(s, SUM_TALLY, unit, period_day(day)), members);
    add(sums_at(s, SUM_TALLY, unit, period_month(day)), members);
    add(sums_at(s, SUM_TALLY, unit, period_week(day)), members);
}

void
sums_add_cohort(struct sums *s, int64_t unit, struct date day, struct cohort c)
{
    int64_t members[SUM_MEMBERS] = {0};
    if (cohort_is_zero(c))
        return;
    cohort_members(c, members);
    add(sums_at(s, SUM_COHORT, unit, period_day(day)), members);
    add(sums_at(s, SUM_COHORT, unit, period_month(day)), members);
    add(sums_at(s, SUM_COHORT, unit, period_week(day)), members);
}

void
sums_add_open(struct sums *s, int64_t unit, struct open_due due)
{
    int64_t members[SUM_MEMBERS] = {due.in_process, due.unanswered};
    if (due.in_process || due.unanswered)
        add(sums_at(s, SUM_OPEN, unit, due.day), members);
}

void
sums_add_serial(struct sums *s, int64_t unit, struct date day, int64_t serial)
{
    struct sum *sum = sums_at(s, SUM_SERIAL, unit, day.day);
    if (sum->member[0] < serial)
        sum->member[0] = serial;
}
