-- 会議録: the agency that convenes an item and its secretary may both write. Nobody overwrites what they have not seen.
ALTER TABLE conference_members ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
