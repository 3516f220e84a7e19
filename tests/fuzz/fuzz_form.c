// SPDX-License-Identifier: EUPL-1.2
/*
 * Field tables: the same bytes as a posted form and as a JSON body of a filing. A
 * refusal has a problem that can be said in every language; what is taken is clean.
 */
#include "fuzz.h"

#include "base/fold.h"
#include "render/lang.h"
#include "web/api/api.h"

struct everything {
    struct str text, lines, choice, raw;
    struct date day;
    struct local moment;
    int64_t number;
    bool flag;
};

static const struct str choices[] = {STR("online"), STR("direct")};

#define OF(member, path, ...) FIELD(struct everything, member, path, __VA_ARGS__)
static const struct field_row rows[] = {
    OF(text, "a.name", .label = MSG_API_NAME, .required = true, .max = 20),
    OF(lines, "lines", .label = MSG_API_ADDRESS, .lines = true, .max = 40),
    OF(choice, "channel", .label = MSG_API_CHANNEL, .words = choices, .words_n = COUNT(choices)),
    OF(raw, "data", .label = MSG_API_DATA, .raw_json = true, .max = 200),
    OF(day, "from", .label = MSG_API_FROM),
    OF(moment, "due", .label = MSG_API_TO),
    OF(number, "limit", .label = MSG_API_LIMIT, .min = 1, .max = API_LIMIT_MAX),
    OF(flag, "overdue", .label = MSG_API_OVERDUE),
};
static const struct form form = FORM(rows);

static void
check(struct op *op, enum err e, const struct everything *in)
{
    ASSERT(e == OK || e == ERR_INVALID || e == ERR_MALFORMED);
    ASSERT((e == ERR_INVALID) == (op->problems.n > 0));
    for (const struct problem *p = op->problems.first; p; p = p->next)
        for (int lang = 0; lang < LANG_COUNT; lang++)
            ASSERT(str_is_utf8(lang_say(op->a, (enum lang)lang, p->msg, p->arg, PROBLEM_ARGS)));
    if (e != OK)
        return;
    ASSERT(in->text.n > 0 && text_length(in->text) <= 20 && str_is_utf8(in->text));
    ASSERT(text_length(in->lines) <= 40 && str_is_utf8(in->lines));
    ASSERT(str_empty(in->choice) || str_eq(in->choice, choices[0]) ||
           str_eq(in->choice, choices[1]));
    ASSERT(in->number == 0 || (in->number >= 1 && in->number <= API_LIMIT_MAX));
}

static struct op
op_on(struct arena *a)
{
    struct op op = {.a = a};
    problems_init(&op.problems, a);
    return op;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    struct arena a;
    struct pairs pairs;
    if (n > 10000)
        return 0;
    arena_init(&a, (size_t)1 << 26);
    if (pairs_parse(&a, s, 100, &pairs) == OK) {
        struct op op = op_on(&a);
        struct everything in = {0};
        check(&op, form_read_pairs(&op, &form, pairs, &in), &in);
    }
    json_t *json = json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json)) {
        struct op op = op_on(&a);
        struct everything in = {0};
        check(&op, form_read_json(&op, &form, json, S("components"), &in), &in);
    }
    json_decref(json);
    arena_free(&a);
    return 0;
}
