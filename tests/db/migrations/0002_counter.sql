-- SPDX-License-Identifier: EUPL-1.2
create table counter (
    name TEXT not null primary key,
    n INT not null
);
insert into counter(name, n) values ('all', 0);
