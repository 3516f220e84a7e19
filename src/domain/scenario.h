// SPDX-License-Identifier: EUPL-1.2
/*
 * What happens in the demonstration: a list of dossiers, each with its applicant
 * and papers and every act that officers take on it, to the minute. A pure
 * function of the world, the calendar, the files in data/demo and a seed; the
 * same seed gives the same plan. The files fix how many dossiers there are of
 * which kind; the rest is drawn.
 *
 * It only plans. `motcua demo` plays the acts through the verbs, which decide as
 * they would for anybody, and the figures come from what was then recorded.
 */
#ifndef DOMAIN_SCENARIO_H
#define DOMAIN_SCENARIO_H

#include "base/err.h"
#include "domain/calendar_unit.h"
#include "domain/dossier.h"
#include "domain/world.h"

#define SCENARIO_FILE_LIST(X)                                                                      \
    X(SCENARIO_PERIOD, "demo/period.tsv")                                                          \
    X(SCENARIO_FIGURES, "demo/figures.tsv")                                                        \
    X(SCENARIO_UNITS, "demo/units.tsv")                                                            \
    X(SCENARIO_PROCEDURES, "demo/procedures.tsv")                                                  \
    X(SCENARIO_TEXTS, "demo/texts.tsv")

#define SCENARIO_FILE_ENUM(name, file) name,
enum scenario_file { SCENARIO_FILE_LIST(SCENARIO_FILE_ENUM) };
#undef SCENARIO_FILE_ENUM

#define SCENARIO_FILE_ONE(name, file) +1
enum { SCENARIO_FILE_COUNT = 0 SCENARIO_FILE_LIST(SCENARIO_FILE_ONE) };
#undef SCENARIO_FILE_ONE

extern const struct str scenario_file_names[SCENARIO_FILE_COUNT];

/* How many dossiers of which kind; what each means is in data/demo/figures.tsv. */
#define SCENARIO_FIGURE_LIST(X)                                                                    \
    X(district_received)                                                                           \
    X(commune_received)                                                                            \
    X(commune_online)                                                                              \
    X(quarter_received)                                                                            \
    X(quarter_district)                                                                            \
    X(quarter_direct)                                                                              \
    X(quarter_without_files)                                                                       \
    X(quarter_incomplete)                                                                          \
    X(quarter_withdrawn)                                                                           \
    X(quarter_stopped)                                                                             \
    X(quarter_waiting)                                                                             \
    X(quarter_overdue)                                                                             \
    X(quarter_running)                                                                             \
    X(refused) X(abandoned) X(incomplete) X(unanswered)

struct scenario_figures {
#define SCENARIO_FIGURE_MEMBER(name) int32_t name;
    SCENARIO_FIGURE_LIST(SCENARIO_FIGURE_MEMBER)
#undef SCENARIO_FIGURE_MEMBER
};

/* What a drawn text is for; the word in data/demo/texts.tsv. */
#define SCENARIO_TEXT_LIST(X)                                                                      \
    X(TEXT_SURNAME, "surname")                                                                     \
    X(TEXT_MALE, "male")                                                                           \
    X(TEXT_MALE_GIVEN, "male-given")                                                               \
    X(TEXT_FEMALE, "female")                                                                       \
    X(TEXT_FEMALE_GIVEN, "female-given")                                                           \
    X(TEXT_ADDRESS, "address")                                                                     \
    X(TEXT_ADDRESS_TOWN, "address-town")                                                           \
    X(TEXT_BUSINESS, "business")                                                                   \
    X(TEXT_BUSINESS_WORD, "business-word")                                                         \
    X(TEXT_STATE, "state")                                                                         \
    X(TEXT_COMPLETION, "completion")                                                               \
    X(TEXT_REFUSAL, "refusal")                                                                     \
    X(TEXT_SUPPLEMENT, "supplement")                                                               \
    X(TEXT_OBLIGATION, "obligation")                                                               \
    X(TEXT_REJECTION, "rejection")                                                                 \
    X(TEXT_WITHDRAWAL, "withdrawal")                                                               \
    X(TEXT_STOP, "stop")                                                                           \
    X(TEXT_APOLOGY, "apology")                                                                     \
    X(TEXT_SEND_BACK, "send-back")                                                                 \
    X(TEXT_CONSULT, "consult")                                                                     \
    X(TEXT_OPINION, "opinion")                                                                     \
    X(TEXT_LINK_OUT, "link-out")                                                                   \
    X(TEXT_SUSPEND, "suspend")                                                                     \
    X(TEXT_RESUME, "resume")

