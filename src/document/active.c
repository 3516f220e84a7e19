// SPDX-License-Identifier: EUPL-1.2
/*
 * See active.h. The parsed objects are looked at, not the bytes: names written
 * with escapes, in object streams or compressed are found all the same. An
 * OpenAction that only goes to a page is harmless and not counted.
 */
#include "document/active.h"

enum { DEPTH_MAX = 40, OBJECTS_MAX = 200000, KEYS_MAX = 4000 };

struct looking {
    struct arena *a;
    qpdf_data q;
    uint32_t found;
};

static const struct str names[] = {
#define ACTIVE_NAME(name) STR("/" #name),
    ACTIVE_LIST(ACTIVE_NAME)
#undef ACTIVE_NAME
};

struct str
active_name(unsigned i)
{
    return str_sub(names[i], 1, names[i].n);
}

static void
judge_name(struct looking *l, struct str name)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(name, names[i]))
            l->found |= UINT32_C(1) << i;
}

/* A destination, or an action that goes to one. */
static bool
only_goes(struct looking *l, qpdf_oh value)
{
    return qpdf_oh_is_array(l->q, value) || qpdf_oh_is_string(l->q, value) ||
           pdf_is(l->q, pdf_get(l->q, value, "/S"), "/GoTo");
}

static void look(struct looking *l, qpdf_oh object, int depth);

static void
look_dict(struct looking *l, qpdf_oh dict, int depth)
{
    struct pdf_keys keys = pdf_keys(l->a, l->q, dict, KEYS_MAX);
    for (size_t i = 0; i < keys.n; i++) {
        qpdf_oh value = pdf_get(l->q, dict, keys.v[i].p);
        if (!str_eq(keys.v[i], S("/OpenAction")) || !only_goes(l, value))
            judge_name(l, keys.v[i]);
        look(l, value, depth + 1);
    }
}

/* Indirect objects inside are met by their own number. */
static void
look(struct looking *l, qpdf_oh object, int depth)
{
    if (depth > DEPTH_MAX || (depth > 0 && qpdf_oh_is_indirect(l->q, object)))
        return;
    if (qpdf_oh_is_name(l->q, object))
        judge_name(l, str_of(qpdf_oh_get_name(l->q, object)));
    else if (qpdf_oh_is_stream(l->q, object))
        look_dict(l, qpdf_oh_get_dict(l->q, object), depth);
    else if (qpdf_oh_is_dictionary(l->q, object))
        look_dict(l, object, depth);
    else if (qpdf_oh_is_array(l->q, object))
        for (int i = 0; i < qpdf_oh_get_array_n_items(l->q, object); i++)
            look(l, qpdf_oh_get_array_item(l->q, object, i), depth + 1);
}

uint32_t
active_find(struct arena *a, qpdf_data q)
{
    struct looking l = {a, q, 0};
    int size = qpdf_oh_get_int_value_as_int(q, pdf_get(q, qpdf_get_trailer(q), "/Size"));
    for (int id = 1; id < size && id < OBJECTS_MAX; id++) {
        struct arena_mark mark = arena_mark(a);
        look(&l, qpdf_get_object_by_id(q, id, 0), 0);
        arena_rewind(a, mark);
    }
    look(&l, qpdf_get_trailer(q), 0);
    return l.found;
}
