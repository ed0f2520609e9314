using System.Security.Cryptography;
using System.Text;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Faults.Strangers;

/// <summary>Everybody whom a plan brings onto the chain. Their accounts are made when the first of them is wanted.</summary>
sealed class Crowds
{
    const int AtTheFarm = 31;
    const long StartingBalance = 10_000_000_0000000;

    readonly Chain _chain;
    readonly Lock _stepping = new();
    readonly List<Sender> _senders;
    readonly Sender _friendbot;
    readonly LedgerFiller _filler;
    readonly FarmStrangers _farm;
    readonly Homesteader _homesteader;

    public Crowds(Chain chain)
    {
        _chain = chain;
        _senders = [.. Enumerable.Range(0, LedgerFiller.ClassicSenders + LedgerFiller.ContractSenders + AtTheFarm + 1).Select(i => new Sender(chain, KeyOf(i)))];
        _friendbot = new Sender(chain, chain.Keys.Friendbot);
        _filler = new LedgerFiller(chain, _senders[..LedgerFiller.ClassicSenders], _senders[LedgerFiller.ClassicSenders..(LedgerFiller.ClassicSenders + LedgerFiller.ContractSenders)]);
        _farm = new FarmStrangers(chain, _senders[^(AtTheFarm + 1)..^1], _senders[^1]);
        _homesteader = new Homesteader(chain);
    }

    /// <summary>After each ledger, and when a plan begins or ends.</summary>
    public void Step(LedgerState state, FaultsInForce? faults)
    {
        lock (_stepping)
        {
            if (faults is null && !_homesteader.IsBusy) return;
            var farm = new FarmView(state, _chain.Deployment);
            _homesteader.Step(farm, faults);
            if (faults is null || !NeedsAccounts(faults)) return;
            if (_senders[^1].Account(state) is null)
            {
                _friendbot.Send(state, (source, sequence) => TransactionFactory.Classic(
                    source, sequence, Bounds.None, [.. _senders.Select(sender => Operations.CreateAccount(Addresses.Account(sender.Key.PublicKey), StartingBalance))], _chain.Settings.BaseFeeStroops));
                return;
            }
            if (faults.Hold<Crowd>(null, $"{state.Sequence}", _ => true) is { } crowd) _filler.Step(state, crowd);
            _farm.Step(farm, faults);
        }
    }

    /// <summary>Blocks that strangers open in the ledger of this time.</summary>
    public IReadOnlyList<TransactionEnvelope> Open(LedgerState last, ulong closeTime, FaultsInForce? faults)
    {
        lock (_stepping)
        {
            if (faults is null || !(faults.Any<OpenedAtOnce>() || faults.Any<BlockRemoved>())) return [];
            return _farm.Open(new FarmView(last, _chain.Deployment), closeTime, _homesteader.Removed, faults) is { } opening ? [opening] : [];
        }
    }

    static bool NeedsAccounts(FaultsInForce faults) => faults.Any<Crowd>() || faults.Any<StrangersRule>() || faults.Any<OpenedAtOnce>() || faults.Any<BlockRemoved>();

    KeyPair KeyOf(int number) => KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"{_chain.Settings.Passphrase}\nstranger {number}")));
}
