// SPDX-License-Identifier: EUPL-1.2
/*
 * Lists of dossiers: what is open, first due first; what stands behind a figure;
 * what a search finds. However a list was asked for, its rows are of one kind.
 * Paging goes by the last row seen, so that a list that moves loses nothing.
 *
 * Who may see which list is asked of domain/decide.h by the caller.
 */
#ifndef STORE_READ_LIST_H
#define STORE_READ_LIST_H

#include "db/reader.h"
#include "domain/dossier.h"

#define LIST_EVERY_STATE (-1)

struct list_row {
    struct dossier_id id;
    struct str code, applicant;
    struct procedure_id procedure;
    struct version_id procedure_version;
    struct unit_id unit, holder;
    enum channel channel;
    enum state state;
    int32_t step;
    int64_t version;
    struct instant submitted_at, accepted_at;
    struct local due, step_due;
    struct instant paused_at, finished_at;
    int64_t urgency; /* dossier_urgency (domain/decide.h) */
    enum timeliness timeliness;
    int64_t day; /* of lists between two days: the day they are sorted by */
};

struct list_rows {
    const struct list_row *v;
    size_t n;
};

/* Whose open dossiers: in hand of an office, of an authority, of all that a district watches. */
enum list_scope { LIST_OFFICE, LIST_AUTHORITY, LIST_AREA };

struct open_query {
    enum list_scope scope;
    struct unit_id unit;
    int64_t state;         /* enum state, or LIST_EVERY_STATE */
    int64_t from, before;  /* only what has an urgency between; 0 and INT64_MAX: all */
    int64_t after_urgency; /* of the last row seen; 0 at first */
    struct dossier_id after_id;
    int64_t limit;
};

/* First due first. Texts live on the reader's arena. */
NODISCARD enum err read_open(struct reader *rd, struct realm_id realm, const struct open_query *q,
                             struct list_rows *ret);

/* What ended in q->state (state_is_ended), newest first; pages by q->after_id, INT64_MAX at first.
 */
NODISCARD enum err read_ended(struct reader *rd, struct realm_id realm, const struct open_query *q,
                              struct list_rows *ret);

/*
 * How many open dossiers of an office or an authority are in each state, and how
 * many of these are overdue now or fall due before midnight. Not for LIST_AREA: a district has too
 * many to be counted for every page; read_overdue_by_unit tells what matters there.
 */
struct open_count {
    enum state state;
    int64_t n, overdue, today;
};
struct open_counts {
    const struct open_count *v;
    size_t n;
};
NODISCARD enum err read_open_counts(struct reader *rd, struct realm_id realm, enum list_scope scope,
                                    struct unit_id unit, struct local now, struct open_counts *ret);

/* How many are overdue in each authority that a district watches; none: no row. */
struct unit_count {
    struct unit_id unit;
    int64_t n;
};
struct unit_counts {
    const struct unit_count *v;
    size_t n;
};
NODISCARD enum err read_overdue_by_unit(struct reader *rd, struct realm_id realm,
                                        struct unit_id area, struct local now,
                                        struct unit_counts *ret);

struct found_query {
    struct str words;         /* as list_words makes them; empty words find nothing */
    struct dossier_id before; /* INT64_MAX: the newest */
    /* Only what this office holds or this authority received; no office: everything. */
    struct unit_id office, authority;
    int64_t limit; /* at most FOUND_LOOKED */
};

/* So many dossiers with the words are looked at, to find those of an office. */
#define FOUND_LOOKED 400

/*
 * Newest first. A page full of dossiers that have exactly these words is the answer;
 * only when there are fewer may the last word be the beginning of a longer one: "duc"
 * is found at once, and so is "du". *ret_end is where the next page begins, also
 * after a page that is not full; 0: there is no more.
 */
NODISCARD enum err read_found(struct reader *rd, struct realm_id realm, const struct found_query *q,
                              struct list_rows *ret, struct dossier_id *ret_end);

/* What was typed, folded, as words: what the index of words is asked for. */
struct str list_words(struct arena *a, struct str typed);

/* What the newest filings were about, most asked for first. */
struct procedures_used {
    const struct procedure_id *v;
    size_t n;
};
NODISCARD enum err read_procedures_used(struct reader *rd, struct realm_id realm, int64_t newest,
                                        int64_t limit, struct procedures_used *ret);

/* What this authority accepted lately, most often first: of its newest so many. */
NODISCARD enum err read_procedures_used_by_unit(struct reader *rd, struct realm_id realm,
                                                struct unit_id unit, int64_t newest, int64_t limit,
                                                struct procedures_used *ret);

#endif
