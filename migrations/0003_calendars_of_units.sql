-- SPDX-License-Identifier: EUPL-1.2
-- Working time per unit: a row of hours or of a day belongs to everybody (empty)
-- or to one unit, by its code, and to those under it. And the keys that must be
-- the same after a restart and in every process of one installation.

alter table working_hours add column unit TEXT not null default '';
alter table calendar_day add column unit TEXT not null default '';

create table secret (
    realm   ID not null,
    name    TEXT not null, -- what it is for: seal
    value   BYTES not null,
    created INSTANT not null,
    primary key (realm, name)
);
