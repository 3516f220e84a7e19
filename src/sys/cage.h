// SPDX-License-Identifier: EUPL-1.2
/* The walls of the jail, put up from inside the child. For jail.c only. */
#ifndef SYS_CAGE_H
#define SYS_CAGE_H

#include "sys/jail.h"

/* Landlock: nothing of the file system but what is named. False: no wall could be built. */
NODISCARD bool cage_files(const struct jail *j);

/* Seccomp: only harmless calls. The last wall, after it none can be added. */
NODISCARD bool cage_calls(const struct jail *j);

#endif
