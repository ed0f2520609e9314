-- What the API and the pages list: filled from the journal by the projection, emptied and filled again by `kalepool rebuild`.
-- Tables refer to one another without foreign keys: entities are projected independently, each in its own order.

-- How far the journal has been projected; generation counts the rebuilds. What is append-only can be emptied only while is_resetting is set.
CREATE TABLE projection (
    name         TEXT NOT NULL PRIMARY KEY,
    position     INTEGER NOT NULL,
    generation   INTEGER NOT NULL,
    is_resetting INTEGER NOT NULL DEFAULT 0,
    as_of        TEXT);
INSERT INTO projection (name, position, generation, is_resetting) VALUES ('read-model', 0, 1, 0);

-- The last event of each entity that is in the tables: none is left out, none comes twice, in whatever order they were committed.
CREATE TABLE projected_entities (
    persistence_id  TEXT NOT NULL PRIMARY KEY,
    sequence_number INTEGER NOT NULL);

CREATE TABLE poolers (
    id              TEXT NOT NULL PRIMARY KEY,
    name            TEXT NOT NULL,
    public_key      TEXT NOT NULL UNIQUE,
    api_key_hash    TEXT NOT NULL UNIQUE,
    api_endpoint    TEXT,
    reward_share    TEXT NOT NULL,
    max_farmers     INTEGER NOT NULL,
    current_farmers INTEGER NOT NULL DEFAULT 0,
    is_active       INTEGER NOT NULL,
    last_seen       TEXT,
    created_at      TEXT NOT NULL);

CREATE TABLE farmers (
    id                    TEXT NOT NULL PRIMARY KEY,
    custodial_public_key  TEXT NOT NULL UNIQUE,
    pooler_id             TEXT NOT NULL,
    payout_wallet_address TEXT NOT NULL,
    stake_percentage      TEXT NOT NULL,
    payout_threshold      INTEGER,
    current_balance       INTEGER NOT NULL DEFAULT 0,
    owed_share            INTEGER NOT NULL DEFAULT 0,
    xlm_balance           INTEGER,
    is_funded             INTEGER NOT NULL,
    paused_by             TEXT,
    status                TEXT NOT NULL,
    created_at            TEXT NOT NULL);

-- Payout wallets that were asked for and are not in force yet; the id is the farmer's.
CREATE TABLE payout_changes (
    id            TEXT NOT NULL PRIMARY KEY,
    payout_wallet TEXT NOT NULL,
    effective_at  TEXT NOT NULL);

-- What a farmer's own journal says of his pail's work: a block's does not know of rescues. Joined into works when the block closes.
CREATE TABLE farmer_works (
    id          TEXT NOT NULL PRIMARY KEY,
    farmer_id   TEXT NOT NULL,
    block_index INTEGER NOT NULL,
    source      TEXT,
    rescue_hash TEXT,
    rescue_fee  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (farmer_id, block_index));

CREATE TABLE plantings (
    id               TEXT NOT NULL PRIMARY KEY,
    block_index      INTEGER NOT NULL,
    farmer_id        TEXT NOT NULL,
    pooler_id        TEXT NOT NULL,
    custodial_wallet TEXT NOT NULL,
    stake_amount     INTEGER NOT NULL,
    transaction_hash TEXT,
    status           TEXT NOT NULL,
    error_code       TEXT,
    error_message    TEXT,
    attributed_to    TEXT,
    xlm_fee          INTEGER NOT NULL,
    planted_at       TEXT NOT NULL);

CREATE TABLE works (
    id                    TEXT NOT NULL PRIMARY KEY,
    block_index           INTEGER NOT NULL,
    farmer_id             TEXT NOT NULL,
    pooler_id             TEXT NOT NULL,
    custodial_wallet      TEXT NOT NULL,
    nonce                 TEXT,
    hash                  TEXT,
    zeros                 INTEGER,
    gap                   INTEGER,
    transaction_hash      TEXT,
    status                TEXT NOT NULL,
    error_code            TEXT,
    error_message         TEXT,
    attributed_to         TEXT,
    compensation_required INTEGER NOT NULL,
    source                TEXT,
    xlm_fee               INTEGER NOT NULL,
    worked_at             TEXT NOT NULL);

CREATE TABLE harvests (
    id               TEXT NOT NULL PRIMARY KEY,
    block_index      INTEGER NOT NULL,
    farmer_id        TEXT NOT NULL,
    pooler_id        TEXT NOT NULL,
    custodial_wallet TEXT NOT NULL,
    reward_amount    INTEGER NOT NULL,
    stake_returned   INTEGER NOT NULL,
    transaction_hash TEXT,
    status           TEXT NOT NULL,
    error_code       TEXT,
    error_message    TEXT,
    attributed_to    TEXT,
    source           TEXT,
    xlm_fee          INTEGER NOT NULL,
    harvested_at     TEXT NOT NULL);

