-- What the API and the pages list: filled from the journal by the projection, emptied and filled again by `kalepool rebuild`.
-- Tables refer to one another without foreign keys: entities are projected independently, each in its own order.

-- How far the journal has been projected; generation counts the rebuilds. What is append-only can be emptied only while is_resetting is set.
CREATE TABLE projection (
    name         text NOT NULL PRIMARY KEY,
    position     bigint NOT NULL,
    generation   bigint NOT NULL,
    is_resetting boolean NOT NULL DEFAULT false,
    as_of        timestamptz);
INSERT INTO projection (name, position, generation, is_resetting) VALUES ('read-model', 0, 1, false);

-- The last event of each entity that is in the tables: none is left out, none comes twice, in whatever order they were committed.
CREATE TABLE projected_entities (
    persistence_id  text NOT NULL PRIMARY KEY,
    sequence_number bigint NOT NULL);

CREATE TABLE poolers (
    id              uuid NOT NULL PRIMARY KEY,
    name            text NOT NULL,
    public_key      text NOT NULL UNIQUE,
    api_key_hash    text NOT NULL UNIQUE,
    api_endpoint    text,
    reward_share    numeric(5,4) NOT NULL,
    max_farmers     integer NOT NULL,
    current_farmers integer NOT NULL DEFAULT 0,
    is_active       boolean NOT NULL,
    last_seen       timestamptz,
    created_at      timestamptz NOT NULL);

CREATE TABLE farmers (
    id                    uuid NOT NULL PRIMARY KEY,
    custodial_public_key  text NOT NULL UNIQUE,
    pooler_id             uuid NOT NULL,
    payout_wallet_address text NOT NULL,
    stake_percentage      numeric(5,4) NOT NULL,
    payout_threshold      bigint,
    current_balance       bigint NOT NULL DEFAULT 0,
    owed_share            bigint NOT NULL DEFAULT 0,
    xlm_balance           bigint,
    is_funded             boolean NOT NULL,
    paused_by             text,
    status                text NOT NULL,
    created_at            timestamptz NOT NULL);

-- Payout wallets that were asked for and are not in force yet; the id is the farmer's.
CREATE TABLE payout_changes (
    id            uuid NOT NULL PRIMARY KEY,
    payout_wallet text NOT NULL,
    effective_at  timestamptz NOT NULL);

-- What a farmer's own journal says of his pail's work: a block's does not know of rescues. Joined into works when the block closes.
CREATE TABLE farmer_works (
    id          uuid NOT NULL PRIMARY KEY,
    farmer_id   uuid NOT NULL,
    block_index bigint NOT NULL,
    source      text,
    rescue_hash text,
    rescue_fee  bigint NOT NULL DEFAULT 0,
    UNIQUE (farmer_id, block_index));

CREATE TABLE plantings (
    id               uuid NOT NULL PRIMARY KEY,
    block_index      bigint NOT NULL,
    farmer_id        uuid NOT NULL,
    pooler_id        uuid NOT NULL,
    custodial_wallet text NOT NULL,
    stake_amount     bigint NOT NULL,
    transaction_hash text,
    status           text NOT NULL,
    error_code       text,
    error_message    text,
    attributed_to    text,
    xlm_fee          bigint NOT NULL,
    planted_at       timestamptz NOT NULL);

CREATE TABLE works (
    id                    uuid NOT NULL PRIMARY KEY,
    block_index           bigint NOT NULL,
    farmer_id             uuid NOT NULL,
    pooler_id             uuid NOT NULL,
    custodial_wallet      text NOT NULL,
    nonce                 numeric(20,0),
    hash                  text,
    zeros                 integer,
    gap                   bigint,
    transaction_hash      text,
    status                text NOT NULL,
    error_code            text,
    error_message         text,
    attributed_to         text,
    compensation_required boolean NOT NULL,
    source                text,
    xlm_fee               bigint NOT NULL,
    worked_at             timestamptz NOT NULL);

CREATE TABLE harvests (
    id               uuid NOT NULL PRIMARY KEY,
    block_index      bigint NOT NULL,
    farmer_id        uuid NOT NULL,
    pooler_id        uuid NOT NULL,
    custodial_wallet text NOT NULL,
    reward_amount    bigint NOT NULL,
    stake_returned   bigint NOT NULL,
    transaction_hash text,
    status           text NOT NULL,
    error_code       text,
    error_message    text,
    attributed_to    text,
    source           text,
    xlm_fee          bigint NOT NULL,
    harvested_at     timestamptz NOT NULL);

