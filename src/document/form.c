// SPDX-License-Identifier: EUPL-1.2
/* See form.h: the table of forms, and the page that each is set on. */
#include "document/form.h"

#include "document/form_parts.h"

struct form_row {
    struct str name, number, suffix;
    enum word title;
};

static const struct form_row forms[] = {
#define FORM_ROW(id, name_, number_, suffix_)                                                      \
    [id] = {.name = STR(#name_), .number = STR(number_), .suffix = STR(suffix_)},
    FORM_LIST(FORM_ROW)
#undef FORM_ROW
};

static const enum word titles[] = {
    [FORM_RECEIPT] = W_01_TITLE, [FORM_SUPPLEMENT] = W_02_TITLE, [FORM_REFUSAL] = W_03_TITLE,
    [FORM_APOLOGY] = W_04_TITLE, [FORM_STOP] = W_05_TITLE,       [FORM_CONTROL] = W_06_TITLE,
    [FORM_BOOK] = W_07_TITLE,    [FORM_DECISION] = W_QD_TITLE,   [FORM_SEPARATOR] = W_SEP_TITLE};
_Static_assert(COUNT(titles) == FORM_COUNT, "every form has a title");

bool
form_parse(struct str s, enum form *ret)
{
    for (size_t i = 0; i < COUNT(forms); i++)
        if (str_eq(s, forms[i].name) || (!str_empty(s) && str_eq(s, forms[i].number))) {
            *ret = (enum form)i;
            return true;
        }
    return false;
}

struct str
form_name(enum form form)
{
    return forms[form].name;
}

struct str
form_suffix(enum form form)
{
    return forms[form].suffix;
}

/* The title without markup, on one line, for the document's properties. */
static struct str
plain_title(struct arena *a, enum word id)
{
    struct str s = word_text(id);
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < s.n; i++) {
        inside = inside || s.p[i] == '<';
        if (!inside)
            p[n++] = s.p[i] == '\n' ? ' ' : s.p[i];
        inside = inside && s.p[i] != '>';
    }
    return (struct str){p, n};
}

/* Every form begins with its head: the facts can be read as one. */
static const struct form_head *
head_of(const void *facts)
{
    return facts;
}
_Static_assert(offsetof(struct form_receipt, head) == 0 && offsetof(struct form_book, head) == 0 &&
                   offsetof(struct form_decision, head) == 0 &&
                   offsetof(struct form_supplement, head) == 0 &&
                   offsetof(struct form_refusal, head) == 0 &&
                   offsetof(struct form_apology, head) == 0 &&
                   offsetof(struct form_stop, head) == 0 &&
                   offsetof(struct form_control, head) == 0,
               "the head is first");

static void
form_set(struct page *pg, enum form form, const void *facts)
{
    switch (form) {
    case FORM_RECEIPT:
        form_receipt_set(pg, facts);
        return;
    case FORM_SUPPLEMENT:
        form_supplement_set(pg, facts);
        return;
    case FORM_REFUSAL:
        form_refusal_set(pg, facts);
        return;
    case FORM_APOLOGY:
        form_apology_set(pg, facts);
        return;
    case FORM_STOP:
        form_stop_set(pg, facts);
        return;
    case FORM_CONTROL:
        form_control_set(pg, facts);
        return;
    case FORM_BOOK:
        form_book_set(pg, facts);
        return;
    case FORM_DECISION:
        form_decision_set(pg, facts);
        return;
    case FORM_SEPARATOR:
        form_separator_set(pg, facts);
        return;
    }
}

enum err
form_make(struct arena *a, enum form form, const void *facts, struct instant created,
          struct buf *ret, struct str *trouble)
{
    const struct page_setup setup = {.title = plain_title(a, titles[form]),
                                     .author = head_of(facts)->agency,
                                     .created = created,
                                     .zone = zone_vietnam,
                                     .landscape = form == FORM_BOOK,
                                     .first_reserve = form == FORM_BOOK ? 0 : FORM_STRIP};
    struct page *pg = page_open(a, &setup);
    form_set(pg, form, facts);
    return page_close(pg, ret, trouble);
}
