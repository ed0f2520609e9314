using System.Collections;
using System.Reflection;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>Where two decoded values differ, field by field.</summary>
static class XdrDifference
{
    const int MaxText = 300;

    public static string Of(object? truth, object? devnet) => string.Join('\n', Walk("", truth, devnet).Take(12));

    static IEnumerable<string> Walk(string path, object? truth, object? devnet)
    {
        if (Equals(truth, devnet)) return [];
        if (truth is null || devnet is null || truth.GetType() != devnet.GetType()) return [Line(path, truth, devnet)];
        if (truth is IEnumerable left && devnet is IEnumerable right && truth is not string) return Items(path, [.. left.Cast<object>()], [.. right.Cast<object>()]);
        var fields = truth.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(field => field.Name != "EqualityContract" && field.GetIndexParameters().Length == 0).ToList();
        if (fields.Count == 0 || truth is ValueType) return [Line(path, truth, devnet)];
        var found = fields.SelectMany(field => Walk($"{path}.{field.Name}", field.GetValue(truth), field.GetValue(devnet))).ToList();
        return found.Count > 0 ? found : [Line(path, truth, devnet)];
    }

    static IEnumerable<string> Items(string path, IReadOnlyList<object> truth, IReadOnlyList<object> devnet)
    {
        for (var i = 0; i < Math.Max(truth.Count, devnet.Count); i++)
        {
            foreach (var line in Walk($"{path}[{i}]", truth.ElementAtOrDefault(i), devnet.ElementAtOrDefault(i))) yield return line;
        }
    }

    static string Line(string path, object? truth, object? devnet) => $"  {path}\n    truthnet {Text(truth)}\n    devnet   {Text(devnet)}";

    static string Text(object? value)
    {
        var text = value is null ? "none" : $"{value}";
        return text.Length <= MaxText ? text : text[..MaxText] + "…";
    }
}
