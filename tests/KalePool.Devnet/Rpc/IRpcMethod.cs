namespace KalePool.Devnet.Rpc;

public interface IRpcMethod
{
    string Name { get; }

    /// <summary>Answers; what comes back is written as JSON, names in camel case, nulls left out.</summary>
    /// <exception cref="RpcErrorException">The request is refused.</exception>
    object Handle(RpcParams given);
}
