using System.Text.RegularExpressions;
using KalePool.Demo.Harness;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>docker-compose.yml as Compose reads it: anchors merged, variables at their defaults.</summary>
sealed partial class ComposeFile
{
    readonly Dictionary<object, object> _root;

    ComposeFile(Dictionary<object, object> root) => _root = root;

    public static string Root => Artifacts.Find().Root;

    public IEnumerable<string> Services => Map(_root["services"]).Keys;

    public static ComposeFile Read()
    {
        var text = Default().Replace(File.ReadAllText(Path.Combine(Root, "docker-compose.yml")), "$1");
        return new ComposeFile(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(text)))));
    }

    public IReadOnlyDictionary<string, string> EnvironmentOf(string service) =>
        Service(service).TryGetValue("environment", out var values) ? Map(values).ToDictionary(v => v.Key, v => (string)v.Value) : [];

    public IReadOnlyList<string> Texts(string service, string name) => Service(service).TryGetValue(name, out var values) ? [.. ((List<object>)values).Cast<string>()] : [];

    public IReadOnlyDictionary<string, object> Part(string service, string name) => Service(service).TryGetValue(name, out var part) ? Map(part) : [];

    Dictionary<string, object> Service(string name) => Map(Map(_root["services"])[name]);

    static Dictionary<string, object> Map(object value) => ((Dictionary<object, object>)value).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Default();
}
