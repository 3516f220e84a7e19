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

#define ROW_STEP(name, code) [name] = MSG_##name,
static const enum msg step_words[] = {STEP_ROLE_LIST(ROW_STEP)};

enum msg
page_step_word(enum step_role role)
{
    return step_words[role];
}

enum msg
page_channel_word(enum channel channel)
{
    switch (channel) {
    case CHANNEL_DIRECT:
        return MSG_CHANNEL_DIRECT;
    case CHANNEL_ONLINE:
        return MSG_CHANNEL_ONLINE;
    case CHANNEL_POST:
        return MSG_CHANNEL_POST;
    }
    return MSG_NONE;
}

enum msg
page_applicant_word(enum applicant_kind kind)
{
    switch (kind) {
    case APPLICANT_CITIZEN:
        return MSG_APPLICANT_CITIZEN;
    case APPLICANT_BUSINESS:
        return MSG_APPLICANT_BUSINESS;
    case APPLICANT_STATE:
        return MSG_APPLICANT_STATE;
    case APPLICANT_OTHER:
        return MSG_APPLICANT_OTHER;
    }
    return MSG_NONE;
}

const struct step *
page_step(const struct world *w, struct version_id version, int32_t number)
{
    const struct procedure_version *v = version_by_id(w, version);
    size_t n = 0;
    const struct step *steps = v ? version_steps(w, v, &n) : NULL;
    return number >= 1 && (size_t)number <= n ? &steps[number - 1] : NULL;
}
