// SPDX-License-Identifier: EUPL-1.2
/* The commands `motcua index …` (cmd_index.c). */
#ifndef MAIN_CMD_INDEX_H
#define MAIN_CMD_INDEX_H

/* argv[0] is "index". 0 done, 1 the facts are refused, 2 usage or files. */
int cmd_index(int argc, char **argv);

#endif