CREATE TABLE block_operations (
    id                   uuid NOT NULL PRIMARY KEY,
    block_index          bigint NOT NULL,
    pooler_id            uuid NOT NULL,
    plant_requested_at   timestamptz NOT NULL,
    plant_completed_at   timestamptz,
    work_completed_at    timestamptz,
    harvest_completed_at timestamptz,
    total_farmers        integer NOT NULL,
    successful_plants    integer NOT NULL DEFAULT 0,
    successful_works     integer NOT NULL DEFAULT 0,
    successful_harvests  integer NOT NULL DEFAULT 0,
    total_staked         bigint NOT NULL DEFAULT 0,
    total_rewards        bigint NOT NULL DEFAULT 0,
    entropy              text,
    max_gap              bigint,
    max_stake            bigint,
    max_zeros            bigint,
    status               text NOT NULL,
    UNIQUE (pooler_id, block_index));

CREATE TABLE pooler_compensations (
    id                uuid NOT NULL PRIMARY KEY,
    pooler_id         uuid NOT NULL,
    farmer_id         uuid NOT NULL,
    block_index       bigint NOT NULL,
    compensation_type text NOT NULL,
    owed_by           text NOT NULL,
    amount            bigint NOT NULL,
    reason            text NOT NULL,
    is_paid           boolean NOT NULL,
    paid_tx_hash      text,
    created_at        timestamptz NOT NULL);

CREATE TABLE balance_movements (
    id               uuid NOT NULL PRIMARY KEY,
    farmer_id        uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('stake', 'reward', 'stake_returned', 'deposit', 'payout', 'share', 'compensation', 'exit', 'correction')),
    amount           bigint NOT NULL,
    ledger           bigint,
    transaction_hash text,
    block_index      bigint,
    created_at       timestamptz NOT NULL);

CREATE TABLE acts (
    id               uuid NOT NULL PRIMARY KEY,
    kind             text NOT NULL,
    entity           text NOT NULL,
    transaction_hash text NOT NULL,
    status           text NOT NULL,
    opened_at        timestamptz NOT NULL,
    settled_at       timestamptz);

CREATE TABLE payouts (
    id               uuid NOT NULL PRIMARY KEY,
    xlm_fee          bigint NOT NULL,
    farmer_id        uuid NOT NULL,
    kind             text NOT NULL,
    amount           bigint NOT NULL,
    destination      text NOT NULL,
    transaction_hash text NOT NULL,
    status           text NOT NULL,
    created_at       timestamptz NOT NULL);

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

CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' AND (SELECT bool_or(is_resetting) FROM projection) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME;
END $$;
CREATE TRIGGER plantings_only_grows BEFORE UPDATE OR DELETE ON plantings FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER plantings_is_not_emptied BEFORE TRUNCATE ON plantings FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER works_only_grows BEFORE UPDATE OR DELETE ON works FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER works_is_not_emptied BEFORE TRUNCATE ON works FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER harvests_only_grows BEFORE UPDATE OR DELETE ON harvests FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER harvests_is_not_emptied BEFORE TRUNCATE ON harvests FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER balance_movements_only_grows BEFORE UPDATE OR DELETE ON balance_movements FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER balance_movements_is_not_emptied BEFORE TRUNCATE ON balance_movements FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();

-- A balance is the sum of its movements, whichever of the two comes first.
CREATE FUNCTION keep_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE farmers SET current_balance = current_balance + NEW.amount WHERE id = NEW.farmer_id;
    RETURN NULL;
END $$;
CREATE TRIGGER balance_movements_are_summed AFTER INSERT ON balance_movements FOR EACH ROW EXECUTE FUNCTION keep_balance();
CREATE FUNCTION find_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE farmers SET current_balance = COALESCE((SELECT SUM(amount) FROM balance_movements WHERE farmer_id = NEW.id), 0) WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER farmers_have_balances AFTER INSERT ON farmers FOR EACH ROW EXECUTE FUNCTION find_balance();

-- The active farmers of a pooler, whichever of them comes first.
CREATE FUNCTION keep_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE poolers SET current_farmers = (SELECT COUNT(*) FROM farmers WHERE pooler_id = NEW.pooler_id AND status = 'active') WHERE id = NEW.pooler_id;
    RETURN NULL;
END $$;
CREATE TRIGGER farmers_are_counted AFTER INSERT OR UPDATE OF status ON farmers FOR EACH ROW EXECUTE FUNCTION keep_count();
CREATE FUNCTION find_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE poolers SET current_farmers = (SELECT COUNT(*) FROM farmers WHERE pooler_id = NEW.id AND status = 'active') WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER poolers_have_counts AFTER INSERT ON poolers FOR EACH ROW EXECUTE FUNCTION find_count();

-- Not of the read model: which pooler has an account, written before he is. Of two that have one account each would spoil the other's sequence numbers.
CREATE TABLE pooler_accounts (
    public_key text NOT NULL PRIMARY KEY,
    pooler_id  uuid NOT NULL);
INSERT INTO pooler_accounts (public_key, pooler_id)
    SELECT convert_from(message, 'UTF8')::jsonb ->> 'public_key', (convert_from(message, 'UTF8')::jsonb ->> 'pooler_id')::uuid
    FROM journal WHERE manifest = 'pooler-created:1' ORDER BY ordering
    ON CONFLICT DO NOTHING;
