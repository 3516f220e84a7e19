// SPDX-License-Identifier: EUPL-1.2
/* See code_text.h. */
#include "document/code_text.h"

static size_t
digits_at_end(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.p[s.n - 1 - n] >= '0' && s.p[s.n - 1 - n] <= '9')
        n++;
    return n;
}

static bool
is_agency(struct str s)
{
    bool letter = false;
    if (s.n < 3 || s.n > 24)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        letter = letter || (s.p[i] >= 'A' && s.p[i] <= 'Z');
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '.'))
            return false;
    }
    return letter && s.p[0] != '.' && s.p[s.n - 1] != '.';
}

static bool
is_day(struct str s)
{
    if (s.n != 6 || digits_at_end(s) != 6)
        return false;
    int month = (s.p[2] - '0') * 10 + s.p[3] - '0', day = (s.p[4] - '0') * 10 + s.p[5] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool
code_is_dossier(struct str s)
{
    struct str rest = s, agency = str_cut(&rest, '-'), day = str_cut(&rest, '-');
    return rest.p && is_agency(agency) && is_day(day) && rest.n >= 4 && rest.n <= 8 &&
           digits_at_end(rest) == rest.n;
}

static struct str
after_last_slash(struct str s)
{
    size_t at = s.n;
    while (at > 0 && s.p[at - 1] != '/' && s.p[at - 1] != '=')
        at--;
    return str_sub(s, at, s.n);
}

static bool
read_separator(struct str text, struct code_view *ret)
{
    struct str rest = text, mark = str_cut(&rest, ':');
    if (!str_eq(mark, S("MC-TACH")) || !rest.p)
        return false;
    ret->dossier = str_cut(&rest, ':');
    ret->component = rest.p ? rest : S("");
    return (str_empty(ret->dossier) || code_is_dossier(ret->dossier)) && ret->component.n <= 40;
}

struct code_view
code_read(struct str text)
{
    struct code_view v = {0};
    if (read_separator(text, &v)) {
        v.meaning = CODE_SEPARATOR;
        return v;
    }
    v = (struct code_view){.dossier = after_last_slash(text)};
    if (code_is_dossier(v.dossier)) {
        v.meaning = CODE_DOSSIER;
        return v;
    }
    v = (struct code_view){0};
    if (card_parse(text, &v.card))
        v.meaning = CODE_CARD;
    return v;
}

/* --- splitting -------------------------------------------------------------------------- */

struct splitting {
    const struct scan_page *pages;
    struct scan_cut *cuts;
    size_t n;
    struct scan_cut open;
};

/* Ends the open cut before a page; blank pages at its ends are left out. */
static void
close_cut(struct splitting *s, size_t end)
{
    struct scan_cut *c = &s->open;
    while (c->from < end && s->pages[c->from].is_blank)
        c->from++;
    while (end > c->from && s->pages[end - 1].is_blank)
        end--;
    c->to = end;
    if (c->from < end)
        s->cuts[s->n++] = *c;
}

/* The first code of a page with a meaning. */
static struct code_view
page_meaning(const struct scan_page *page, enum code_meaning wanted)
{
    for (size_t i = 0; i < page->code_count; i++) {
        struct code_view v = code_read(page->codes[i]);
        if (v.meaning == wanted)
            return v;
    }
    return (struct code_view){0};
}

size_t
scan_split(const struct scan_page *pages, size_t n, struct scan_cut *cuts)
{
    struct splitting s = {.pages = pages, .cuts = cuts};
    for (size_t i = 0; i < n; i++) {
        struct code_view sheet = page_meaning(&pages[i], CODE_SEPARATOR);
        struct code_view other = page_meaning(&pages[i], CODE_DOSSIER);
        if (sheet.meaning == CODE_SEPARATOR) {
            close_cut(&s, i);
            s.open = (struct scan_cut){i + 1, 0, sheet.dossier, sheet.component};
        } else if (other.meaning == CODE_DOSSIER && str_empty(s.open.dossier) && s.open.from == i) {
            s.open.dossier = other.dossier;
        } else if (other.meaning == CODE_DOSSIER && !str_eq(other.dossier, s.open.dossier)) {
            close_cut(&s, i);
            s.open = (struct scan_cut){i, 0, other.dossier, {0}};
        }
    }
    close_cut(&s, n);
    return s.n;
}
