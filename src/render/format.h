// SPDX-License-Identifier: EUPL-1.2
/*
 * How a language writes numbers, sums, days and spans of work, from one table.
 * It prints for people; what machines read (ISO dates, bare digits) is in base/.
 */
#ifndef RENDER_FORMAT_H
#define RENDER_FORMAT_H

#include "render/lang.h"

/* A part of a whole, printed as a per cent with two digits: 99,76%. No whole, no figure: "–". */
struct share {
    int64_t part, whole;
};

/* A span of working time in minutes; a working day has eight hours. */
struct work {
    int64_t minutes;
};

/* The size of a file: 412 kB, 1,4 MB. */
struct octets {
    int64_t n;
};

#define WORK_DAY_MINUTES 480

void format_i64(struct buf *b, enum lang lang, int64_t n);

/* 150.000 đ with a no-break space */
void format_money(struct buf *b, enum lang lang, struct money m);

/* Two digits after the comma, half away from zero; whole per cents without: 100%. */
void format_share(struct buf *b, enum lang lang, struct share s);

/* n tenths, hundredths, …: (12345, 2) is 123,45. digits is at most 6. */
void format_decimal(struct buf *b, enum lang lang, int64_t n, int digits);

/* 26/04/2024 */
void format_date(struct buf *b, enum lang lang, struct date d);

/* 26/04 and 04/2024, where the year or the day is known */
void format_day(struct buf *b, enum lang lang, struct date d);
void format_month(struct buf *b, enum lang lang, struct date d);

/* Thứ Sáu, 26/04/2024 */
void format_date_long(struct buf *b, enum lang lang, struct date d);

/* 26/04/2024, 09:00 and Thứ Sáu, 26/04/2024, 09:00 */
void format_local(struct buf *b, enum lang lang, struct local at);
void format_local_long(struct buf *b, enum lang lang, struct local at);

/* 2 ngày 3 giờ làm việc: the two largest units; a negative span prints as its size. */
void format_work(struct buf *b, enum lang lang, struct work w);

/* 1,4 MB; sizes of files */
void format_bytes(struct buf *b, enum lang lang, int64_t n);

#endif
