-- Of a compensation: what settled a share that the farmer owed. One row a farmer and block.
ALTER TABLE pooler_compensations ADD COLUMN netted bigint NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX pooler_compensations_uq ON pooler_compensations (farmer_id, block_index);
