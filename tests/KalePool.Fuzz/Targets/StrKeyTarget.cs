using System.Text;
using KalePool.Fuzz.Engine;
using KalePool.Stellar.Keys;

namespace KalePool.Fuzz.Targets;

/// <summary>Keys and addresses as people and servers write them: read only if they are what would be written.</summary>
public sealed class StrKeyTarget : IFuzzTarget
{
    readonly Lazy<IReadOnlyList<byte[]>> _seeds = new(() =>
        [.. Samples.Texts("vectors").Where(text => StrKey.TryDecode(text, out _, out _)).GroupBy(text => text[0]).SelectMany(kind => kind.Take(8)).Select(Encoding.UTF8.GetBytes)]);

    public string Name => "strkey";

    public IReadOnlyList<byte[]> Seeds => _seeds.Value;

    public Allowance Allowance => Allowance.Usual;

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        _ = SignedMessages.IsSignedBy("anything", Somebody, text);
        if (!StrKey.TryDecode(text, out var kind, out var payload)) return;
        BrokenException.ThrowIf(StrKey.Encode(kind, payload.Span) != text, $"a {kind} that is written in another way");
        foreach (var other in Enum.GetValues<StrKeyKind>()) BrokenException.ThrowIf(StrKey.IsValid(other, text) != (other == kind), $"a {kind} that is a {other} too");
        if (kind == StrKeyKind.MuxedAccount) BrokenException.ThrowIf(StrKey.DecodeMuxed(text) is var (key, id) && StrKey.EncodeMuxed(key, id) != text, "a muxed account that is another one");
        if (kind == StrKeyKind.SignedPayload) BrokenException.ThrowIf(StrKey.DecodeSignedPayload(text) is var (signer, signed) && StrKey.EncodeSignedPayload(signer, signed) != text, "another signed payload");
    }

    const string Somebody = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7";
}
