// SPDX-License-Identifier: EUPL-1.2
/* The settings file: a refusal names file and line, what is accepted lies in its range. */
#include "fuzz.h"

#include "db/db.h"
#include "main/settings.h"
#include "sys/listen.h"

#define IN_RANGE_TEXT(value, least, most) ((void)(value))
#define IN_RANGE_ADDRESS(value, least, most) ASSERT(socket_address_is_good(value))
#define IN_RANGE_DATABASE(value, least, most) ASSERT(db_url_is_good(value))
#define IN_RANGE_FOLDER(value, least, most) ASSERT((value).n > 0)
#define IN_RANGE_WEB(value, least, most) ASSERT((value).n == 0 || str_starts(value, S("http")))
#define IN_RANGE_NETWORKS(value, least, most) ((void)(value))
#define IN_RANGE_NUMBER(value, least, most) ASSERT((value) >= (least) && (value) <= (most))
#define CHECK_ROW(name, kind, value, least, most, text) IN_RANGE_##kind(s.name, least, most);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct settings s;
    struct arena a;
    struct str why = {0};
    if (n > 100000)
        return 0;
    arena_init(&a, (size_t)1 << 24);
    settings_init(&s);
    if (settings_read(&a, &s, S("fuzz"), fuzz_str(bytes, n), &why) != OK)
        ASSERT(str_starts(why, S("fuzz:")));
    SETTING_LIST(CHECK_ROW)
    arena_free(&a);
    return 0;
}
