// SPDX-License-Identifier: EUPL-1.2
/*
 * A package is written and read in this process; then each of its bytes is changed
 * in turn. Whatever comes back as whole has the names, the bytes and the facts that
 * went in: what may change unseen says nothing (dates of the archive's directory).
 */
#include "document/bag.h"

#include "harness.h"

static const struct bag_info infos[] = {{STR("External-Identifier"), STR("H41.14-240426-0017")},
                                        {STR("Source-Organization"), STR("UBND huyện Đô Lương")}};
static const struct pack_entry files[] = {
    {STR("a.bin"), {"\0\1\2\377", 4}},
    {STR("đơn.txt"), STR("Đơn đề nghị, một trang có chữ lặp lại, chữ lặp lại, chữ lặp lại.\n")}};

static struct str
write_bag(struct arena *a)
{
    const struct bag bag = {.files = files,
                            .n = COUNT(files),
                            .infos = infos,
                            .info_count = COUNT(infos),
                            .unix_time = 1714097700};
    struct buf zip;
    buf_init(&zip, 1 << 20);
    CHECK_ERR(bag_write(a, &bag, &zip), OK);
    struct str bytes = str_dup(a, buf_view(&zip));
    buf_free(&zip);
    return bytes;
}

/* Is a report whole, and does it say anything else than what was written? */
static bool
is_false(const struct bag_report *r, bool *ret_whole)
{
    *ret_whole = r->fault == BAG_FINE;
    if (!*ret_whole)
        return false;
    if (r->n != COUNT(files))
        return true;
    for (size_t i = 0; i < r->n; i++)
        if (!str_eq(r->files[i].name, files[i].name) || !str_eq(r->files[i].bytes, files[i].bytes))
            return true;
    for (size_t i = 0; i < COUNT(infos); i++) {
        bool found = false;
        for (size_t k = 0; k < r->info_count; k++)
            found |= str_eq(r->infos[k].name, infos[i].name) &&
                     str_eq(r->infos[k].value, infos[i].value);
        if (!found)
            return true;
    }
    return false;
}

static bool
read_is_false(struct arena *a, struct str zip, bool *ret_whole)
{
    const struct pack_limits limits = {0};
    struct arena_mark mark = arena_mark(a);
    struct bag_report report;
    bag_read(a, zip, &limits, &report);
    bool bad = is_false(&report, ret_whole);
    arena_rewind(a, mark);
    return bad;
}

static void
test_bag__no_changed_byte_changes_what_a_whole_package_says(void)
{
    struct arena a;
    size_t caught = 0;
    bool whole = false;
    arena_init(&a, 256 << 20);
    struct str zip = write_bag(&a);
    char *p = str_z(&a, zip);
    CHECK(!read_is_false(&a, zip, &whole) && whole);
    for (size_t i = 0; i < zip.n; i++) {
        for (int bit = 0; bit < 8; bit += 3) {
            p[i] ^= (char)(1 << bit);
            if (read_is_false(&a, (struct str){p, zip.n}, &whole))
                CHECK_FAIL("byte %zu, bit %d", i, bit);
            caught += !whole;
            p[i] = zip.p[i];
        }
    }
    CHECK(caught > zip.n);
    arena_free(&a);
}

static void
test_bag__no_cut_package_is_whole(void)
{
    struct arena a;
    bool whole = false;
    arena_init(&a, 256 << 20);
    struct str zip = write_bag(&a);
    for (size_t n = 0; n < zip.n; n++)
        if (read_is_false(&a, str_sub(zip, 0, n), &whole))
            CHECK_FAIL("cut at %zu", n);
    arena_free(&a);
}

TESTS(T(bag__no_changed_byte_changes_what_a_whole_package_says), T(bag__no_cut_package_is_whole))
