// SPDX-License-Identifier: EUPL-1.2
/*
 * The commands `motcua index …` as a program of their own, so that they are
 * tested without the rest of the server: index_cli score --edition …
 */
#include "main/cmd_index.h"

int
main(int argc, char **argv)
{
    return cmd_index(argc, argv);
}