#define SCENARIO_TEXT_ENUM(name, word) name,
enum scenario_text_kind { SCENARIO_TEXT_LIST(SCENARIO_TEXT_ENUM) };
#undef SCENARIO_TEXT_ENUM

#define SCENARIO_TEXT_ONE(name, word) +1
enum { SCENARIO_TEXT_COUNT = 0 SCENARIO_TEXT_LIST(SCENARIO_TEXT_ONE) };
#undef SCENARIO_TEXT_ONE

struct scenario_text {
    enum scenario_text_kind kind;
    int32_t weight;
    struct str text;
};

/*
 * An agency: its share among those of its level, its pace in percent of the
 * usual, how many in a thousand it finishes late.
 */
struct scenario_unit {
    enum level level;
    struct str unit;
    int32_t weight, pace, late;
};

/* How often a procedure is asked for, and by whom. */
struct scenario_offer {
    enum level level;
    struct str procedure;
    int32_t weight;
    enum applicant_kind applicant;
};

struct scenario_facts {
    struct date from, quarter_to;
    struct local end; /* nothing happens after it */
    struct scenario_figures figures;
    LIST(struct scenario_unit) units;
    LIST(struct scenario_offer) offers;
    LIST(struct scenario_text) texts;
};

/*
 * The bytes of the files, by enum scenario_file. ERR_MALFORMED with *reterr =
 * "file:line: …".
 */
NODISCARD enum err scenario_read(struct arena *a, const struct str bytes[SCENARIO_FILE_COUNT],
                                 struct scenario_facts *ret, struct str *reterr);

/* One of the papers; those without a file are not filed with it. */
struct planned_paper {
    const struct component *component;
    bool is_reused; /* found in the vault instead of scanned or uploaded */
};

struct planned_act {
    struct local at;
    enum action action;
    struct position_id position; /* who acts */
    struct str text;             /* the reason, or for a completion or supplement the items */
    int32_t step;                /* ACT_SEND_BACK: to which */
    int32_t component;           /* ACT_DIGITISE: its seq */
    bool is_reused;              /* ACT_DIGITISE: from the vault */
    bool is_online;              /* ACT_PAY */
    int64_t amount;              /* ACT_PAY, ACT_IMPOSE: đồng */
    struct str way;              /* ACT_RETURN */
    struct local due;            /* ACT_EXTEND: the new date */
    struct str result_number;    /* of the act that ends the work with a document, else empty */
};

struct planned_dossier {
    const struct unit *unit; /* the authority */
    const struct procedure *procedure;
    const struct procedure_version *version;
    enum channel channel;
    struct applicant applicant;
    struct local submitted;
    struct position_id received_by;    /* at a counter; 0 when filed online */
    LIST(struct planned_paper) papers; /* filed as files */
    LIST(struct planned_act) acts;     /* in order of time */
};

/* A place in time: an act of a dossier, or with act -1 its filing. */
struct planned_moment {
    struct local at;
    uint32_t dossier;
    int32_t act;
};

struct scenario {
    LIST(struct planned_dossier) dossiers; /* in order of filing */
    LIST(struct planned_moment) moments;   /* all of it, in order of time */
};

/* What a plan is a function of. */
struct scenario_setting {
    const struct world *world;
    const struct calendars *calendars;
    const struct scenario_facts *facts;
    uint64_t seed;
};

/*
 * The plan. ERR_INVALID with *reterr when the facts name units or procedures
 * that do not exist, or ask for what cannot be drawn.
 */
NODISCARD enum err scenario_plan(struct arena *a, const struct scenario_setting *setting,
                                 struct scenario *ret, struct str *reterr);

#endif
