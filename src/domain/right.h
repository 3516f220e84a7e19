// SPDX-License-Identifier: EUPL-1.2
/*
 * What a position may do. A right says which acts; the reach of the position
 * (domain/op.h) says on whose dossiers. Printed by `motcua rights`.
 */
#ifndef DOMAIN_RIGHT_H
#define DOMAIN_RIGHT_H

#include "base/str.h"

/* name, code in data files and tokens, what it allows */
#define RIGHT_LIST(X)                                                                              \
    X(RIGHT_PUBLIC, "public", "everybody, without signing in")                                     \
    X(RIGHT_SIGNED_IN, "signed-in", "whoever has signed in")                                       \
    X(RIGHT_DOSSIER_FILE, "dossier.file", "file a dossier for oneself or by an interface")         \
    X(RIGHT_DOSSIER_READ, "dossier.read", "see the dossiers within reach")                         \
    X(RIGHT_DOSSIER_RECEIVE, "dossier.receive",                                                    \
      "one-stop desk: receive, accept, refuse, ask before acceptance")                             \
    X(RIGHT_DOSSIER_ASSIGN, "dossier.assign", "hand a dossier to a step or person")                \
    X(RIGHT_DOSSIER_PROCESS, "dossier.process",                                                    \
      "work on a step: forward, send back, ask for a supplement")                                  \
    X(RIGHT_DOSSIER_APPROVE, "dossier.approve", "sign the result, reject on merits, extend")       \
    X(RIGHT_DOSSIER_RETURN, "dossier.return", "hand the result over, record a withdrawal")         \
    X(RIGHT_DOSSIER_PAY, "dossier.pay", "record a payment")                                        \
    X(RIGHT_REPORT_READ, "report.read",                                                            \
      "see reports and dashboards of one's agency and those under it")                             \
    X(RIGHT_WORLD_EDIT, "world.edit", "change units, positions, calendars, procedures")            \
    X(RIGHT_TOKEN_MANAGE, "token.manage", "give and withdraw interface tokens")                    \
    X(RIGHT_METRICS_READ, "metrics.read", "read the server's counters")

#define RIGHT_ENUM(name, code, text) name,
enum right { RIGHT_LIST(RIGHT_ENUM) };
#undef RIGHT_ENUM

#define RIGHT_ONE(name, code, text) +1
enum { RIGHT_COUNT = 0 RIGHT_LIST(RIGHT_ONE) };
#undef RIGHT_ONE

/* A set of rights, one bit each. */
struct rights {
    uint64_t bits;
};

static inline bool
rights_has(struct rights set, enum right r)
{
    return (set.bits >> r & 1) != 0;
}

static inline struct rights
rights_with(struct rights set, enum right r)
{
    return (struct rights){set.bits | UINT64_C(1) << r};
}

struct str right_code(enum right r);
struct str right_text(enum right r);

/* The right of that code; false when there is none. */
NODISCARD bool right_parse(struct str code, enum right *ret);

#endif
