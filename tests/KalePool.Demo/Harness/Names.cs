using System.Globalization;

namespace KalePool.Demo.Harness;

/// <summary>The three processes, and what it means to be without one.</summary>
public static class Names
{
    public const string Devnet = "devnet";
    public const string Backend = "backend";
    public const string Pooler = "pooler";

    public static IReadOnlyList<string> All { get; } = [Devnet, Backend, Pooler];

    /// <summary>Of one of several backends, counted from 1.</summary>
    public static string BackendNode(int number) => string.Create(CultureInfo.InvariantCulture, $"{Backend}-{number}");

    public static string Meaning(string name) => name switch
    {
        Devnet => "the chain is gone and with it every account; backend and pooler keep what they know and ask again until it answers",
        Backend => "nothing is planted or harvested until it runs again; its journal holds what was under way, and it goes on from there",
        Pooler => "nobody hashes for the planted farmers; started again it goes on with the open block",
        _ when name.StartsWith(Backend, StringComparison.Ordinal) => "what it looked after goes on at the other nodes",
        _ => "it should be running",
    };
}
