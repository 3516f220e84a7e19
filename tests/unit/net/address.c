// SPDX-License-Identifier: EUPL-1.2
#include "net/address.h"

#include "harness.h"

static struct address
address(const char *text)
{
    struct address at;
    if (!address_parse(str_of(text), &at))
        CHECK_FAIL("not an address: %s", text);
    return at;
}

static void
test_address__the_old_kind_is_the_new_kind_with_a_known_beginning(void)
{
    struct address old = address("192.0.2.7"), new = address("::ffff:192.0.2.7");
    CHECK(address_eq(&old, &new));
    CHECK_INT(old.v[15], 7);
    new = address("2001:db8::1");
    CHECK_INT(new.v[0], 0x20);
    CHECK_INT(new.v[15], 1);
}

static void
test_address__refuses_anything_but_numbers(void)
{
    static const char *const bad[] = {"",        "1.2.3",     "1.2.3.4.5", "1.2.3.256", "[::1]",
                                      "::1:80x", "localhost", " 1.2.3.4",  "1.2.3.4:80"};
    struct address at;
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!address_parse(str_of(bad[i]), &at));
    CHECK(!address_parse((struct str){"1.2.3.4\0", 8}, &at));
}

static void
test_address__one_household_is_one_source(void)
{
    static const struct {
        const char *one, *other;
        bool is_same;
    } rows[] = {{"2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true},
                {"2001:db8:0:1::1", "2001:db8:0:2::1", false},
                {"192.0.2.1", "192.0.2.2", false},
                {"192.0.2.1", "::ffff:192.0.2.1", true}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct address one = address(rows[i].one), other = address(rows[i].other);
        one = address_source(&one);
        other = address_source(&other);
        if (address_eq(&one, &other) != rows[i].is_same)
            CHECK_FAIL("%s and %s", rows[i].one, rows[i].other);
    }
}

static void
test_address__a_network_has_its_own_and_no_other(void)
{
    static const struct {
        const char *net, *at;
        bool has;
    } rows[] = {
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"192.0.2.128/25", "192.0.2.129", true},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.2", false},
        {"0.0.0.0/0", "203.0.113.9", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"2001:db8::/32", "2001:db8:1::1", true},
        {"2001:db8::/32", "2001:db9::1", false},
        {"::/0", "10.0.0.1", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct network net;
        struct address at = address(rows[i].at);
        CHECK(network_parse(str_of(rows[i].net), &net));
        if (network_has(&net, &at) != rows[i].has)
            CHECK_FAIL("%s has %s", rows[i].net, rows[i].at);
    }
}

static void
test_address__a_network_is_written_exactly(void)
{
    static const char *const bad[] = {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
                                      "::1/64",     "/8",          "10/8"};
    struct network net;
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!network_parse(str_of(bad[i]), &net));
}

static void
check_behind(const char *peer, const char *forwarded, const char *want)
{
    struct network trusted[2];
    CHECK(network_parse(S("127.0.0.1"), &trusted[0]) &&
          network_parse(S("10.0.0.0/8"), &trusted[1]));
    struct address got = address_behind(trusted, 2, address(peer), str_of(forwarded));
    struct address wanted = address(want);
    if (!address_eq(&got, &wanted))
        CHECK_FAIL("%s with %s is not %s", peer, forwarded ? forwarded : "(nothing)", want);
}

static void
test_address__only_trusted_proxies_are_believed(void)
{
    check_behind("203.0.113.5", "198.51.100.1", "203.0.113.5");
    check_behind("127.0.0.1", NULL, "127.0.0.1");
    check_behind("127.0.0.1", "198.51.100.1", "198.51.100.1");
    check_behind("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1");
    check_behind("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.9", "198.51.100.1");
    check_behind("127.0.0.1", "1.1.1.1, nonsense, 10.0.0.9", "10.0.0.9");
    check_behind("127.0.0.1", "10.0.0.8, 10.0.0.9", "10.0.0.8");
}

TESTS(T(address__the_old_kind_is_the_new_kind_with_a_known_beginning),
      T(address__refuses_anything_but_numbers), T(address__one_household_is_one_source),
      T(address__a_network_has_its_own_and_no_other), T(address__a_network_is_written_exactly),
      T(address__only_trusted_proxies_are_believed))
