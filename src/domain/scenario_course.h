// SPDX-License-Identifier: EUPL-1.2
/*
 * The course of one dossier while it is drawn: where time stands, what is
 * coming, and the single acts from which scenario_course.c puts it together. Of
 * no use to anybody else.
 */
#ifndef DOMAIN_SCENARIO_COURSE_H
#define DOMAIN_SCENARIO_COURSE_H

#include "domain/scenario_draft.h"

#define HOPS 40

/* One act that moves the dossier on, at a step. */
struct hop {
    enum action action;
    size_t step; /* place in steps */
    size_t back; /* ACT_SEND_BACK: place it goes to */
    int32_t weight;
    bool is_last; /* the result comes with it */
};

struct course {
    struct planner *p;
    struct draft *d;
    struct local now;
    struct local due;
    struct local shares_from; /* when the remaining work was last shared out */
    struct hop hop[HOPS];
    size_t n_hops;
    struct clock_event clock[4];
    size_t n_clock;
    int64_t fee;
    bool is_late, is_stuck, is_rejected, is_withdrawn;
    bool is_paid, has_apologised;
    bool failed;               /* this draw cannot be played */
    struct planned_act beyond; /* takes what does not fit any more */
};

/* One of the positions of a unit that may: of the wanted type if there is one. */
struct position_id course_officer(struct course *c, const struct unit *unit, enum right right,
                                  enum position_type type);

/* Somebody at the desk of the authority; who executes a step. */
struct position_id course_desk(struct course *c, enum right right);
struct position_id course_step_officer(struct course *c, const struct step *s);

/* A new act, now. */
struct planned_act *course_act(struct course *c, enum action action, struct position_id who);

/* Lets so many working minutes pass. */
void course_wait(struct course *c, int64_t minutes);

/* The fee, unless there is none or it is paid. */
void course_pay(struct course *c, bool is_online);

/* Which papers come as files; a required one is left out as the slot demands. */
void course_draw_papers(struct course *c);

/* Filed online about that day, or received at the counter on it. */
void course_file_online(struct course *c, struct date day);
void course_file_at_counter(struct course *c, struct date day);

void course_ask_completion(struct course *c);
void course_accept(struct course *c);

#endif
