using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>
/// The footprint of a call as the ledger reads it before the call runs: an archived entry may be used only where the transaction lists it to be restored,
/// and counts, like classic entries, as read from disk.
/// </summary>
sealed class ArchivedEntries
{
    readonly OperationContext _context;
    readonly SorobanTransactionData _declared;
    readonly List<LedgerKey> _found = [];
    long _readBytes;

    public ArchivedEntries(OperationContext context, SorobanTransactionData declared)
    {
        _context = context;
        _declared = declared;
        Refusal = Read();
    }

    /// <summary>Null: nothing is in the way of the call.</summary>
    public InvokeHostFunctionResult? Refusal { get; }

    /// <summary>Brings them back in the ledger for the minimum time, touched by the call or not.</summary>
    public void Restore()
    {
        foreach (var key in _found) _context.Delta.Restore(key, _context.RestoredUntil);
    }

    InvokeHostFunctionResult? Read()
    {
        var footprint = _declared.Resources.Footprint;
        HashSet<uint> listed = _declared.Ext is SorobanTransactionDataExt.V1 ext ? [.. ext.Value.ArchivedSorobanEntries] : [];
        return footprint.ReadOnly.Select(key => Read(key, false)).FirstOrDefault(refusal => refusal is not null)
            ?? footprint.ReadWrite.Select((key, i) => Read(key, listed.Contains((uint)i))).FirstOrDefault(refusal => refusal is not null);
    }

    InvokeHostFunctionResult? Read(LedgerKey key, bool listed)
    {
        if (_context.Delta.Find(key) is not { } entry) return null;
        var archived = key.IsPersistent() && !entry.IsLiveIn(_context.Ledger.Ledger);
        if (key.IsContract() && !archived) return null;
        if (archived && !listed)
        {
            Diagnose(key);
            return new InvokeHostFunctionResult.EntryArchived();
        }
        _readBytes += entry.Entry.ToXdr().Length;
        if (_readBytes > _declared.Resources.DiskReadBytes)
        {
            _context.Soroban.Exceeded("operation byte-read resources exceeds amount specified", _readBytes, _declared.Resources.DiskReadBytes);
            return new InvokeHostFunctionResult.ResourceLimitExceeded();
        }
        if (archived) _found.Add(key);
        return null;
    }

    void Diagnose(LedgerKey key)
    {
        var error = new SCError.ValueArm(SCErrorCode.InvalidInput);
        if (key is LedgerKey.ContractData data)
        {
            _context.Soroban.Diagnose(error, "trying to access an archived contract data entry", new SCVal.Address(data.Value.Contract), data.Value.Key);
            return;
        }
        _context.Soroban.Diagnose(error, "trying to access an archived contract code entry", SCVals.Bytes(((LedgerKey.ContractCode)key).Value.Hash));
    }
}
