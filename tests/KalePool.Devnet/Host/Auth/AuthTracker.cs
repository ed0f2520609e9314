using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>One authorized tree followed along the call stack: for each call the node that it matched, if any.</summary>
sealed class AuthTracker(SCAddress address, InvocationNode? root, SorobanAddressCredentials? credentials, bool withAddress)
{
    readonly List<InvocationNode?> _matched = [];

    public SCAddress Address { get; } = address;

    public InvocationNode? Root { get; private set; } = root;

    /// <summary>Null: the transaction's source account, whose signature is the envelope's.</summary>
    public SorobanAddressCredentials? Credentials { get; } = credentials;

    /// <summary>Whether the signed payload names the address (ADDRESS_V2).</summary>
    public bool WithAddress { get; } = withAddress;

    public bool Authenticated { get; set; }

    public bool IsActive => _matched.Exists(node => node is not null);

    public void Enter() => _matched.Add(null);

    public void Leave() => _matched.RemoveAt(_matched.Count - 1);

    /// <summary>Catches up with calls that were made before the tracker was.</summary>
    public void Align(int depth)
    {
        while (_matched.Count < depth) _matched.Add(null);
    }

    /// <summary>Uses the tree's next fitting node for the running call; false if it has none.</summary>
    public bool TryUse(SorobanAuthorizedFunction function)
    {
        var above = _matched.FindLast(node => node is not null);
        var candidates = above is null ? (Root is { } root ? [root] : []) : above.Children;
        var node = candidates.Find(candidate => !candidate.Used && candidate.Allows(function));
        if (node is null) return false;
        node.Used = true;
        _matched[^1] = node;
        return true;
    }

    /// <summary>Recording: adds a node for the running call below the nearest one above it, or as the root.</summary>
    public void Record(SorobanAuthorizedFunction function)
    {
        var node = new InvocationNode(function, []) { Used = true };
        if (_matched.FindLast(above => above is not null) is { } above) above.Children.Add(node);
        else Root = node;
        _matched[^1] = node;
    }
}
