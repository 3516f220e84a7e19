// SPDX-License-Identifier: EUPL-1.2
/* The view of the test's template: one member of every type, all hostile. */
#ifndef TESTS_UNIT_RENDER_SAMPLE_H
#define TESTS_UNIT_RENDER_SAMPLE_H

#include "render/html.h"
#include "render/mark.h"

struct view_sample_part {
    struct str word;
};
VIEW(sample_part);

struct sample_item {
    struct str name;
    struct url url;
    struct view_sample_part part;
    LIST(int64_t) numbers;
};

struct view_sample_page {
    struct str text;
    struct url url;
    int64_t number;
    size_t count;
    int small;
    bool yes, no;
    struct money fee;
    struct date day;
    struct local at;
    struct instant moment;
    enum msg label;
    struct tag tag;
    struct octets size;
    struct share share;
    struct work work;
    const struct view_sample_part *pointer;
    LIST(struct sample_item) items;
    LIST(struct sample_item) none;
};
VIEW(sample_page);

#endif
