using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>Code of a contract, written in C# where a real network has Wasm or a built-in.</summary>
public interface INativeContract
{
    /// <summary>Whether it has a constructor; without one nothing is called when it is created.</summary>
    bool HasConstructor => false;

    /// <exception cref="HostException">The call failed; everything it did is undone.</exception>
    SCVal Call(HostRun host, HostFrame frame);
}
