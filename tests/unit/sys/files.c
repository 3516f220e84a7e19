// SPDX-License-Identifier: EUPL-1.2
#include "sys/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness.h"

static struct arena arena;
static char home[64];

static const char *
fresh_home(void)
{
    arena_init(&arena, (size_t)8 << 20);
    snprintf(home, sizeof home, "/tmp/motcua-files-XXXXXX");
    CHECK(mkdtemp(home) != NULL);
    return home;
}

static char *
under(const char *name)
{
    return str_z(&arena, str_printf(&arena, "%s/%s", home, name));
}

static void
clear_home(void)
{
    char *command = str_z(&arena, str_printf(&arena, "rm -rf '%s'", home));
    CHECK_INT(system(command), 0);
    arena_free(&arena);
}

static void
test_files__what_was_written_is_read_and_replaced(void)
{
    fresh_home();
    struct str got;
    const char *path = under("note");
    CHECK_ERR(file_read(&arena, path, 100, &got), ERR_NOTFOUND);
    CHECK_ERR(file_write(path, S("first"), 0600), OK);
    CHECK_ERR(file_write(path, S("second, longer"), 0600), OK);
    CHECK_ERR(file_read(&arena, path, 100, &got), OK);
    CHECK_STR(got, S("second, longer"));
    CHECK_INT(got.p[got.n], 0);
    struct stat st;
    CHECK_INT(stat(path, &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    clear_home();
}

static void
test_files__a_file_over_the_limit_is_not_read(void)
{
    fresh_home();
    struct str got = S("untouched");
    CHECK_ERR(file_write(under("big"), S("12345"), 0600), OK);
    CHECK_ERR(file_read(&arena, under("big"), 4, &got), ERR_TOO_LARGE);
    CHECK_STR(got, S("untouched"));
    CHECK_ERR(file_read(&arena, under("big"), 5, &got), OK);
    CHECK_ERR(file_read(&arena, "/proc/self/status", 20, &got), ERR_TOO_LARGE);
    CHECK_ERR(file_read(&arena, "/proc/self/status", 65536, &got), OK);
    CHECK(str_starts(got, S("Name:")));
    CHECK_ERR(file_read(&arena, home, 100, &got), ERR_SYSTEM);
    CHECK_INT(errno, EISDIR);
    clear_home();
}

static void
test_files__a_failed_write_leaves_the_old_file_and_no_litter(void)
{
    fresh_home();
    CHECK_INT(mkdir(under("taken"), 0700), 0);
    CHECK_INT(close(open(under("taken/inside"), O_CREAT | O_WRONLY, 0600)), 0);
    CHECK_ERR(file_write(under("taken"), S("x"), 0600), ERR_SYSTEM);
    CHECK_ERR(file_write(under("no/such/folder"), S("x"), 0600), ERR_SYSTEM);
    CHECK_INT(errno, ENOENT);
    CHECK_INT(system(str_z(&arena, str_printf(&arena, "test \"$(ls %s)\" = taken", home))), 0);
    clear_home();
}

static void
test_files__folders_are_made_down_to_the_last(void)
{
    fresh_home();
    CHECK_ERR(file_folder(under("a/b/c"), 0700), OK);
    CHECK_ERR(file_folder(under("a/b/c"), 0700), OK);
    CHECK_ERR(file_write(under("a/b/c/d"), S("x"), 0600), OK);
    CHECK_ERR(file_folder(under("a/b/c/d/e"), 0700), ERR_SYSTEM);
    CHECK_INT(errno, ENOTDIR);
    clear_home();
}

static void
keep_text(struct str text, struct hash *ret)
{
    struct content c;
    CHECK_ERR(content_begin(&c, home, 1000), OK);
    CHECK_ERR(content_add(&c, str_sub(text, 0, 3)), OK);
    CHECK_ERR(content_add(&c, str_sub(text, 3, text.n)), OK);
    content_end(&c);
    CHECK_INT(c.size, text.n);
    CHECK_ERR(content_keep(&c, under("store")), OK);
    content_drop(&c);
    *ret = c.hash;
}

static void
check_kept(const struct hash *hash, struct str text)
{
    char bytes[100];
    int fd = -1;
    uint64_t size = 0;
    CHECK_ERR(content_open(under("store"), hash, &fd, &size), OK);
    CHECK_INT(size, text.n);
    CHECK_INT(read(fd, bytes, sizeof bytes), (ssize_t)text.n);
    CHECK_STR(((struct str){bytes, text.n}), text);
    file_close(&fd);
}

static void
test_files__content_is_found_under_its_hash_and_kept_once(void)
{
    fresh_home();
    struct hash first, second, want = hash_of(S("a citizen's paper"));
    keep_text(S("a citizen's paper"), &first);
    keep_text(S("a citizen's paper"), &second);
    CHECK(hash_eq(&first, &want) && hash_eq(&second, &want));
    check_kept(&first, S("a citizen's paper"));
    struct hash other = hash_of(S("another paper"));
    int fd = -1;
    uint64_t size = 0;
    CHECK_ERR(content_open(under("store"), &other, &fd, &size), ERR_NOTFOUND);
    clear_home();
}

static void
test_files__content_with_no_link_left_is_copied_into_the_store(void)
{
    fresh_home();
    struct hash h = hash_of(S("bytes of an unlinked file"));
    int fd = open(under("gone"), O_RDWR | O_CREAT, 0600);
    CHECK_ERR(file_put(fd, S("bytes of an unlinked file")), OK);
    CHECK_INT(unlink(under("gone")), 0);
    CHECK_ERR(content_keep_fd(fd, &h, under("store")), OK);
    file_close(&fd);
    check_kept(&h, S("bytes of an unlinked file"));
    clear_home();
}

static void
test_files__content_over_its_limit_is_refused_and_leaves_nothing(void)
{
    fresh_home();
    struct content c;
    CHECK_ERR(content_begin(&c, home, 4), OK);
    CHECK_ERR(content_add(&c, S("1234")), OK);
    CHECK_ERR(content_add(&c, S("5")), ERR_TOO_LARGE);
    content_drop(&c);
    CHECK_INT(system(str_z(&arena, str_printf(&arena, "test -z \"$(ls -A %s)\"", home))), 0);
    clear_home();
}

static void
wait_text(struct str text, struct date day)
{
    int fd = -1;
    struct hash h = hash_of(text);
    CHECK_ERR(file_nameless(home, &fd), OK);
    CHECK_ERR(file_put(fd, text), OK);
    CHECK_ERR(content_wait(fd, &h, under("store"), day), OK);
    file_close(&fd);
}

static void
test_files__what_waits_is_found_and_goes_to_its_place_or_away(void)
{
    struct waiting_day day;
    struct date monday = date_of(2024, 5, 6), tuesday = date_add(monday, 1);
    struct hash filed = hash_of(S("filed")), sent = hash_of(S("only sent"));
    int fd = -1;
    uint64_t size = 0;
    fresh_home();
    CHECK_ERR(content_waiting(&arena, under("store"), tuesday, &day), ERR_NOTFOUND);
    wait_text(S("filed"), monday);
    wait_text(S("only sent"), monday);
    wait_text(S("filed"), tuesday);
    check_kept(&filed, S("filed"));
    CHECK_ERR(content_waiting(&arena, under("store"), monday, &day), ERR_NOTFOUND);

    CHECK_ERR(content_waiting(&arena, under("store"), tuesday, &day), OK);
    CHECK_INT(day.day.day, monday.day);
    CHECK_INT(day.n, 2);
    struct hash unknown = hash_of(S("unknown"));
    CHECK(!waiting_find(&day, &unknown));
    CHECK(waiting_find(&day, &filed) && waiting_find(&day, &sent));
    waiting_find(&day, &filed)->is_filed = true;
    CHECK_ERR(content_settle(under("store"), &day), OK);
    CHECK_ERR(content_settle(under("store"), &day), OK); /* by another server, too late */
    check_kept(&filed, S("filed"));
    CHECK_ERR(content_open(under("store"), &sent, &fd, &size), ERR_NOTFOUND);

    CHECK_ERR(content_waiting(&arena, under("store"), date_add(tuesday, 1), &day), OK);
    CHECK_ERR(content_settle(under("store"), &day), OK); /* the same bytes, not filed again */
    check_kept(&filed, S("filed"));
    wait_text(S("filed"), tuesday);
    CHECK_ERR(content_waiting(&arena, under("store"), date_add(tuesday, 1), &day), ERR_NOTFOUND);
    clear_home();
}

TESTS(T(files__what_was_written_is_read_and_replaced), T(files__a_file_over_the_limit_is_not_read),
      T(files__a_failed_write_leaves_the_old_file_and_no_litter),
      T(files__folders_are_made_down_to_the_last),
      T(files__content_is_found_under_its_hash_and_kept_once),
      T(files__content_with_no_link_left_is_copied_into_the_store),
      T(files__content_over_its_limit_is_refused_and_leaves_nothing),
      T(files__what_waits_is_found_and_goes_to_its_place_or_away))
