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

    public static SorobanAuthorizedFunction FunctionOf(HostFrame frame, XdrArray<SCVal> args) =>
        new SorobanAuthorizedFunction.ContractFn(new InvokeContractArgs(frame.Address, frame.Function, args));
}
