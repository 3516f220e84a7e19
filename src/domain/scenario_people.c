// SPDX-License-Identifier: EUPL-1.2
/*
 * Applicants of the demonstration: invented names put together from common ones,
 * numbers that are well-formed and belong to nobody, addresses in the commune.
 */
#include "domain/scenario_draft.h"

/* The text with {0} and {1} replaced. */
static struct str
fill(struct arena *a, struct str pattern, struct str zero, struct str one)
{
    size_t at = str_find(pattern, '{');
    if (at + 2 >= pattern.n)
        return pattern;
    struct str word = pattern.p[at + 1] == '0' ? zero : one;
    struct str rest = fill(a, str_sub(pattern, at + 3, pattern.n), zero, one);
    struct str before = str_sub(pattern, 0, at);
    return str_join(a, before, word, rest);
}

static struct str
phone(struct planner *p)
{
    static const char begins[] = "3789";
    return str_printf(p->a, "0%c%08d", begins[dice_below(p, 4)], dice_below(p, 100000000));
}

/* Where somebody lives who files at the district. */
static const struct unit *
home(struct planner *p, const struct draft *d)
{
    const struct slot commune = {.level = LEVEL_COMMUNE};
    if (d->unit->kind == UNIT_COMMUNE)
        return d->unit;
    return unit_by_code(p->w, planner_unit(p, &commune)->unit);
}

/* The town has the name of its district. */
static bool
is_town(const struct planner *p, const struct unit *commune)
{
    return str_eq(commune->short_name, unit_parent(p->w, commune)->short_name);
}

static struct str
address(struct planner *p, const struct unit *commune)
{
    bool town = is_town(p, commune);
    struct str number = str_printf(p->a, "%d", dice_between(p, 1, 14));
    return fill(p->a, planner_text(p, town ? TEXT_ADDRESS_TOWN : TEXT_ADDRESS), number,
                commune->short_name);
}

/* Province 040, sex and century, year, serial. */
static struct str
citizen_number(struct planner *p, bool is_female)
{
    int32_t year = dice_between(p, 1948, 2005);
    int32_t sex = (year >= 2000 ? 2 : 0) + is_female;
    return str_printf(p->a, "040%d%02d%06d", sex, year % 100, dice_below(p, 1000000));
}

static void
draw_citizen(struct planner *p, struct applicant *who)
{
    bool is_female = dice_permille(p, 520);
    struct str surname = planner_text(p, TEXT_SURNAME);
    struct str middle = planner_text(p, is_female ? TEXT_FEMALE : TEXT_MALE);
    struct str given = planner_text(p, is_female ? TEXT_FEMALE_GIVEN : TEXT_MALE_GIVEN);
    who->name = str_join(p->a, surname, S(" "), middle, S(" "), given);
    who->id_number = citizen_number(p, is_female);
}

static void
draw_organisation(struct planner *p, struct applicant *who, const struct unit *commune)
{
    bool is_business = who->kind == APPLICANT_BUSINESS;
    struct str pattern = planner_text(p, is_business ? TEXT_BUSINESS : TEXT_STATE);
    who->name = fill(p->a, pattern, planner_text(p, TEXT_BUSINESS_WORD), commune->short_name);
    who->id_number = str_printf(p->a, "29%08d", dice_below(p, 100000000));
}

/* One citizen in eight has been here before. */
static bool
draw_known(struct planner *p, const struct unit *commune, struct applicant *who)
{
    const struct known_people *known = &p->known[commune->at];
    if (known->n == 0 || !dice_permille(p, 125))
        return false;
    *who = known->v[dice_below(p, known->n < KNOWN_PEOPLE ? (int32_t)known->n : KNOWN_PEOPLE)];
    return true;
}

static void
remember(struct planner *p, const struct unit *commune, const struct applicant *who)
{
    struct known_people *known = &p->known[commune->at];
    known->v[known->n++ % KNOWN_PEOPLE] = *who;
}

void
draft_applicant(struct planner *p, struct draft *d)
{
    const struct unit *commune = home(p, d);
    bool is_citizen = d->offer->applicant == APPLICANT_CITIZEN;

    if (is_citizen && draw_known(p, commune, &d->applicant))
        return;
    d->applicant = (struct applicant){.kind = d->offer->applicant};
    if (is_citizen)
        draw_citizen(p, &d->applicant);
    else
        draw_organisation(p, &d->applicant, commune);
    d->applicant.phone = phone(p);
    d->applicant.address = address(p, commune);
    if (is_citizen)
        remember(p, commune, &d->applicant);
}
