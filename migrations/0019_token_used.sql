-- SPDX-License-Identifier: EUPL-1.2
-- When a token was used last, so that one that nobody uses any more is seen before it is withdrawn.

alter table token add column used_day INT not null default 0; -- local day; 0 = never, or before this was kept
