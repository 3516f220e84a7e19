// SPDX-License-Identifier: EUPL-1.2
/* Facts of printed forms as JSON, "NAME {…}": a refusal says why, text that is taken is UTF-8. */
#include "fuzz.h"

#include <jansson.h>

#include "document/form.h"
#include "main/form_shape.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str rest = fuzz_str(bytes, n), name = str_cut(&rest, ' '), why = {0};
    enum form form;
    struct arena a;
    if (n > 100000 || !rest.p || !form_parse(name, &form))
        return 0;
    json_t *json = json_loadb(rest.p, rest.n, JSON_REJECT_DUPLICATES, NULL);
    if (!json)
        return 0;
    arena_init(&a, (size_t)1 << 26);
    const struct shape *shape = form_shape(form);
    void *facts = arena_alloc(&a, shape->size);
    if (shape_read(&a, json, shape, facts, &why) != OK)
        ASSERT(why.n > 0 && str_is_utf8(why));
    json_decref(json);
    arena_free(&a);
    return 0;
}