CREATE TABLE block_operations (
    id                   TEXT NOT NULL PRIMARY KEY,
    block_index          INTEGER NOT NULL,
    pooler_id            TEXT NOT NULL,
    plant_requested_at   TEXT NOT NULL,
    plant_completed_at   TEXT,
    work_completed_at    TEXT,
    harvest_completed_at TEXT,
    total_farmers        INTEGER NOT NULL,
    successful_plants    INTEGER NOT NULL DEFAULT 0,
    successful_works     INTEGER NOT NULL DEFAULT 0,
    successful_harvests  INTEGER NOT NULL DEFAULT 0,
    total_staked         INTEGER NOT NULL DEFAULT 0,
    total_rewards        INTEGER NOT NULL DEFAULT 0,
    entropy              TEXT,
    max_gap              INTEGER,
    max_stake            INTEGER,
    max_zeros            INTEGER,
    status               TEXT NOT NULL,
    UNIQUE (pooler_id, block_index));

CREATE TABLE pooler_compensations (
    id                TEXT NOT NULL PRIMARY KEY,
    pooler_id         TEXT NOT NULL,
    farmer_id         TEXT NOT NULL,
    block_index       INTEGER NOT NULL,
    compensation_type TEXT NOT NULL,
    owed_by           TEXT NOT NULL,
    amount            INTEGER NOT NULL,
    reason            TEXT NOT NULL,
    is_paid           INTEGER NOT NULL,
    paid_tx_hash      TEXT,
    created_at        TEXT NOT NULL);

CREATE TABLE balance_movements (
    id               TEXT NOT NULL PRIMARY KEY,
    farmer_id        TEXT NOT NULL,
    kind             TEXT NOT NULL CHECK (kind IN ('stake', 'reward', 'stake_returned', 'deposit', 'payout', 'share', 'compensation', 'exit', 'correction')),
    amount           INTEGER NOT NULL,
    ledger           INTEGER,
    transaction_hash TEXT,
    block_index      INTEGER,
    created_at       TEXT NOT NULL);

CREATE TABLE acts (
    id               TEXT NOT NULL PRIMARY KEY,
    kind             TEXT NOT NULL,
    entity           TEXT NOT NULL,
    transaction_hash TEXT NOT NULL,
    status           TEXT NOT NULL,
    opened_at        TEXT NOT NULL,
    settled_at       TEXT);

CREATE TABLE payouts (
    id               TEXT NOT NULL PRIMARY KEY,
    xlm_fee          INTEGER NOT NULL,
    farmer_id        TEXT NOT NULL,
    kind             TEXT NOT NULL,
    amount           INTEGER NOT NULL,
    destination      TEXT NOT NULL,
    transaction_hash TEXT NOT NULL,
    status           TEXT NOT NULL,
    created_at       TEXT NOT NULL);

CREATE UNIQUE INDEX plantings_success_uq ON plantings (farmer_id, block_index) WHERE status = 'success';
CREATE INDEX plantings_block_idx ON plantings (block_index);
CREATE INDEX plantings_farmer_idx ON plantings (farmer_id, block_index DESC, id DESC);
CREATE INDEX plantings_pooler_idx ON plantings (pooler_id, block_index DESC);
CREATE UNIQUE INDEX works_success_uq ON works (farmer_id, block_index) WHERE status = 'success';
CREATE INDEX works_block_idx ON works (block_index);
CREATE INDEX works_farmer_idx ON works (farmer_id, block_index DESC, id DESC);
CREATE INDEX works_pooler_idx ON works (pooler_id, block_index DESC);
CREATE UNIQUE INDEX harvests_success_uq ON harvests (farmer_id, block_index) WHERE status = 'success';
CREATE INDEX harvests_block_idx ON harvests (block_index);
CREATE INDEX harvests_farmer_idx ON harvests (farmer_id, block_index DESC, id DESC);
CREATE INDEX harvests_pooler_idx ON harvests (pooler_id, block_index DESC);
CREATE INDEX farmers_pooler_idx ON farmers (pooler_id, status);
CREATE INDEX farmers_created_idx ON farmers (created_at DESC, id DESC);
CREATE INDEX farmers_status_idx ON farmers (status, created_at DESC, id DESC);
CREATE INDEX poolers_created_idx ON poolers (created_at DESC, id DESC);
CREATE INDEX block_operations_block_idx ON block_operations (block_index DESC, id DESC);
CREATE INDEX balance_movements_farmer_idx ON balance_movements (farmer_id, created_at DESC, id DESC);
CREATE INDEX balance_movements_block_idx ON balance_movements (farmer_id, block_index DESC);
CREATE INDEX pooler_compensations_open_idx ON pooler_compensations (created_at DESC, id DESC) WHERE NOT is_paid;
CREATE INDEX pooler_compensations_farmer_idx ON pooler_compensations (farmer_id, block_index DESC);
CREATE INDEX pooler_compensations_pooler_idx ON pooler_compensations (pooler_id, block_index DESC);
CREATE INDEX acts_entity_idx ON acts (entity, transaction_hash);
CREATE INDEX acts_opened_idx ON acts (opened_at DESC, id DESC);
CREATE INDEX acts_unknown_idx ON acts (opened_at DESC, id DESC) WHERE status = 'unknown_outcome';
CREATE INDEX payouts_farmer_idx ON payouts (farmer_id, created_at DESC, id DESC);
CREATE INDEX payouts_transaction_idx ON payouts (transaction_hash);

