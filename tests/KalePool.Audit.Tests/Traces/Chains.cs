using KalePool.Audit.Evidence;

namespace KalePool.Audit.Tests.Traces;

static class Chains
{
    public static async Task<(ChainEvidence Evidence, AuditSubjects Subjects)> ReadAsync(string trace)
    {
        var chain = TraceChain.Load(trace);
        var subjects = new AuditSubjects(chain.Farmers, chain.Others);
        return (await new EvidenceReader(chain.Rpc(), chain.Kale).ReadAsync(subjects, null, default), subjects);
    }

    /// <summary>A trace whose farmers have harvested everything, those who have not left out.</summary>
    public static async Task<(ChainEvidence Evidence, AuditSubjects Subjects)> WithoutLeftoversAsync()
    {
        var (evidence, subjects) = await ReadAsync("decay-47837");
        var planted = evidence.Transactions.SelectMany(t => t.Pails).Where(p => p.Before is null).Select(p => p.Id).ToHashSet();
        planted.ExceptWith(evidence.Transactions.SelectMany(t => t.Pails).Where(p => p.After is null).Select(p => p.Id));
        return (evidence, subjects with { Wallets = [.. subjects.Wallets.Except(planted.Select(p => p.Farmer))] });
    }
}
