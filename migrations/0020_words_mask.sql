-- SPDX-License-Identifier: EUPL-1.2
-- A search for a frequent word walks back over the newest filings. PostgreSQL reads what it passes by from the
-- key alone: 64 bits of which each word sets one. A row without all bits of the words asked for can not have them.
-- The bits come of md5, which is the same in every version and on every machine.

-- only: pg
create function words_mask(words tsvector) returns bigint language sql immutable parallel safe
return (select coalesce(bit_or(cast(1 as bigint) << (get_byte(decode(md5(word), 'hex'), 0) & 63)), 0)
        from unnest(tsvector_to_array(words)) as word);
alter table dossier_search add column mask bigint not null generated always as (words_mask(words)) stored;
alter table dossier_search drop constraint dossier_search_pkey;
alter table dossier_search add primary key (rowid) include (mask);
-- only: all
