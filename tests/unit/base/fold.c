// SPDX-License-Identifier: EUPL-1.2
#include "base/fold.h"

#include "harness.h"

static struct arena a = {.cap = 1 << 20};

static void
test_fold__the_same_place_is_found_however_it_is_typed(void)
{
    CHECK_STR(text_fold(&a, S("Đô Lương")), S("do luong"));
    CHECK_STR(text_fold(&a, S("ĐÔ LƯƠNG")), S("do luong"));
    CHECK_STR(text_fold(&a, S("do  luong ")), S("do luong"));
    CHECK_STR(text_fold(&a, S("Đo\xCC\x82 Lu\xCC\x9Bo\xCC\x9Bng")), S("do luong"));
    CHECK_STR(text_fold(&a, S("Thuỷ")), S("thuy"));
    CHECK_STR(text_fold(&a, S("H41.14-240517-0042")), S("h41 14 240517 0042"));
}

static void
test_fold__names_become_one_normal_form(void)
{
    CHECK_STR(text_nfc(&a, S("Nguye\xCC\x82\xCC\x83n")), S("Nguyễn"));
    CHECK_INT(text_length(S("Nguyễn")), 6);
}

static void
test_fold__words_are_found_by_their_beginning(void)
{
    struct str text = text_plain(&a, S("Đăng ký kết hôn 1.000894"));
    CHECK_STR(text, S("dang ki ket hon 1 000894"));
    CHECK(text_has_words(text, text_plain(&a, S("kết kí"))));
    CHECK(text_has_words(text, text_plain(&a, S("1.000894"))));
    CHECK(text_has_words(text, S("h dan")));
    CHECK(text_has_words(text, S("")));
    CHECK(!text_has_words(text, S("an")));
    CHECK(!text_has_words(text, S("dang ki khai")));
    CHECK(!text_has_words(S(""), S("a")));
}

static void
test_fold__a_phrase_is_whole_words_next_to_one_another(void)
{
    CHECK(text_has_phrase(S("sang ten so do"), S("so do")));
    CHECK(text_has_phrase(S("so do so hong"), S("so do")));
    CHECK(text_has_phrase(S("so do"), S("so do")));
    CHECK(text_has_phrase(S("so do, so hong"), S("so do")));
    CHECK(!text_has_phrase(S("ma so don vi"), S("so do")));
    CHECK(!text_has_phrase(S("ho so do dac"), S("o do")));
    CHECK(!text_has_phrase(S("so hong do"), S("so do")));
    CHECK(!text_has_phrase(S("so"), S("so do")));
    CHECK(!text_has_phrase(S("so do"), S("")));
}

TESTS(T(fold__the_same_place_is_found_however_it_is_typed), T(fold__names_become_one_normal_form),
      T(fold__words_are_found_by_their_beginning),
      T(fold__a_phrase_is_whole_words_next_to_one_another))
