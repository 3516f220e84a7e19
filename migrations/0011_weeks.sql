-- SPDX-License-Identifier: EUPL-1.2
-- What happens is added up by the week too, for dashboards. Days (yyyymmdd),
-- months (yyyymm) and weeks (the day number of their Monday since 1970, five
-- digits) are numbers of different lengths, so each is a range of the key by itself.

drop index tally_month;
drop index cohort_month;
update tally set period = period / 100 where period % 100 = 0;
update cohort set period = period / 100 where period % 100 = 0;

insert into tally
select realm, unit, n - (n + 3) % 7, sum(submitted), sum(refused), sum(received), sum(received_online), sum(received_direct), sum(received_post), sum(settled), sum(early), sum(on_time), sum(late), sum(closed), sum(supplements), sum(extensions), sum(returned), sum(paid), sum(paid_online)
from (select t.*, d - 1 + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 719468 as n
  from (select s.*, period % 100 as d, (period / 100 % 100 + 9) % 12 as m, period / 10000 - (14 - period / 100 % 100) / 12 as y
    from tally s where period >= 10000000) t) w
group by realm, unit, n - (n + 3) % 7;

insert into cohort
select realm, unit, n - (n + 3) % 7, sum(received), sum(components_digitised), sum(fully_digitised), sum(settled), sum(results_due), sum(results_digitised)
from (select t.*, d - 1 + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 719468 as n
  from (select s.*, period % 100 as d, (period / 100 % 100 + 9) % 12 as m, period / 10000 - (14 - period / 100 % 100) / 12 as y
    from cohort s where period >= 10000000) t) w
group by realm, unit, n - (n + 3) % 7;
