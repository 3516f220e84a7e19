// SPDX-License-Identifier: EUPL-1.2
/*
 * How every command ends, one list for both programs; `motcua --help` prints it
 * and tests/cli/exit.test.mjs holds the commands to it.
 */
#ifndef MAIN_EXIT_STATUS_H
#define MAIN_EXIT_STATUS_H

#define EXIT_STATUS_LIST(X)                                                                        \
    X(EXIT_OK, "done; the answer is yes")                                                          \
    X(EXIT_NO, "the answer is no: a difference, a refusal, no such thing")                         \
    X(EXIT_USAGE, "a wrong call, or a file, database or address that cannot be used")              \
    X(EXIT_UNSIGNED, "of verify-pdf: there is no signature")

#define EXIT_STATUS_ENUM(name, text) name,
enum exit_status { EXIT_STATUS_LIST(EXIT_STATUS_ENUM) };
#undef EXIT_STATUS_ENUM

#endif
