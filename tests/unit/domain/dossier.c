// SPDX-License-Identifier: EUPL-1.2
/* What one event makes of a dossier, of the step in hand, and what words are read as. */
#include "domain/dossier.h"

#include "harness.h"

static const struct dossier working = {.state = ST_IN_PROGRESS, .step = 2};

static struct event
moving(enum state to, int32_t step)
{
    return (struct event){.seq = 4, .from = ST_IN_PROGRESS, .to = to, .step = step};
}

static void
test_dossier__a_step_is_left_for_another_one_and_when_the_work_is_over(void)
{
    struct event stays = moving(ST_SUPPLEMENT, 2), back = moving(ST_IN_PROGRESS, 1),
                 ends = moving(ST_WITHDRAWN, 2);
    struct dossier before_acceptance = {.state = ST_SUBMITTED};
    CHECK(!dossier_leaves_step(&working, &stays));
    CHECK(dossier_leaves_step(&working, &back));
    CHECK(dossier_leaves_step(&working, &ends));
    ends.from = ST_SIGNED;
    CHECK(!dossier_leaves_step(&working, &ends));
    CHECK(!dossier_leaves_step(&before_acceptance, &back));
}

static void
test_dossier__a_step_is_late_by_the_minute_and_early_by_the_day(void)
{
    struct dossier d = working;
    struct event e = moving(ST_IN_PROGRESS, 3);
    d.step_due = local_at(date_of(2024, 5, 7), 17 * 60);
    const struct {
        struct local at;
        enum timeliness is;
    } cases[] = {{local_at(date_of(2024, 5, 6), 17 * 60 + 1), TIME_EARLY},
                 {local_at(date_of(2024, 5, 7), 8 * 60), TIME_ON_TIME},
                 {local_at(date_of(2024, 5, 7), 17 * 60), TIME_ON_TIME},
                 {local_at(date_of(2024, 5, 7), 17 * 60 + 1), TIME_LATE}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        e.at = local_instant(cases[i].at, zone_vietnam);
        CHECK_INT(dossier_step_timeliness(&d, &e), cases[i].is);
    }
    d.step_due.minute = 0;
    CHECK_INT(dossier_step_timeliness(&d, &e), TIME_ON_TIME);
}

static void
test_dossier__words_of_channels_and_applicants_are_read_and_no_others(void)
{
    enum channel channel;
    enum applicant_kind kind;
    for (size_t i = 1; i <= CHANNEL_COUNT; i++)
        CHECK(channel_parse(channel_words[i], &channel) && channel == (enum channel)i);
    for (size_t i = 1; i <= APPLICANT_KIND_COUNT; i++)
        CHECK(applicant_kind_parse(applicant_kind_words[i], &kind) &&
              kind == (enum applicant_kind)i);
    CHECK(!channel_parse(S(""), &channel) && !channel_parse(S("fax"), &channel));
    CHECK(!applicant_kind_parse(S(""), &kind) && !applicant_kind_parse(S("x"), &kind));
}

static void
test_dossier__a_detail_may_go_on_over_lines_and_is_found_wherever_it_stands(void)
{
    struct event e = {.detail = S("items\tmột\nhai\nway\tpost\n")};
    CHECK_STR(event_detail(&e, S("items")), S("một\nhai"));
    CHECK_STR(event_detail(&e, S("way")), S("post"));
    CHECK_STR(event_detail(&e, S("date")), S(""));
    e.detail = S("way\tpost");
    CHECK_STR(event_detail(&e, S("way")), S("post"));
}

TESTS(T(dossier__a_step_is_left_for_another_one_and_when_the_work_is_over),
      T(dossier__a_step_is_late_by_the_minute_and_early_by_the_day),
      T(dossier__words_of_channels_and_applicants_are_read_and_no_others),
      T(dossier__a_detail_may_go_on_over_lines_and_is_found_wherever_it_stands))
