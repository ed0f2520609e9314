using KalePool.Contracts.Poolers;
using KalePool.Hashing;
using KalePool.Kale;
using KalePool.Pooler.Submission;

namespace KalePool.Pooler.Work;

/// <summary>The farmers of one block. Belongs to the loop of its round: not for several threads.</summary>
sealed class RoundFarmers(uint block, WorkLog log)
{
    readonly Dictionary<string, FarmerRound> _byWallet = new(StringComparer.Ordinal);

    public IReadOnlyCollection<FarmerRound> All => _byWallet.Values;

    public int Planted => _byWallet.Values.Count(farmer => farmer.Pail is not null);

    public int Worked => _byWallet.Values.Count(farmer => farmer.IsWorked);

    /// <summary>Adds those who are new, with what is remembered of them.</summary>
    /// <returns>True when anybody was.</returns>
    public bool Add(IEnumerable<PlantedFarmer> planted)
    {
        var before = _byWallet.Count;
        foreach (var farmer in planted)
        {
            if (_byWallet.ContainsKey(farmer.CustodialWallet) || KaleAddresses.TryParse(farmer.CustodialWallet) is null) continue;
            var sent = log.SentOf(block, farmer.CustodialWallet);
            _byWallet.Add(farmer.CustodialWallet, new(farmer.FarmerId, farmer.CustodialWallet,
                Sent: sent?.Work, SentHash: sent?.TxHash, SentLedger: sent?.Ledger));
        }
        return _byWallet.Count > before;
    }

    /// <summary>What became of works that an earlier run had sent, once it is known: they may have been added before.</summary>
    public void Recall()
    {
        foreach (var farmer in _byWallet.Values.ToArray())
            if (farmer.Sent is null && log.SentOf(block, farmer.Wallet) is { } sent)
                _byWallet[farmer.Wallet] = farmer with { Sent = sent.Work, SentHash = sent.TxHash, SentLedger = sent.Ledger };
    }

    /// <summary>The chain's word. A pail once seen does not become unseen: it goes only when it is harvested.</summary>
    /// <param name="ledger">The one they were read at.</param>
    /// <returns>Those whose work was said to be applied and is not there: they are worked for again, alone.</returns>
    public IReadOnlyList<FarmerRound> See(uint ledger, IReadOnlyDictionary<string, KalePail> pails)
    {
        var contradicted = new List<FarmerRound>();
        foreach (var (wallet, pail) in pails)
        {
            if (!_byWallet.TryGetValue(wallet, out var farmer)) continue;
            if (farmer.IsContradicted(pail, ledger))
            {
                contradicted.Add(farmer);
                farmer = farmer with { Sent = null, SentHash = null, SentLedger = null, Failures = farmer.Failures + 1, MostTogether = 1 };
            }
            _byWallet[wallet] = farmer with { Pail = pail };
        }
        return contradicted;
    }

    /// <summary>A submission with their works begins, or has ended.</summary>
    public void SetUnderWay(IEnumerable<string> wallets, bool isUnderWay)
    {
        foreach (var wallet in wallets)
            if (_byWallet.TryGetValue(wallet, out var farmer)) _byWallet[wallet] = farmer with { IsUnderWay = isUnderWay };
    }

    public void See(Func<string, Found?> bestOf)
    {
        foreach (var farmer in _byWallet.Values.ToArray())
            if (bestOf(farmer.Wallet) is { } best && (farmer.Best is not { } known || best.Zeros > known.Zeros)) _byWallet[farmer.Wallet] = farmer with { Best = best };
    }

    public void See(WorkOutcome outcome)
    {
        if (!_byWallet.TryGetValue(outcome.Order.Wallet, out var farmer)) return;
        _byWallet[farmer.Wallet] = outcome.IsSuccess
            ? farmer with { Sent = outcome.Order.Best, SentHash = outcome.TxHash, SentLedger = outcome.Ledger }
            : farmer with { Failures = farmer.Failures + (outcome.IsCharged ? 1 : 0), MostTogether = outcome.MostTogether ?? farmer.MostTogether };
    }

    public void Reported(IEnumerable<WorkResult> results)
    {
        var byId = results.ToDictionary(result => result.FarmerId);
        foreach (var farmer in _byWallet.Values.ToArray())
            if (byId.TryGetValue(farmer.Id, out var result)) _byWallet[farmer.Wallet] = farmer with { ReportedZeros = result.Zeros ?? 0 };
    }
}
