// SPDX-License-Identifier: EUPL-1.2
/*
 * A dossier and its ledger. What happened is a chain of events; what is, is
 * their fold: dossier_apply takes the dossier over one event, and nothing else
 * changes one. What may happen next is decided by dossier_decide
 * (domain/decide.h). `motcua verify` folds every chain again and compares.
 */
#ifndef DOMAIN_DOSSIER_H
#define DOMAIN_DOSSIER_H

#include "base/date.h"
#include "base/hash.h"
#include "base/id.h"
#include "domain/deadline.h"
#include "domain/scope.h"
#include "domain/workflow.h"

/*
 * How a dossier comes and its result goes. Name, number as the national portal
 * writes it (KenhThucHien), word in data files, forms and the API.
 */
#define CHANNEL_LIST(X)                                                                            \
    X(CHANNEL_DIRECT, 1, "direct") X(CHANNEL_ONLINE, 2, "online") X(CHANNEL_POST, 3, "post")

/* Who applies, likewise (LoaiDoiTuong). */
#define APPLICANT_KIND_LIST(X)                                                                     \
    X(APPLICANT_CITIZEN, 1, "citizen")                                                             \
    X(APPLICANT_BUSINESS, 2, "business")                                                           \
    X(APPLICANT_STATE, 3, "state") X(APPLICANT_OTHER, 4, "other")

#define NUMBERED_ENUM(name, number, word) name = (number),
enum channel { CHANNEL_LIST(NUMBERED_ENUM) };
enum applicant_kind { APPLICANT_KIND_LIST(NUMBERED_ENUM) };
#undef NUMBERED_ENUM

#define NUMBERED_ONE(name, number, word) +1
enum {
    CHANNEL_COUNT = 0 CHANNEL_LIST(NUMBERED_ONE),
    APPLICANT_KIND_COUNT = 0 APPLICANT_KIND_LIST(NUMBERED_ONE),
};
#undef NUMBERED_ONE

/* The words by number; that of 0, for whichever, is empty. */
extern const struct str channel_words[CHANNEL_COUNT + 1];
extern const struct str applicant_kind_words[APPLICANT_KIND_COUNT + 1];

NODISCARD bool channel_parse(struct str word, enum channel *ret);
NODISCARD bool applicant_kind_parse(struct str word, enum applicant_kind *ret);

struct applicant {
    enum applicant_kind kind;
    struct str name;
    struct str id_number; /* citizen: 12 digits; business: tax code */
    struct str phone;
    struct str email;
    struct str address;
};

struct dossier {
    struct dossier_id id;
    struct str code;
    int64_t version; /* number of events; an act names the version it saw */

    struct procedure_id procedure;
    struct version_id procedure_version;
    struct str case_code;  /* of the version's cases, as filed; empty: none was named */
    struct unit_id unit;   /* the authority: a district or a commune */
    struct unit_id area;   /* the unit that watches over it: the district, or itself */
    struct unit_id holder; /* the office that has it now */
    enum channel channel;
    struct applicant applicant;
    struct str data; /* the filled form, JSON as received */

    enum state state;
    int32_t step; /* 1… of the procedure's steps; 0 before hand-over */
    struct instant submitted_at;
    struct local answer_due; /* 0 when no answer is owed */
    struct instant accepted_at;
    struct local due;           /* the appointment now in force; 0 before acceptance */
    struct local original_due;  /* as first promised */
    struct instant paused_at;   /* since when; 0 when it runs */
    struct instant step_at;     /* when the step in hand began */
    struct local step_due;      /* 0 when the step has no limit */
    struct instant finished_at; /* result, refusal after acceptance, withdrawal, stop */
    struct instant returned_at;
    enum timeliness timeliness; /* once finished, if it was accepted */

    int32_t supplements; /* asked after acceptance */
    int32_t extensions;
    int32_t components; /* papers filed */
    int32_t required;   /* of them, those that must have a file */
    int32_t digitised;  /* papers with a file */
    int32_t digitised_required;
    bool yields_result;    /* the procedure yields a document */
    bool result_digitised; /* and it is there, signed */
    int64_t fee;           /* đồng owed */
    int64_t paid;          /* đồng paid */
    int64_t paid_online;

    struct hash head; /* hash of the last event */
};

/* One entry of the ledger. */
struct event {
    int32_t seq; /* 1… within the dossier */
    struct instant at;
    enum action action;
    enum state from, to;
    int32_t step;          /* after it */
    struct unit_id holder; /* after it */
    struct person_id person;
    struct position_id position;
    struct unit_id actor_unit;
    struct str actor; /* name as shown */
    struct str reason;
    struct str detail; /* lines "key<TAB>value": items asked, result, way, filing hash */
    struct local due;  /* after it; 0 = none */
    struct local answer_due;
    struct local step_due;
    int64_t amount;
    int32_t component;      /* 1… when it concerns one */
    int32_t flags;          /* EVENT_… */
    struct hash prev, hash; /* of one just decided, and where the chain was read */
};

enum {
    EVENT_REQUIRED = 1 << 0, /* the component must have a file */
    EVENT_PAID_ONLINE = 1 << 1,
    EVENT_RESULT = 1 << 2, /* a signed e-result came with it */
    EVENT_REUSED = 1 << 3, /* the paper was found in the vault, not scanned */
    EVENT_EARLY = 1 << 4,  /* punctuality as decided with the calendar */
    EVENT_LATE = 1 << 5,
    EVENT_FIRST_FILE = 1 << 6, /* the component had no file before */
};

/*
 * What the detail says under that key, empty when it says nothing; a text of
 * several lines goes on in the lines without a tab.
 */
struct str event_detail(const struct event *e, struct str key);

/* What a dossier is before its first event: identity and filing, no state. */
struct filing {
    struct dossier_id id;
    struct str code;
    struct procedure_id procedure;
    struct version_id procedure_version;
    struct str case_code;
    struct unit_id unit, area;
    enum channel channel;
    struct applicant applicant;
    struct str data;
    int32_t components, required;
    int32_t digitised, digitised_required; /* papers that came as files */
    bool yields_result;
    int64_t fee;
};

/* The dossier that a filing begins. */
struct dossier dossier_begin(const struct filing *f);

/* What decides which limit a dossier has: what it was filed as, on the day it was filed. */
struct scope_query dossier_scope(const struct dossier *d);

/* Whether the event ends the step in hand: it goes on, back, or there is nothing left to do. */
bool dossier_leaves_step(const struct dossier *before, const struct event *e);

/* How punctual that step was: early on a day before its limit, on time where it has none. */
enum timeliness dossier_step_timeliness(const struct dossier *before, const struct event *e);

/* Takes the dossier over one event. Total: a replayed ledger gives the same dossier. */
void dossier_apply(struct dossier *d, const struct event *e);

/*
 * The detail of the first event: the digest of what was filed, so that a later change
 * of the filed data is seen by `motcua verify`.
 */
struct str filing_detail(struct arena *a, const struct filing *f);

/* Hash of an event: SHA-256(prev || canonical text of all its members but hash). */
struct hash event_hash(const struct event *e, struct str code, struct buf *scratch);

#endif
