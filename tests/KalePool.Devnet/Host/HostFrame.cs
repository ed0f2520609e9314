using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>One call on the stack: whose code runs, called how, and its instance storage, which is written back when the call ends well.</summary>
public sealed class HostFrame(Opaque contract, XdrString function, XdrArray<SCVal> args, SCContractInstance instance)
{
    readonly SortedDictionary<SCVal, SCVal> _instanceStorage =
        new((instance.Storage ?? []).ToDictionary(entry => entry.Key, entry => entry.Val), SCValComparer.Instance);

    public Opaque Contract { get; } = contract;

    public SCAddress Address { get; } = new SCAddress.Contract(contract);

    public XdrString Function { get; } = function;

    public XdrArray<SCVal> Args { get; } = args;

    public bool InstanceChanged { get; private set; }

    public ContractExecutable Executable { get; private set; } = instance.Executable;

    public void SetCode(Opaque hash)
    {
        Executable = new ContractExecutable.Wasm(hash);
        InstanceChanged = true;
    }

    public SCVal? InstanceGet(SCVal key) => _instanceStorage.GetValueOrDefault(key);

    public void InstanceSet(SCVal key, SCVal value)
    {
        _instanceStorage[key] = value;
        InstanceChanged = true;
    }

    public void InstanceRemove(SCVal key)
    {
        _instanceStorage.Remove(key);
        InstanceChanged = true;
    }

    public SCContractInstance Instance() => new(Executable, _instanceStorage.Select(pair => new SCMapEntry(pair.Key, pair.Value)).ToXdrArray());
}
