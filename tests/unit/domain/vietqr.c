// SPDX-License-Identifier: EUPL-1.2
#include "domain/vietqr.h"

#include "harness.h"

static const struct vietqr dossier_fee = {
    .bin = STR("970415"),
    .account = STR("114000123456"),
    .amount = {150000, VND},
    .purpose = STR("HS H41.14-240517-0042"),
};

static struct str
printed(const struct vietqr *q)
{
    static struct buf b;
    if (!b.max)
        buf_init(&b, 512);
    buf_reset(&b);
    CHECK_ERR(vietqr_print(&b, q), OK);
    return buf_view(&b);
}

static void
test_vietqr__the_checksum_has_the_published_check_value(void)
{
    CHECK_INT(vietqr_crc(S("123456789")), 0x29B1);
    CHECK_INT(vietqr_crc(S("")), 0xFFFF);
    CHECK_INT(vietqr_crc(S("00020101021138570010A00000072701270006970403011200110123456780208"
                           "QRIBFTTA53037045802VN6304")),
              0xF4E5);
}

static void
test_vietqr__a_published_transfer_of_180000_is_reproduced(void)
{
    struct vietqr q = {.bin = S("970403"),
                       .account = S("0011012345678"),
                       .amount = money_vnd(180000),
                       .bill = S("NPS6869"),
                       .purpose = S("thanh toan don hang")};
    CHECK_STR(printed(&q),
              S("00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
                "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"));
}

static void
test_vietqr__a_dossier_fee_of_150000_carries_the_dossier_code(void)
{
    CHECK_STR(printed(&dossier_fee),
              S("00020101021238560010A0000007270126000697041501121140001234560208QRIBFTTA"
                "530370454061500005802VN62250821HS H41.14-240517-004263049708"));
}

static void
test_vietqr__a_static_code_has_neither_amount_nor_texts(void)
{
    struct vietqr q = {.bin = S("970403"), .account = S("0011012345678"), .amount = money_vnd(0)};
    struct str text = printed(&q), body = str_sub(text, 0, text.n - 4);
    char crc[5];
    CHECK_STR(body, S("00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA"
                      "53037045802VN6304"));
    snprintf(crc, sizeof crc, "%04X", (unsigned)vietqr_crc(body));
    CHECK_STR(str_sub(text, text.n - 4, 4), str_of(crc));
    q.bill = S("B1");
    CHECK(str_search(printed(&q), S("62060102B16304")) < printed(&q).n);
}

static void
test_vietqr__a_card_is_paid_by_the_other_service(void)
{
    struct vietqr q = dossier_fee;
    q.is_card = true;
    CHECK(str_search(printed(&q), S("0208QRIBFTTC")) < printed(&q).n);
    CHECK(str_search(printed(&q), S("0208QRIBFTTA")) == printed(&q).n);
}

static void
test_vietqr__parts_that_a_bank_might_alter_are_refused(void)
{
    struct vietqr bad[15];
    struct buf b;
    buf_init(&b, 512);
    for (size_t i = 0; i < COUNT(bad); i++)
        bad[i] = dossier_fee;
    bad[0].bin = S("97041");
    bad[1].bin = S("97041a");
    bad[2].account = S("");
    bad[3].account = S("12345678901234567890");
    bad[4].account = S("114 000");
    bad[5].amount = money_vnd(-1);
    bad[6].amount = money_vnd(INT64_C(10000000000000));
    bad[7].purpose = S("Nộp lệ phí");
    bad[8].purpose = S("12345678901234567890123456");
    bad[9].bill = S("a&b");
    bad[10].bill = S("12345678901234567890123456");
    bad[11].bin = S("97041/");
    bad[12].purpose = S("a[b");
    bad[13].purpose = S("a{b");
    bad[14].purpose = S("a@b");
    for (size_t i = 0; i < COUNT(bad); i++)
        if (vietqr_print(&b, &bad[i]) != ERR_INVALID)
            CHECK_FAIL("bad example %zu is accepted", i);
    CHECK_INT(b.n, 0);
    buf_free(&b);
}

static void
test_vietqr__the_largest_amount_still_fits(void)
{
    struct vietqr q = dossier_fee;
    q.amount = money_vnd(INT64_C(9999999999999));
    CHECK(str_search(printed(&q), S("54139999999999999")) < printed(&q).n);
}

TESTS(T(vietqr__the_checksum_has_the_published_check_value),
      T(vietqr__a_published_transfer_of_180000_is_reproduced),
      T(vietqr__a_dossier_fee_of_150000_carries_the_dossier_code),
      T(vietqr__a_static_code_has_neither_amount_nor_texts),
      T(vietqr__a_card_is_paid_by_the_other_service),
      T(vietqr__parts_that_a_bank_might_alter_are_refused),
      T(vietqr__the_largest_amount_still_fits))
