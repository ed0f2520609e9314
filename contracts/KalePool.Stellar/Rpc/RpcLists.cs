using System.Text.Json;

namespace KalePool.Stellar.Rpc;

/// <summary>Lists in answers: one that is absent is empty, and none has null for an element, which nullable annotations alone do not stop.</summary>
static class RpcLists
{
    /// <param name="name">The field's.</param>
    /// <exception cref="JsonException">An element is null; the message names it.</exception>
    public static IReadOnlyList<T> Whole<T>(IReadOnlyList<T>? items, string name) where T : class
    {
        if (items is null) return [];
        for (var i = 0; i < items.Count; i++)
            if (items[i] is null) throw new JsonException($"{name}[{i}] is null");
        return items;
    }
}
