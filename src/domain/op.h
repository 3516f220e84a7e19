// SPDX-License-Identifier: EUPL-1.2
/*
 * What one operation knows about itself: who, when, where its memory and its
 * problems go. Made by the gate, by a command or by a test; everything below
 * receives it as plain data. Nobody else asks for the time.
 */
#ifndef DOMAIN_OP_H
#define DOMAIN_OP_H

#include "base/date.h"
#include "base/id.h"
#include "domain/problem.h"
#include "domain/right.h"

/* An applicant has proved that one dossier is theirs; of others they know nothing. */
enum actor_kind { ACTOR_PUBLIC, ACTOR_OFFICER, ACTOR_TOKEN, ACTOR_SYSTEM, ACTOR_APPLICANT };

/* How far a position sees: its own unit, or also every unit under it. */
enum reach { REACH_UNIT, REACH_SUBTREE };

/* Rights belong to positions: a person acts in one position at a time. */
struct actor {
    enum actor_kind kind;
    struct person_id person;     /* 0 unless ACTOR_OFFICER */
    struct position_id position; /* 0 unless ACTOR_OFFICER */
    struct unit_id unit;         /* 0 for the public and the system */
    enum reach reach;
    struct rights rights;
    struct str name;       /* as shown in a timeline */
    struct dossier_id own; /* 0 unless ACTOR_APPLICANT */
    int64_t token;         /* which interface, 0 unless ACTOR_TOKEN: the beginning of its key */
};

/*
 * Where what cannot be computed comes from: identities, time-ordered and never
 * twice, and bytes nobody can foresee. From sys in the program, repeatable in
 * the simulation and in tests.
 */
struct source {
    int64_t (*id)(void *arg, struct instant now);
    void (*random)(void *arg, void *p, size_t n);
    void *arg;
};

struct errand;

struct op {
    struct realm_id realm;
    struct source source;
    struct actor actor;
    struct instant now;
    struct arena *a;
    struct problems problems;
    struct str once_key;   /* of the request, or empty */
    struct str request_id; /* for the log and the error page */
    struct str trouble;    /* what only the operator may read */
    struct errand *errand; /* what the database is told of it (db/reader.h); may be NULL */
};

/* The clock on the wall of an office, and the day, at the operation's now. */
static inline struct local
op_local(const struct op *op)
{
    return local_of(op->now, zone_vietnam);
}
static inline struct date
op_today(const struct op *op)
{
    return local_date(op_local(op));
}

/* A new identity. */
static inline int64_t
op_id(const struct op *op)
{
    return op->source.id(op->source.arg, op->now);
}

#endif
