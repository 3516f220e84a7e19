// SPDX-License-Identifier: EUPL-1.2
/* See words.h: one table per vocabulary, in the order of its enum. */
#include "web/page/words.h"

struct str
page_name(enum lang lang, const struct names *names)
{
    if (lang == LANG_EN && names->en.n)
        return names->en;
    return lang == LANG_TR && names->tr.n ? names->tr : names->vi;
}

struct str
page_office_name(enum lang lang, const struct unit *u)
{
    return lang == LANG_VI && u->short_name.n ? u->short_name : page_name(lang, &u->name);
}

struct str
page_paper_name(enum lang lang, const struct world *w, struct version_id version, struct str code,
                struct str filed)
{
    const struct procedure_version *known = version_by_id(w, version);
    size_t n = 0;
    const struct component *c = known ? version_components(w, known, &n) : NULL;
    for (size_t i = 0; i < n; i++)
        if (str_eq(c[i].code, code))
            return page_name(lang, c[i].name);
    return filed;
}

#define ROW_STEP(name, code) [name] = MSG_##name,
static const enum msg step_words[] = {STEP_ROLE_LIST(ROW_STEP)};

enum msg
page_step_word(enum step_role role)
{
    return step_words[role];
}

#define ROW_NUMBERED(name, number, word) [name] = MSG_##name,
static const enum msg channel_msgs[] = {CHANNEL_LIST(ROW_NUMBERED)};
static const enum msg applicant_msgs[] = {APPLICANT_KIND_LIST(ROW_NUMBERED)};

enum msg
page_channel_word(enum channel channel)
{
    return channel_msgs[channel];
}

enum msg
page_applicant_word(enum applicant_kind kind)
{
    return applicant_msgs[kind];
}
