// SPDX-License-Identifier: EUPL-1.2
/*
 * Reports: named figures from sums. A report is a list of figures in order; the
 * API, the command and the dashboard print the same list. Rates are whole numbers
 * of a declared precision, rounded once, half away from zero.
 */
#ifndef DOMAIN_REPORT_H
#define DOMAIN_REPORT_H

#include "base/buf.h"
#include "domain/tally.h"
#include "domain/world_words.h"

/* name, what it tells */
#define REPORT_LIST(X)                                                                             \
    X(REPORT_CATALOGUE, "catalogue", "procedures in force by grade of online service")             \
    X(REPORT_CHANNEL, "channel", "dossiers received, by channel")                                  \
    X(REPORT_DIGITISATION, "digitisation", "dossiers received and settled, with their files")      \
    X(REPORT_SETTLEMENT, "settlement", "received, settled and in process, early, in time, late")   \
    X(REPORT_PAYMENT, "payment", "payments and how many were made online")

#define REPORT_ENUM(name, word, text) name,
enum report { REPORT_LIST(REPORT_ENUM) };
#undef REPORT_ENUM

#define REPORT_ONE(name, word, text) +1
enum { REPORT_COUNT = 0 REPORT_LIST(REPORT_ONE) };
#undef REPORT_ONE

struct str report_word(enum report r);
struct str report_text(enum report r);
NODISCARD bool report_parse(struct str word, enum report *ret);

/* A number with so many decimal digits: (9976, 2) is 99.76. */
struct figure {
    struct str name;
    int64_t value;
    int digits;
};

#define FIGURES_MAX 24

struct figures {
    struct figure v[FIGURES_MAX];
    size_t n;
};

/* What the sums of a period are read from; each report needs some of them. */
struct report_sums {
    int64_t grade[GRADE_COUNT]; /* procedures in force */
    struct tally tally;         /* of the period */
    struct tally before;        /* of everything before the period */
    struct cohort cohort;       /* of the period */
    int64_t open, overdue;      /* in process now, and of these past their appointment */
};

void report_figures(enum report r, const struct report_sums *sums, struct figures *ret);

/* 9976 with two digits as 99.76: for machines, whatever the reader's language. */
void figure_print(struct buf *b, const struct figure *f);

/* RFC 4180 with plain line ends: figure,value. The command and the download print these bytes. */
void figures_print_csv(struct buf *b, const struct figures *figures);

/* n/d in percent with so many digits; 0 when d is 0. */
int64_t percent(int64_t n, int64_t d, int digits);

#endif
