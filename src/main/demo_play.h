// SPDX-License-Identifier: EUPL-1.2
/*
 * Playing the plan of the demonstration (domain/scenario.h) through the verbs:
 * every dossier is filed, received, digitised, processed and returned by the
 * officers of the plan at the plan's time. Nothing is written past the verbs.
 */
#ifndef MAIN_DEMO_PLAY_H
#define MAIN_DEMO_PLAY_H

#include "domain/scenario.h"
#include "usecase/load_site.h"

struct demo {
    const struct site *site;
    const struct scenario *plan;
    const char *files; /* folder of contents */
    struct source source;
    void (*progress)(size_t done, size_t all);
};

/* Plays every moment in order. ERR… of the first act that is refused; *reterr says which. */
NODISCARD enum err demo_play(struct arena *a, const struct demo *demo, struct str *reterr);

/* Who holds the position on that day; the public for position 0. */
struct actor demo_actor(const struct world *w, struct position_id id, struct date day);

/* Reads the files in data/demo below a folder; says on standard error what is wrong. */
NODISCARD bool demo_facts(struct arena *a, const char *command, const char *folder,
                          struct scenario_facts *ret);

/* Gives the demonstration's accounts their password. */
#define DEMO_PASSWORD "motcua2024"
NODISCARD enum err demo_accounts(struct tx *tx, struct realm_id realm, const struct world *w);

#endif
