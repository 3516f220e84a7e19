// SPDX-License-Identifier: EUPL-1.2
/*
 * Where the commands `motcua index` get their facts: editions by name (shipped)
 * or from a file, values of units from JSON files. Whatever is wrong is said on
 * standard error with its place. Functions give an exit status (main/command.h).
 */
#ifndef MAIN_INDEX_SOURCE_H
#define MAIN_INDEX_SOURCE_H

#include "domain/index/rank.h"
#include "domain/index/values.h"
#include "main/command.h"

/* NAME of a shipped edition, or a path: whatever has a '/' or ends in ".edition". */
int index_load_edition(struct arena *a, struct str name, struct index_edition *ret);

/* All units of one JSON file. */
typedef LIST(struct index_unit) index_units;
int index_load_units(struct arena *a, const char *path, index_units *ret);

/* All units of the *.json files of a folder, in the order of their names. */
int index_load_folder(struct arena *a, const char *folder, index_units *ret);

/* The units of a file, or of a folder. */
int index_load_any(struct arena *a, const char *path, index_units *ret);

/* Prints faults: of the edition with line and column, of values with the variable. */
void index_say_faults(struct arena *a, const struct index_faults *faults, struct str edition,
                      struct str values);

/* "motcua index: what: why" on standard error; gives status. */
int index_say(int status, struct str what, const char *why);

#endif
