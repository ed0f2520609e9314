using System.Diagnostics;
using KalePool.Contracts.Errors;

namespace KalePool.Domain.Poolers;

/// <summary>What a pooler's command leads to.</summary>
public abstract record PoolerDecision
{
    PoolerDecision()
    {
    }

    public sealed record Persist(PoolerEvent Event) : PoolerDecision;

    /// <summary>The outcome is known: answer from state.</summary>
    public sealed record Repeat : PoolerDecision;

    public sealed record Reject(Failure Failure) : PoolerDecision;
}

/// <summary>Every rule of a pooler's commands; a function of state, command and time.</summary>
public static class PoolerDecisions
{
    public static PoolerDecision Decide(this PoolerState s, PoolerCommand c, DateTimeOffset now) => c switch
    {
        CreatePooler p when s.Created is null => new PoolerDecision.Persist(new PoolerCreated(p.PoolerId, p.Name, p.PublicKey, p.ApiKeyHash, p.RewardShare, p.MaxFarmers, now)),
        CreatePooler => new PoolerDecision.Repeat(),
        _ when s.Created is null => Reject(ErrorCode.NotFound, $"there is no pooler {c.PoolerId:D}", Attribution.Pooler),
        RotateKey r when r.ApiKeyHash == s.ApiKeyHash => new PoolerDecision.Repeat(),
        RotateKey r => new PoolerDecision.Persist(new PoolerKeyRotated(r.PoolerId, r.ApiKeyHash, now)),
        SetActive a when a.IsActive == s.IsActive => new PoolerDecision.Repeat(),
        SetActive a => new PoolerDecision.Persist(a.IsActive ? new PoolerReactivated(a.PoolerId, now) : new PoolerDeactivated(a.PoolerId, now)),
        TakeSeat t => DecideSeat(s, s.Created, t, now),
        LeaveSeat l when s.Order.Contains(l.FarmerId) => new PoolerDecision.Persist(new FarmerLeft(l.PoolerId, l.FarmerId, now)),
        LeaveSeat => new PoolerDecision.Repeat(),
        OpenBlock o => DecideOpen(s, o, now),
        CloseBlock b when s.OpenBlocks.Contains(b.Index) => new PoolerDecision.Persist(new PoolerBlockClosed(b.PoolerId, b.Index, now)),
        CloseBlock => new PoolerDecision.Repeat(),
        _ => throw new UnreachableException(c.GetType().Name),
    };

    static PoolerDecision DecideSeat(PoolerState s, PoolerCreated created, TakeSeat t, DateTimeOffset now)
    {
        if (s.Order.Contains(t.FarmerId)) return new PoolerDecision.Repeat();
        if (!s.IsActive) return Inactive();
        if (s.Order.Count >= created.MaxFarmers) return Reject(ErrorCode.PoolerFull, $"all {created.MaxFarmers} seats are taken", Attribution.Pooler);
        return new PoolerDecision.Persist(new FarmerJoined(t.PoolerId, t.FarmerId, t.CustodialWallet, now));
    }

    static PoolerDecision DecideOpen(PoolerState s, OpenBlock o, DateTimeOffset now)
    {
        if (s.Blocks.ContainsKey(o.Index)) return new PoolerDecision.Repeat();
        if (s.Blocks.Count > 0 && o.Index < s.Blocks.Keys.First()) return Reject(ErrorCode.BlockClosed, $"block {o.Index} is long closed", Attribution.Pooler);
        if (!s.IsActive) return Inactive();
        var capacity = Math.Clamp(o.Capacity, 0, s.Order.Count);
        return new PoolerDecision.Persist(new PoolerBlockOpened(o.PoolerId, o.Index, [.. s.Order.Take(capacity)], [.. s.Order.Skip(capacity)], now));
    }

    static PoolerDecision.Reject Inactive() => Reject(ErrorCode.Forbidden, "the pooler is deactivated: what is planted is worked and harvested, nothing new begins", Attribution.Pooler);

    static PoolerDecision.Reject Reject(string code, string message, string attributedTo) => new(new Failure(code, message, attributedTo));
}
