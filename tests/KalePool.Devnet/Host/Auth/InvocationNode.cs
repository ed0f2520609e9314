using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>A node of an authorized tree and whether it has been used.</summary>
sealed class InvocationNode(SorobanAuthorizedFunction function, IEnumerable<InvocationNode> children)
{
    public SorobanAuthorizedFunction Function { get; } = function;

    public List<InvocationNode> Children { get; } = [.. children];

    public bool Used { get; set; }

    public static InvocationNode Of(SorobanAuthorizedInvocation invocation) => new(invocation.Function, invocation.SubInvocations.Select(Of));

    public SorobanAuthorizedInvocation ToXdr() => new(Function, Children.Select(child => child.ToXdr()).ToXdrArray());

    /// <summary>Whether it agrees to <paramref name="function"/>; a contract's creation may be written in its older form.</summary>
    public bool Allows(SorobanAuthorizedFunction function) => Newer(Function) == function;

    static SorobanAuthorizedFunction Newer(SorobanAuthorizedFunction function) => function is SorobanAuthorizedFunction.CreateContractHostFn old
        ? new SorobanAuthorizedFunction.CreateContractV2HostFn(new CreateContractArgsV2(old.Value.ContractIDPreimage, old.Value.Executable, []))
        : function;
}
