// SPDX-License-Identifier: EUPL-1.2
/* The JSON writer: exact output, every escape, commas where they belong. */
#include "render/json.h"

#include "harness.h"

static struct buf out;

static void
test_json__objects_and_arrays_nest_with_their_commas(void)
{
    struct json j;
    buf_reset(&out);
    json_open(&j, &out, zone_vietnam);
    json_open_object(&j);
    json_member(&j, "code", S("H41-1"));
    json_name(&j, "files");
    json_open_array(&j);
    json_put_i64(&j, 1);
    json_open_array(&j);
    json_close_array(&j);
    json_open_object(&j);
    json_member(&j, "n", (size_t)2);
    json_close_object(&j);
    json_close_array(&j);
    json_member_bool(&j, "late", false);
    json_name(&j, "closed");
    json_put_null(&j);
    CHECK(!json_done(&j));
    json_close_object(&j);
    CHECK(json_done(&j));
    CHECK_STR(buf_view(&out),
              S("{\"code\":\"H41-1\",\"files\":[1,[],{\"n\":2}],\"late\":false,\"closed\":null}"));
}

static void
test_json__times_money_and_decimals_are_written_for_machines(void)
{
    struct json j;
    struct local nine = local_at(date_of(2024, 4, 26), 9 * 60);
    buf_reset(&out);
    json_open(&j, &out, zone_vietnam);
    json_open_array(&j);
    json_value(&j, local_date(nine));
    json_value(&j, nine);
    json_value(&j, local_instant(nine, zone_vietnam));
    json_value(&j, money_vnd(-150000));
    json_put_decimal(&j, 9976, 2);
    json_put_decimal(&j, -5, 3);
    json_put_decimal(&j, 7, 0);
    json_value(&j, INT64_MIN);
    json_put_bool(&j, true);
    json_close_array(&j);
    CHECK_STR(buf_view(&out), S("[\"2024-04-26\",\"2024-04-26T09:00\",\"2024-04-26T09:00:00+07:"
                                "00\",-150000,99.76,-0.005,7,"
                                "-9223372036854775808,true]"));
}

static void
test_json__text_is_escaped_and_cannot_open_a_tag(void)
{
    struct json j;
    buf_reset(&out);
    json_open(&j, &out, zone_vietnam);
    json_put_str(&j, (struct str){"\"\\/\b\f\n\r\t\0\x1F\x7F</script>&Ẩn", 25});
    CHECK_STR(
        buf_view(&out),
        S("\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\\u007f\\u003c/script\\u003e\\u0026Ẩ"
          "n\""));
    CHECK(json_done(&j));
}

static void
test_json__empty_things_are_whole(void)
{
    struct json j;
    buf_reset(&out);
    json_open(&j, &out, zone_vietnam);
    CHECK(!json_done(&j));
    json_open_object(&j);
    json_close_object(&j);
    CHECK_STR(buf_view(&out), S("{}"));
    buf_reset(&out);
    json_open(&j, &out, zone_vietnam);
    json_put_str(&j, (struct str){NULL, 0});
    CHECK_STR(buf_view(&out), S("\"\""));
}

static void
test_json__a_writer_that_ran_out_of_room_is_never_done(void)
{
    struct json j;
    struct buf small;
    buf_init(&small, 8);
    json_open(&j, &small, zone_vietnam);
    json_put_str(&j, S("longer than eight"));
    CHECK(!json_done(&j));
    buf_free(&small);
}

static const struct test tests[] = {
    T(json__objects_and_arrays_nest_with_their_commas),
    T(json__times_money_and_decimals_are_written_for_machines),
    T(json__text_is_escaped_and_cannot_open_a_tag),
    T(json__empty_things_are_whole),
    T(json__a_writer_that_ran_out_of_room_is_never_done),
};

int
main(void)
{
    buf_init(&out, 4096);
    int failed = tests_run(tests, COUNT(tests));
    buf_free(&out);
    return failed;
}