CREATE TRIGGER plantings_is_not_changed BEFORE UPDATE ON plantings
    BEGIN SELECT RAISE(ABORT, 'plantings only grows'); END;
CREATE TRIGGER plantings_only_grows BEFORE DELETE ON plantings WHEN NOT (SELECT MAX(is_resetting) FROM projection)
    BEGIN SELECT RAISE(ABORT, 'plantings only grows'); END;
CREATE TRIGGER works_is_not_changed BEFORE UPDATE ON works
    BEGIN SELECT RAISE(ABORT, 'works only grows'); END;
CREATE TRIGGER works_only_grows BEFORE DELETE ON works WHEN NOT (SELECT MAX(is_resetting) FROM projection)
    BEGIN SELECT RAISE(ABORT, 'works only grows'); END;
CREATE TRIGGER harvests_is_not_changed BEFORE UPDATE ON harvests
    BEGIN SELECT RAISE(ABORT, 'harvests only grows'); END;
CREATE TRIGGER harvests_only_grows BEFORE DELETE ON harvests WHEN NOT (SELECT MAX(is_resetting) FROM projection)
    BEGIN SELECT RAISE(ABORT, 'harvests only grows'); END;
CREATE TRIGGER balance_movements_is_not_changed BEFORE UPDATE ON balance_movements
    BEGIN SELECT RAISE(ABORT, 'balance_movements only grows'); END;
CREATE TRIGGER balance_movements_only_grows BEFORE DELETE ON balance_movements WHEN NOT (SELECT MAX(is_resetting) FROM projection)
    BEGIN SELECT RAISE(ABORT, 'balance_movements only grows'); END;

-- A balance is the sum of its movements, whichever of the two comes first.
CREATE TRIGGER balance_movements_are_summed AFTER INSERT ON balance_movements
    BEGIN UPDATE farmers SET current_balance = current_balance + NEW.amount WHERE id = NEW.farmer_id; END;
CREATE TRIGGER farmers_have_balances AFTER INSERT ON farmers
    BEGIN UPDATE farmers SET current_balance = COALESCE((SELECT SUM(amount) FROM balance_movements WHERE farmer_id = NEW.id), 0) WHERE id = NEW.id; END;

-- The active farmers of a pooler, whichever of them comes first.
CREATE TRIGGER farmers_are_counted AFTER INSERT ON farmers
    BEGIN UPDATE poolers SET current_farmers = (SELECT COUNT(*) FROM farmers WHERE pooler_id = NEW.pooler_id AND status = 'active') WHERE id = NEW.pooler_id; END;
CREATE TRIGGER farmers_are_counted_again AFTER UPDATE OF status ON farmers
    BEGIN UPDATE poolers SET current_farmers = (SELECT COUNT(*) FROM farmers WHERE pooler_id = NEW.pooler_id AND status = 'active') WHERE id = NEW.pooler_id; END;
CREATE TRIGGER poolers_have_counts AFTER INSERT ON poolers
    BEGIN UPDATE poolers SET current_farmers = (SELECT COUNT(*) FROM farmers WHERE pooler_id = NEW.id AND status = 'active') WHERE id = NEW.id; END;

-- Not of the read model: which pooler has an account, written before he is. Of two that have one account each would spoil the other's sequence numbers.
CREATE TABLE pooler_accounts (
    public_key TEXT NOT NULL PRIMARY KEY,
    pooler_id  TEXT NOT NULL);
INSERT INTO pooler_accounts (public_key, pooler_id)
    SELECT json_extract(CAST(message AS TEXT), '$.public_key'), upper(json_extract(CAST(message AS TEXT), '$.pooler_id'))
    FROM journal WHERE manifest = 'pooler-created:1' ORDER BY ordering
    ON CONFLICT DO NOTHING;
