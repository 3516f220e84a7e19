// SPDX-License-Identifier: EUPL-1.2
/*
 * What the two halves of printing a world as tables share (world_table.c the
 * units, people and calendar, world_table_catalogue.c the procedures). Of no use
 * to anybody else.
 */
#ifndef DOMAIN_WORLD_SHEET_H
#define DOMAIN_WORLD_SHEET_H

#include "base/order.h"
#include "domain/world_table.h"

/* A table in the making. */
struct sheet {
    struct arena *a;
    const struct world_facts *facts;
    const struct calendar_facts *calendar;
    bool is_from_files;
    struct id_index units, positions, people, fields, procedures, versions;
    struct world_tables *ret;
    struct world_table *t;
    struct world_row *rows;
    size_t cell; /* the next one of the row in hand */
};

/* A table of at most n rows. */
void sheet_begin(struct sheet *s, enum world_file file, size_t n);

/* A row, at place i of its facts, or at that line. */
void sheet_row(struct sheet *s, size_t i);
void sheet_row_at(struct sheet *s, uint32_t line);

/* The cells of a row, one after the other in the order of the columns. */
void sheet_text(struct sheet *s, struct str text);
void sheet_int(struct sheet *s, int64_t n);  /* 0 is "0" */
void sheet_some(struct sheet *s, int64_t n); /* 0 is empty */
void sheet_flag(struct sheet *s, bool is_set);
void sheet_period(struct sheet *s, struct period p);
void sheet_names(struct sheet *s, const struct names *name);
void sheet_none(struct sheet *s, size_t n);

/* Names the rows by these columns and puts them in order. */
NODISCARD enum err sheet_end(struct sheet *s, const uint8_t *key, size_t key_n, struct str *reterr);

#define SHEET_END(s, reterr, ...)                                                                  \
    sheet_end((s), (const uint8_t[]){__VA_ARGS__}, COUNT(((const uint8_t[]){__VA_ARGS__})),        \
              (reterr))

/* Fields and procedures with everything that belongs to their versions. */
NODISCARD enum err sheet_catalogue(struct sheet *s, struct str *reterr);

#endif
