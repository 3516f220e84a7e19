// SPDX-License-Identifier: EUPL-1.2
/* Figures from sums: names that other systems rely on, rates, and sums that must add up. */
#include "domain/report.h"

#include "harness.h"

static struct figures figures;

static int64_t
figure(struct str name)
{
    for (size_t i = 0; i < figures.n; i++)
        if (str_eq(figures.v[i].name, name))
            return figures.v[i].value;
    CHECK_FAIL("there is no figure %" STR_FMT, STR_ARG(name));
}

static void
test_report__a_rate_is_rounded_half_up_and_nothing_of_nothing_is_zero(void)
{
    CHECK_INT(percent(3555, 3999, 1), 889);
    CHECK_INT(percent(3343, 3351, 2), 9976);
    CHECK_INT(percent(1, 3, 1), 333);
    CHECK_INT(percent(2, 3, 1), 667);
    CHECK_INT(percent(1, 8, 1), 125);
    CHECK_INT(percent(1, 16, 1), 63);
    CHECK_INT(percent(7, 7, 2), 10000);
    CHECK_INT(percent(0, 0, 1), 0);
    CHECK_INT(percent(0, 5, 1), 0);
}

static void
test_report__the_catalogue_counts_grades_and_their_sum(void)
{
    struct report_sums s = {0};
    s.grade[GRADE_FULL] = 36;
    s.grade[GRADE_PARTIAL] = 114;
    s.grade[GRADE_NONE] = 6;
    report_figures(REPORT_CATALOGUE, &s, &figures);
    CHECK_INT(figure(S("full")), 36);
    CHECK_INT(figure(S("partial")), 114);
    CHECK_INT(figure(S("none")), 6);
    CHECK_INT(figure(S("total")), 156);
}

static void
test_report__the_channels_of_what_was_received(void)
{
    struct report_sums s = {.tally = {.submitted = 4100,
                                      .refused = 20,
                                      .received = 3999,
                                      .received_online = 3555,
                                      .received_direct = 400,
                                      .received_post = 44}};
    report_figures(REPORT_CHANNEL, &s, &figures);
    CHECK_INT(figure(S("received")), 3999);
    CHECK_INT(figure(S("online")) + figure(S("direct")) + figure(S("post")), 3999);
    CHECK_INT(figure(S("online_rate")), 889);
    CHECK_INT(figure(S("refused")), 20);
}

static void
test_report__digitisation_is_of_the_dossiers_received_in_the_period(void)
{
    struct report_sums s = {.cohort = {.received = 3351,
                                       .components_digitised = 3350,
                                       .fully_digitised = 3343,
                                       .settled = 3294,
                                       .results_due = 3294,
                                       .results_digitised = 3294}};
    report_figures(REPORT_DIGITISATION, &s, &figures);
    CHECK_INT(figure(S("fully_digitised_rate")), 9976);
    CHECK_INT(figure(S("components_digitised_rate")), 9997);
    CHECK_INT(figure(S("results_digitised_rate")), 1000);
    CHECK_INT(figure(S("settled")), 3294);
}

/* The columns of form II.06a: 3 = 4+5+6 and 3 = 7+11+closed. */
static void
test_report__settlement_adds_up_across_the_form(void)
{
    struct report_sums s = {.before = {.received = 100, .settled = 70, .closed = 5},
                            .tally = {.received = 50,
                                      .received_online = 30,
                                      .received_direct = 15,
                                      .received_post = 5,
                                      .settled = 40,
                                      .early = 20,
                                      .on_time = 15,
                                      .late = 5,
                                      .closed = 3},
                            .open = 32,
                            .overdue = 4};
    report_figures(REPORT_SETTLEMENT, &s, &figures);
    CHECK_INT(figure(S("carried_over")), 25);
    CHECK_INT(figure(S("received_total")), figure(S("received_online")) +
                                               figure(S("received_direct_post")) +
                                               figure(S("carried_over")));
    CHECK_INT(figure(S("settled_total")), figure(S("settled_early")) +
                                              figure(S("settled_on_time")) +
                                              figure(S("settled_late")));
    CHECK_INT(figure(S("received_total")),
              figure(S("settled_total")) + figure(S("closed")) + figure(S("in_process_total")));
    CHECK_INT(figure(S("on_time_rate")), 8750);
    CHECK_INT(figure(S("overdue_now")), 4);
}

static void
test_report__payments_and_their_online_share(void)
{
    struct report_sums s = {.tally = {.paid = 8, .paid_online = 5}};
    report_figures(REPORT_PAYMENT, &s, &figures);
    CHECK_INT(figure(S("payments")), 8);
    CHECK_INT(figure(S("paid_online_rate")), 625);
}

static void
test_report__every_name_is_read_as_it_is_written(void)
{
    enum report r;
    for (int i = 0; i < REPORT_COUNT; i++) {
        CHECK(report_parse(report_word((enum report)i), &r));
        CHECK_INT(r, i);
        CHECK(report_text(r).n > 10);
    }
    CHECK(!report_parse(S("channels"), &r));
    CHECK(!report_parse(S(""), &r));
}

static void
test_report__figures_are_printed_for_machines_whatever_the_language(void)
{
    struct figures some = {
        .n = 3, .v = {{S("received"), 3999, 0}, {S("rate"), 9976, 2}, {S("small"), 5, 2}}};
    struct buf b;
    buf_init(&b, 1000);
    figures_print_csv(&b, &some);
    CHECK_STR(buf_view(&b), S("figure,value\nreceived,3999\nrate,99.76\nsmall,0.05\n"));
    buf_free(&b);
}

TESTS(T(report__a_rate_is_rounded_half_up_and_nothing_of_nothing_is_zero),
      T(report__the_catalogue_counts_grades_and_their_sum),
      T(report__the_channels_of_what_was_received),
      T(report__digitisation_is_of_the_dossiers_received_in_the_period),
      T(report__settlement_adds_up_across_the_form), T(report__payments_and_their_online_share),
      T(report__every_name_is_read_as_it_is_written),
      T(report__figures_are_printed_for_machines_whatever_the_language))
