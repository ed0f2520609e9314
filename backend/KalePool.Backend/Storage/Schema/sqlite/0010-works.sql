-- Of works that the backend submits for a pooler: the transaction of the best one that has landed, and what the wallet paid for all of them.
ALTER TABLE farmer_works ADD COLUMN work_hash TEXT;
ALTER TABLE farmer_works ADD COLUMN work_fee INTEGER NOT NULL DEFAULT 0;
