using KalePool.Stellar.Tests.Golden.Checks;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden;

/// <summary>What is compared in each section of the files that the official SDK made.</summary>
static class GoldenVectors
{
    public static readonly GoldenSuite Suite = new(new Dictionary<(string, string), GoldenCheck>
    {
        [("scval.json", "cases")] = Sync(ValueChecks.Value),
        [("scval.json", "symbolSort")] = Sync(ValueChecks.SymbolOrder),
        [("ledgerkeys.json", "cases")] = Sync(ValueChecks.Key),
        [("ledgerentries.json", "cases")] = ValueChecks.EntryAsync,
        [("ledgerentries.json", "ttlEntries")] = Sync(ValueChecks.TimeToLive),
        [("results.json", "cases")] = Sync(OutcomeChecks.Result),
        [("results.json", "invokeSuccessPreimage")] = Sync(OutcomeChecks.SuccessPreimage),
        [("meta.json", "cases")] = Sync(OutcomeChecks.Meta),
        [("meta.json", "contractEvents")] = Sync(item => item.Value<ContractEvent>()),
        [("meta.json", "diagnosticEvents")] = Sync(item => item.Value<DiagnosticEvent>()),
        [("meta.json", "transactionEvents")] = Sync(item => item.Value<TransactionEvent>()),
        [("keys.json", "keys")] = Sync(KeyChecks.Key),
        [("keys.json", "verifyCases")] = Sync(KeyChecks.Verdict),
        [("keys.json", "secretParsing")] = Sync(KeyChecks.Secret),
        [("strkey.json", "valid")] = Sync(KeyChecks.Valid),
        [("strkey.json", "invalid")] = Sync(KeyChecks.Invalid),
        [("strkey.json", "wrongType")] = Sync(KeyChecks.WrongType),
        [("contractids.json", "networks")] = Sync(KeyChecks.NetworkId),
        [("contractids.json", "cases")] = Sync(KeyChecks.ContractIds),
        [("pow.json", "cases")] = Sync(KeyChecks.Farmer),
        [("auth.json", "cases")] = Sync(AuthChecks.Entry),
        [("auth.json", "sourceAccount")] = Sync(AuthChecks.SourceAccount),
        [("auth.json", "multiSig")] = Sync(AuthChecks.ManySigners),
        [("auth.json", "delegates")] = Sync(AuthChecks.Delegates),
        [("envelopes.json", "cases")] = Sync(EnvelopeChecks.Envelope),
        [("envelopes.json", "feeBump")] = Sync(EnvelopeChecks.FeeBump),
        [("envelopes.json", "v0")] = Sync(EnvelopeChecks.Old),
        [("assemble.json", "cases")] = EnvelopeChecks.AssembleAsync,
        [("ledger.json", "headers")] = Sync(LedgerChecks.Header),
        [("ledger.json", "historyEntries")] = Sync(LedgerChecks.History),
        [("ledger.json", "closeMeta")] = Sync(item => item.Value<LedgerCloseMeta>()),
        [("ledger.json", "rpcExamples")] = LedgerChecks.AnswerAsync,
        [("xdr-invalid.json", "cases")] = Sync(LedgerChecks.Invalid),
        [("rpc-requests.json", "requests")] = RequestChecks.RequestAsync,
    });

    static GoldenCheck Sync(Action<GoldenCase> check) => item =>
    {
        check(item);
        return Task.CompletedTask;
    };
}
