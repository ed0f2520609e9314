using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Data entries of accounts, under few names so that they are met again.</summary>
static class DataKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("write data", 2, step => Manage(step, Name(step), Value(step))),
        new("remove data", 1, step => Manage(step, Name(step), null)),
        new("write data under a bad name", 1, step => Manage(step, step.Pick("", "line\nbreak", "\u00e9"), Value(step))),
    ];

    static string Name(WalkStep step) => step.Pick("a", "b", new string('c', 64));

    static Opaque Value(WalkStep step)
    {
        var value = new byte[step.Random.Next(65)];
        step.Random.NextBytes(value);
        return value;
    }

    static WalkRequest.Send? Manage(WalkStep step, string name, Opaque? value) => step.Take() is { } actor
        ? step.Send(step.Classic(actor, new Operation(null, new OperationBody.ManageData(new ManageDataOp(new XdrString(Encoding.UTF8.GetBytes(name)), value)))), actor)
        : null;
}
