using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>Payout wallet and token: what a signature of the present payout wallet changes at once, and what waits.</summary>
public sealed class FarmerCustodySpec
{
    const string Present = "GPAYOUT";
    const string Next = "GNEXT";

    static readonly DateTimeOffset Later = Now + PayoutChange.WaitingTime;
    static readonly WalletProof Proof = new(Present, 0, Now.AddMinutes(10));
    static readonly FarmerEvent[] Waiting = [.. Active, new PayoutChangeRequested(Farmer, Next, Later, Now)];

    static FarmerDecision Decide(FarmerEvent[] history, FarmerCommand command) => State(history).Decide(command, Now);

    static T Persists<T>(FarmerDecision decision) where T : FarmerEvent => Assert.IsType<T>(Assert.IsType<FarmerDecision.Persist>(decision).Event);

    static void Rejects(string code, FarmerDecision decision) => Assert.Equal(code, Assert.IsType<FarmerDecision.Reject>(decision).Failure.Code);

    public static TheoryData<WalletProof> WorthlessProofs =>
    [
        Proof with { Wallet = Next }, Proof with { Number = 1 }, Proof with { Number = -1 }, Proof with { ExpiresAt = Now }, Proof with { ExpiresAt = Now.AddDays(-1) },
    ];

    [Fact]
    public void A_signed_wish_is_in_force_at_once()
    {
        var changed = Persists<PayoutWalletChanged>(Decide(Active, new ChangePayoutWallet(Farmer, Next, Proof)));
        Assert.Equal(new PayoutWalletChanged(Farmer, Next, true, Now), changed);
        var state = State([.. Active, changed]);
        Assert.Equal((Next, null, 1), (state.PayoutWallet, state.PayoutChange, state.ProofsUsed));
    }

    [Fact]
    public void An_unsigned_wish_waits_for_72_hours()
    {
        var requested = Persists<PayoutChangeRequested>(Decide(Active, new ChangePayoutWallet(Farmer, Next, null)));
        Assert.Equal(Now.AddHours(72), requested.EffectiveAt);
        var state = State([.. Active, requested]);
        Assert.Equal((Present, new PayoutChange(Next, Later)), (state.PayoutWallet, state.PayoutChange));
        Assert.Null(state.DuePayoutChange(Later.AddTicks(-1)));
        Assert.Equal(new PayoutWalletChanged(Farmer, Next, false, Later), state.DuePayoutChange(Later));
    }

    [Fact]
    public void The_change_that_fell_due_uses_up_no_challenge()
    {
        var state = State([.. Waiting, new PayoutWalletChanged(Farmer, Next, false, Later)]);
        Assert.Equal((Next, null, 0), (state.PayoutWallet, state.PayoutChange, state.ProofsUsed));
        Assert.Null(state.DuePayoutChange(Later));
    }

    [Fact]
    public void A_repeat_of_the_waiting_wish_does_not_wait_anew() => Assert.IsType<FarmerDecision.Repeat>(Decide(Waiting, new ChangePayoutWallet(Farmer, Next, null)));

    [Fact]
    public void Another_wish_takes_its_place_and_waits_anew() =>
        Assert.Equal("GTHIRD", State([.. Waiting, Persists<PayoutChangeRequested>(Decide(Waiting, new ChangePayoutWallet(Farmer, "GTHIRD", null)))]).PayoutChange!.PayoutWallet);

    [Fact]
    public void The_present_wallet_again_is_a_repeat_and_leaves_what_waits()
    {
        Assert.IsType<FarmerDecision.Repeat>(Decide(Waiting, new ChangePayoutWallet(Farmer, Present, null)));
        Assert.IsType<FarmerDecision.Repeat>(Decide(Waiting, new ChangePayoutWallet(Farmer, Present, Proof)));
    }

    [Fact]
    public void A_signature_cancels_what_waits()
    {
        var cancelled = Persists<PayoutChangeCancelled>(Decide(Waiting, new CancelPayoutChange(Farmer, Proof)));
        var state = State([.. Waiting, cancelled]);
        Assert.Equal((Present, null, 1), (state.PayoutWallet, state.PayoutChange, state.ProofsUsed));
        Assert.Null(state.DuePayoutChange(Later));
        Rejects(ErrorCode.NotFound, Decide([.. Waiting, cancelled], new CancelPayoutChange(Farmer, Proof)));
    }

    [Fact]
    public void A_signature_renews_the_token()
    {
        var renewed = Persists<TokenRenewed>(Decide(Active, new RenewToken(Farmer, "another", Proof)));
        Assert.Equal(("another", 1), (State([.. Active, renewed]).TokenHash, State([.. Active, renewed]).ProofsUsed));
    }

    [Theory, MemberData(nameof(WorthlessProofs))]
    public void A_used_or_expired_proof_or_one_of_another_wallet_is_forbidden(WalletProof proof)
    {
        Rejects(ErrorCode.Forbidden, Decide(Active, new ChangePayoutWallet(Farmer, Next, proof)));
        Rejects(ErrorCode.Forbidden, Decide(Waiting, new CancelPayoutChange(Farmer, proof)));
        Rejects(ErrorCode.Forbidden, Decide(Active, new RenewToken(Farmer, "another", proof)));
    }

    [Fact]
    public void A_proof_is_good_once_whatever_it_was_used_for()
    {
        FarmerEvent[] used = [.. Waiting, new TokenRenewed(Farmer, "another", Now)];
        Rejects(ErrorCode.Forbidden, Decide(used, new RenewToken(Farmer, "third", Proof)));
        Rejects(ErrorCode.Forbidden, Decide(used, new CancelPayoutChange(Farmer, Proof)));
    }
}
