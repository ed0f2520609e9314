-- Of works that the backend submits for a pooler: the transaction of the best one that has landed, and what the wallet paid for all of them.
ALTER TABLE farmer_works ADD COLUMN work_hash text;
ALTER TABLE farmer_works ADD COLUMN work_fee bigint NOT NULL DEFAULT 0;
