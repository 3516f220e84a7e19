// SPDX-License-Identifier: EUPL-1.2
/*
 * Readers and transactions for those above the store. A verb sees the database
 * only as "begin, read and write named facts, commit"; the room db itself is
 * closed to it (src/rooms.txt), and this is the door.
 */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include "db/reader.h"
#include "db/tx.h"

#endif
