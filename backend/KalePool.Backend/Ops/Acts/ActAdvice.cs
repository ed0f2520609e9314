using KalePool.Backend.Journals;
using KalePool.Contracts;

namespace KalePool.Backend.Ops.Acts;

/// <summary>What can be done about an act whose outcome nobody knows.</summary>
static class ActAdvice
{
    public static IReadOnlyList<string> Of(ListedAct act) => act switch
    {
        { Kind: "compensation" } =>
        [
            "An explorer that shows the payment settles it:",
            $"POST {Routes.Prefix}/admin/compensations/ID/paid with its transaction_hash (GET {Routes.Prefix}/admin/compensations?open=true has the ids).",
        ],
        _ when !act.Entity.StartsWith(EntityNames.Farmer, StringComparison.Ordinal) => ["Nothing: whoever it was for is looked after by what the chain shows of him."],
        _ =>
        [
            "An RPC server that still knows the transaction settles it: put one into RPC_URL. Else look it up in an explorer and say what it shows:",
            $"""curl -X POST $API{Routes.AdminAct(act.Id)[Routes.Prefix.Length..]}{Routes.Resolve} -H "Authorization: Bearer $ADMIN_KEY" --json '{Json(act.Kind)}'""",
            OutcomesOf(act.Kind),
            "The balance is compared with the chain first, and an outcome that the chain contradicts is refused.",
        ],
    };

    static string Json(string kind) => kind == "harvest"
        ? """{"outcome":"success","transaction_hash":"that of whoever harvested, if it is another","reason":"…"}"""
        : """{"outcome":"success","reason":"…"}""";

    static string OutcomesOf(string kind) => kind == "harvest"
        ? "outcome: success, where a server of RPC_URL knows the transaction that harvested; failed or not_happened where nothing was harvested."
        : "outcome: success; failed, where it was applied and failed; not_happened, where it was never applied and its time is over.";
}
