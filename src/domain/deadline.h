// SPDX-License-Identifier: EUPL-1.2
/*
 * When something is due, and why. One pure function of calendar, rule and the
 * events of a clock; nothing is stored by hand, so that a changed calendar or a
 * "what if" is the same call with other facts. Serves whole dossiers, single
 * steps and the answer clock alike.
 *
 * It judges no rights and knows no states: which act is a clock event, and which
 * rule a procedure has, its caller says.
 */
#ifndef DOMAIN_DEADLINE_H
#define DOMAIN_DEADLINE_H

#include "domain/calendar.h"
#include "domain/problem.h"

/*
 * How a limit is counted; the code in data files.
 *   NONE      not at all: no due date
 *   HOURS     amount working minutes
 *   WD_END    closing time of the amount-th working day after the start
 *   CAL_END   amount calendar days on, rolled to a working day, at its closing time
 *   SAME_DAY  closing time of the same day; of the next working day after cut_off
 *   TRANSFER  closing time of the same day; after cut_off, amount working minutes
 *             after the next opening, but still on that day
 */
#define DUE_MODE_LIST(X)                                                                           \
    X(DUE_NONE, "NONE")                                                                            \
    X(DUE_HOURS, "HOURS")                                                                          \
    X(DUE_WD_END, "WD_END")                                                                        \
    X(DUE_CAL_END, "CAL_END")                                                                      \
    X(DUE_SAME_DAY, "SAME_DAY")                                                                    \
    X(DUE_TRANSFER, "TRANSFER")

#define DUE_MODE_ENUM(name, code) name,
enum due_mode { DUE_MODE_LIST(DUE_MODE_ENUM) };
#undef DUE_MODE_ENUM

/* The codes by mode. */
extern const struct str due_mode_codes[];

NODISCARD bool due_mode_parse(struct str code, enum due_mode *ret);

/* After a supplement the whole limit starts again, or the waiting time is added. */
enum supplement_mode { SUPPLEMENT_RESET, SUPPLEMENT_PAUSE };

extern const struct str supplement_mode_codes[];
NODISCARD bool supplement_mode_parse(struct str code, enum supplement_mode *ret);

/* Early is an end on an earlier working day, or any time before due. */
enum early_policy { EARLY_BY_DAY, EARLY_BY_MINUTE };

extern const struct str early_policy_codes[]; /* BY_DAY, BY_MINUTE */
NODISCARD bool early_policy_parse(struct str code, enum early_policy *ret);

struct deadline_rule {
    enum due_mode mode;
    enum supplement_mode supplement;
    enum early_policy early;
    int32_t amount;    /* DUE_HOURS, DUE_TRANSFER: working minutes; otherwise days */
    int16_t cut_off;   /* minute of day; at this very minute it is not late yet */
    int16_t last_hour; /* received so many minutes before closing: counts from the next working
                          day; 0: no such rule */
};

/* Rules of the law that no procedure states: answer within 8 working hours, alert
 * after 2. */
extern const struct deadline_rule rule_answer, rule_answer_alert;

#define EXTENSIONS_MAX 1 /* a new date is promised at most once */

enum pause_kind { PAUSE_SUPPLEMENT, PAUSE_FINANCE, PAUSE_SUSPENSION };

enum clock_event_kind {
    CLOCK_START,   /* received or accepted, as the rule's owner says */
    CLOCK_PAUSE,   /* .pause says why */
    CLOCK_RESUME,  /* ends the open pause */
    CLOCK_EXTEND,  /* apology with .new_due; a late dossier stays late */
    CLOCK_PROLONG, /* .new_due by law or written agreement: the limit itself moves */
    CLOCK_END      /* the result exists, or the work stopped */
};

struct clock_event {
    enum clock_event_kind kind;
    enum pause_kind pause; /* CLOCK_PAUSE */
    struct local at;
    struct local new_due; /* CLOCK_EXTEND, CLOCK_PROLONG */
};

