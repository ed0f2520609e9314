using System.Collections.Frozen;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>The statement of each kind of change, the same for both databases. Each of them changes exactly one row, but for what one transaction pays to several.</summary>
static class ChangeSql
{
    static readonly FrozenDictionary<Type, string> Statements = new Dictionary<Type, string>
    {
        [typeof(PoolerAdded)] = """
            INSERT INTO poolers (id, name, public_key, api_key_hash, reward_share, max_farmers, is_active, created_at)
            VALUES (@Id, @Name, @PublicKey, @ApiKeyHash, @RewardShare, @MaxFarmers, TRUE, @CreatedAt)
            """,
        [typeof(PoolerKeyChanged)] = "UPDATE poolers SET api_key_hash = @ApiKeyHash WHERE id = @Id",
        [typeof(PoolerActivity)] = "UPDATE poolers SET is_active = @IsActive WHERE id = @Id",
        [typeof(FarmerAdded)] = """
            INSERT INTO farmers (id, custodial_public_key, pooler_id, payout_wallet_address, stake_percentage, is_funded, status, created_at)
            VALUES (@Id, @CustodialPublicKey, @PoolerId, @PayoutWallet, @StakePercentage, FALSE, @Status, @CreatedAt)
            """,
        [typeof(FarmerFunded)] = "UPDATE farmers SET is_funded = TRUE, status = @Status WHERE id = @Id",
        [typeof(FarmerStatusChanged)] = "UPDATE farmers SET status = @Status WHERE id = @Id",
        [typeof(FarmerStakeChanged)] = "UPDATE farmers SET stake_percentage = @StakePercentage WHERE id = @Id",
        [typeof(PayoutChangeAsked)] = """
            INSERT INTO payout_changes (id, payout_wallet, effective_at) VALUES (@Id, @PayoutWallet, @EffectiveAt)
            ON CONFLICT (id) DO UPDATE SET payout_wallet = excluded.payout_wallet, effective_at = excluded.effective_at
            """,
        [typeof(PayoutChangeOver)] = "DELETE FROM payout_changes WHERE id = @Id",
        [typeof(FarmerPayoutWalletChanged)] = "UPDATE farmers SET payout_wallet_address = @PayoutWallet WHERE id = @Id",
        [typeof(FarmerThresholdChanged)] = "UPDATE farmers SET payout_threshold = @PayoutThreshold WHERE id = @Id",
        [typeof(OwedShareChanged)] = "UPDATE farmers SET owed_share = owed_share + @By WHERE id = @Id",
        [typeof(FarmerPauseChanged)] = "UPDATE farmers SET paused_by = @PausedBy WHERE id = @Id",
        [typeof(PlantingAdded)] = """
            INSERT INTO plantings (id, block_index, farmer_id, pooler_id, custodial_wallet, stake_amount, transaction_hash, status, error_code, error_message, attributed_to, xlm_fee, planted_at)
            SELECT @Id, @BlockIndex, id, pooler_id, custodial_public_key, @StakeAmount, @TransactionHash, @Status, @ErrorCode, @ErrorMessage, @AttributedTo, @XlmFee, @At
            FROM farmers WHERE id = @FarmerId
            """,
        [typeof(HarvestAdded)] = """
            INSERT INTO harvests (id, block_index, farmer_id, pooler_id, custodial_wallet, reward_amount, stake_returned, transaction_hash, status, error_code, error_message, attributed_to, source, xlm_fee, harvested_at)
            SELECT @Id, @BlockIndex, id, pooler_id, custodial_public_key, @RewardAmount, @StakeReturned, @TransactionHash, @Status, @ErrorCode, @ErrorMessage, @AttributedTo, @Source, @XlmFee, @At
            FROM farmers WHERE id = @FarmerId
            """,
        [typeof(WorkAdded)] = """
            INSERT INTO works (id, block_index, farmer_id, pooler_id, custodial_wallet, nonce, hash, zeros, gap, transaction_hash, status, error_code, error_message, attributed_to, compensation_required, source, xlm_fee, worked_at)
            SELECT @Id, @BlockIndex, @FarmerId, @PoolerId, @CustodialWallet, @Nonce, @Hash, @Zeros, @Gap, CASE WHEN w.source = 'rescue' THEN w.rescue_hash WHEN @Source = 'backend' THEN w.work_hash ELSE @TransactionHash END,
                @Status, @ErrorCode, @ErrorMessage, @AttributedTo, @CompensationRequired OR (COALESCE(w.source = 'rescue', FALSE) AND NOT @PoolerIsFree),
                CASE WHEN w.source = 'rescue' THEN w.source ELSE @Source END, @XlmFee + COALESCE(w.rescue_fee + w.work_fee, 0), @At
            FROM (SELECT 1 AS one) o LEFT JOIN farmer_works w ON w.farmer_id = @FarmerId AND w.block_index = @BlockIndex
            """,
        [typeof(WorkSourceFound)] = """
            INSERT INTO farmer_works (id, farmer_id, block_index, source) VALUES (@Id, @FarmerId, @BlockIndex, @Source)
            ON CONFLICT (farmer_id, block_index) DO UPDATE SET source = excluded.source
            """,
        [typeof(RescueLanded)] = """
            INSERT INTO farmer_works (id, farmer_id, block_index, rescue_hash, rescue_fee) VALUES (@Id, @FarmerId, @BlockIndex, @Hash, @Fee)
            ON CONFLICT (farmer_id, block_index) DO UPDATE SET rescue_hash = excluded.rescue_hash, rescue_fee = farmer_works.rescue_fee + excluded.rescue_fee
            """,
        [typeof(HandedWorkLanded)] = """
            INSERT INTO farmer_works (id, farmer_id, block_index, work_hash, work_fee) VALUES (@Id, @FarmerId, @BlockIndex, @Hash, @Fee)
            ON CONFLICT (farmer_id, block_index) DO UPDATE SET work_hash = excluded.work_hash, work_fee = farmer_works.work_fee + excluded.work_fee
            """,
        [typeof(WorkFailed)] = """
            INSERT INTO works (id, block_index, farmer_id, pooler_id, custodial_wallet, transaction_hash, status, error_code, error_message, attributed_to, compensation_required, source, xlm_fee, worked_at)
            SELECT @Id, @BlockIndex, id, pooler_id, custodial_public_key, @TransactionHash, 'failed', @ErrorCode, @ErrorMessage, @AttributedTo, FALSE, @Source, @XlmFee, @At
            FROM farmers WHERE id = @FarmerId
            """,
        [typeof(BlockAdded)] = """
            INSERT INTO block_operations (id, block_index, pooler_id, plant_requested_at, total_farmers, status)
            VALUES (@Id, @BlockIndex, @PoolerId, @PlantRequestedAt, @TotalFarmers, @Status)
            """,
        [typeof(BlockRanges)] = """
            UPDATE block_operations SET entropy = @Entropy, max_gap = @MaxGap, max_stake = @MaxStake, max_zeros = @MaxZeros
            WHERE pooler_id = @PoolerId AND block_index = @BlockIndex
            """,
        [typeof(BlockProgress)] = """
            UPDATE block_operations SET plant_completed_at = @PlantCompletedAt, work_completed_at = @WorkCompletedAt, harvest_completed_at = @HarvestCompletedAt,
                successful_plants = @SuccessfulPlants, successful_works = @SuccessfulWorks, successful_harvests = @SuccessfulHarvests,
                total_staked = @TotalStaked, total_rewards = @TotalRewards, status = @Status
            WHERE pooler_id = @PoolerId AND block_index = @BlockIndex
            """,
        [typeof(MovementAdded)] = """
            INSERT INTO balance_movements (id, farmer_id, kind, amount, ledger, transaction_hash, block_index, created_at)
            VALUES (@Id, @FarmerId, @Kind, @Amount, @Ledger, @TransactionHash, @BlockIndex, @At)
            """,
        [typeof(ActOpened)] = """
            INSERT INTO acts (id, kind, entity, transaction_hash, status, opened_at)
            VALUES (@Id, @Kind, @Entity, @TransactionHash, 'submitted', @OpenedAt)
            """,
        [typeof(ActResolved)] = "UPDATE acts SET status = @Status, settled_at = @SettledAt WHERE entity = @Entity AND transaction_hash = @TransactionHash AND status = 'unknown_outcome'",
        [typeof(ActSettled)] = "UPDATE acts SET status = @Status, settled_at = @SettledAt WHERE entity = @Entity AND status = 'submitted'",
        [typeof(PayoutAdded)] = """
            INSERT INTO payouts (id, xlm_fee, farmer_id, kind, amount, destination, transaction_hash, status, created_at)
            VALUES (@Id, 0, @FarmerId, @Kind, @Amount, @Destination, @TransactionHash, 'submitted', @CreatedAt)
            """,
        [typeof(PaymentSettled)] = """
            UPDATE payouts SET status = @Status, xlm_fee = CASE WHEN kind = 'pooler_share' THEN 0 ELSE @XlmFee END
            WHERE farmer_id = @FarmerId AND transaction_hash = @TransactionHash
            """,
        [typeof(CompensationAdded)] = """
            INSERT INTO pooler_compensations (id, pooler_id, farmer_id, block_index, compensation_type, owed_by, amount, netted, reason, is_paid, created_at)
            SELECT @Id, pooler_id, id, @BlockIndex, @CompensationType, @OwedBy, @Amount, @Netted, @Reason, @IsPaid, @CreatedAt
            FROM farmers WHERE id = @FarmerId
            """,
        [typeof(CompensationNettedBy)] = """
            UPDATE pooler_compensations SET netted = netted + @Netted, is_paid = (netted + @Netted >= amount)
            WHERE farmer_id = @FarmerId AND block_index = @BlockIndex
            """,
        [typeof(CompensationPaidBy)] = """
            UPDATE pooler_compensations SET is_paid = TRUE, paid_tx_hash = @PaidTxHash, netted = netted - @Restored
            WHERE farmer_id = @FarmerId AND block_index = @BlockIndex
            """,
    }.ToFrozenDictionary();

    public static string Of(Change change) => Statements[change.GetType()];

    /// <summary>Whether so many rows are what the change was to change.</summary>
    public static bool Is(Change change, int rows) => change switch
    {
        PaymentSettled => rows >= 1,
        PayoutChangeOver => rows <= 1,
        _ => rows == 1,
    };
}
