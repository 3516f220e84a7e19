// SPDX-License-Identifier: EUPL-1.2
/* Making names durable: what files.c and content.c share. Not for other rooms. */
#ifndef SYS_FOLDER_H
#define SYS_FOLDER_H

#include "base/err.h"

/* Flushes a folder, so that the names in it survive a power cut. */
NODISCARD enum err folder_flush(const char *path);

#endif