/* In order of time; the first is CLOCK_START. */
struct clock_events {
    const struct clock_event *v;
    size_t n;
};

enum timeliness { TIME_RUNNING, TIME_EARLY, TIME_ON_TIME, TIME_LATE };

/*
 * All minutes are working minutes. An open pause is computed as if it ended now,
 * so that due moves on with the waiting. A pause that begins after the limit has
 * passed moves nothing. used + remaining = allowed, always.
 */
struct deadline {
    struct local normalised;   /* from here the present run is counted */
    struct local due;          /* what was last promised: shown to people */
    struct local legal_due;    /* lateness is judged by this; no apology moves it */
    struct local original_due; /* as promised at the start */
    int64_t used;              /* working minutes run, without pauses; until now or the end */
    int64_t allowed;           /* of the present run */
    int64_t remaining;         /* negative when over */
    int64_t paused_minutes;    /* in the present run */
    enum timeliness timeliness;
    enum pause_kind pause; /* when is_paused */
    int32_t extensions;    /* new dates promised with an apology */
    int32_t supplements;   /* requests for a supplement */
    bool has_due;          /* false for DUE_NONE: only used and paused_minutes are told */
    bool is_paused;
    bool is_late;        /* now, or at the end */
    bool was_late;       /* before a supplement started the clock again */
    bool is_provisional; /* a day is needed whose days off are not known for sure */
};

/*
 * One line of the reasons. Lines with is_counted sum to the answer: their minutes
 * to allowed (DUE_HOURS, DUE_TRANSFER), their days to the days of the limit (other
 * modes). from == to for a moment.
 */
struct explain_line {
    enum msg msg;
    struct msg_arg arg[2];
    struct local from, to;
    int64_t minutes;
    int32_t days;
    bool is_counted;
    struct str source; /* document behind a day off, or empty */
};

struct explanation {
    struct arena *a;
    struct explain_line *v;
    size_t n, size;
};

/*
 * The deadline at a moment. explain may be NULL; else lines are added to it, on
 * its arena. Expected: ERR_NOTFOUND when the calendar does not reach a day that
 * is needed, ERR_INVALID for a history that cannot be (unordered, a pause within
 * a pause, a new date before its promise).
 */
NODISCARD enum err deadline_of(const struct calendar *cal, const struct deadline_rule *rule,
                               struct clock_events events, struct local now,
                               struct explanation *explain, struct deadline *ret);

/*
 * Working minutes from one moment to another without the pauses between them: what
 * a step took. ERR_NOTFOUND as above.
 */
NODISCARD enum err deadline_used(const struct calendar *cal, struct clock_events events,
                                 struct local from, struct local to, int64_t *ret);

/* May a new date be promised? Collects what speaks against it in the list. */
NODISCARD enum err deadline_decide_extend(const struct calendar *cal, const struct deadline *d,
                                          struct local now, struct local new_due,
                                          struct problems *problems);

#define TRACK_PAUSES 8

/*
 * A deadline as a picture: thousandths of a track in working time, pauses
 * included. 0 is the start of the present run; 1000 is the legal limit, or now
 * (or the end) when that is later.
 */
struct deadline_track {
    int16_t now;     /* or the end */
    int16_t flag;    /* the limit */
    int16_t promise; /* the last promised date, at most 1000; equal to flag without one */
    int16_t fill;    /* time passed until the limit: min(now, flag) */
    int16_t overrun; /* from flag to now; 0 unless late */
    uint8_t n_pauses;
    struct track_pause {
        int16_t from, to;
        enum pause_kind kind;
    } pause[TRACK_PAUSES]; /* the latest ones */
};

/* d is what deadline_of told of these events (at least one) at this moment. */
NODISCARD enum err deadline_track(const struct calendar *cal, const struct deadline *d,
                                  struct clock_events events, struct local now,
                                  struct deadline_track *ret);

#endif
