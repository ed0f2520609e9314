using System.Text;
using KalePool.Actors.Journal;
using KalePool.Actors.Serialization;
using KalePool.Actors.Tests.Serialization;
using KalePool.Domain;

namespace KalePool.Actors.Tests.Journal;

public sealed class JournalLinkSpec
{
    static readonly byte[] Payload = Encoding.UTF8.GetBytes("""{"farmer_id":"a","at":"2026-01-02T03:04:05Z"}""");
    static readonly string Other = new('7', JournalLink.Digits);

    static string Of(string? previous = null, string id = "farmer-a", long number = 2, string manifest = "farmer-paused:1", byte[]? payload = null) =>
        JournalLink.Of(previous ?? JournalLink.None, id, number, manifest, payload ?? Payload);

    /// <summary>Permanent: journals have been linked so.</summary>
    [Fact]
    public void Is_the_same_for_ever() => Assert.Equal("9f6ad2749baa1cd61aaf2d809c191479e9bca0b988bcadc4cd352bdebce2b1f6", Of());

    [Fact]
    public void Differs_with_everything_that_an_event_is()
    {
        string[] links = [Of(), Of(previous: Other), Of(id: "farmer-b"), Of(number: 3), Of(manifest: "farmer-resumed:1"), Of(payload: [.. Payload, (byte)' ']), Of(id: "farmer-", manifest: "afarmer-paused:1")];
        Assert.Equal(links.Length, links.Distinct().Count());
    }

    [Fact]
    public void Stands_in_the_row_and_comes_out_again()
    {
        var row = JournalLink.Add(Payload, Other);
        Assert.Equal($$"""{"farmer_id":"a","at":"2026-01-02T03:04:05Z","link":"{{Other}}"}""", Encoding.UTF8.GetString(row));
        Assert.True(JournalLink.TryRemove(row, out var payload, out var link));
        Assert.Equal((Encoding.UTF8.GetString(Payload), Other), (Encoding.UTF8.GetString(payload), link));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"link":"7777777777777777777777777777777777777777777777777777777777777777"}""")]
    [InlineData("""{"a":1,"link":"777777777777777777777777777777777777777777777777777777777777777"}""")]
    [InlineData("""{"a":1,"link":"G777777777777777777777777777777777777777777777777777777777777777"}""")]
    [InlineData("""{"a":{"b":1,"link":"7777777777777777777777777777777777777777777777777777777777777777"}}""")]
    [InlineData("""{"a":"\",\"link\":\"7777777777777777777777777777777777777777777777777777777777777777\""}""")]
    public void Is_not_seen_where_there_is_none(string row)
    {
        Assert.False(JournalLink.TryRemove(Encoding.UTF8.GetBytes(row), out _, out var link));
        Assert.Equal(JournalLink.None, link);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Belongs_to_an_object_with_members(string payload) => Assert.Throws<ArgumentException>(() => JournalLink.Add(Encoding.UTF8.GetBytes(payload), Other));

    /// <summary>Versions from before there were links read them too: what they do not know they pass over.</summary>
    [Fact]
    public void Every_event_is_the_same_with_a_link_and_has_no_member_of_that_name()
    {
        Assert.All(JournalSamples.All, sample =>
        {
            var (manifest, bytes) = JournalCodec.Write((IEvent)sample);
            Assert.DoesNotContain("\"link\":", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
            var read = JournalCodec.Read(manifest, JournalLink.Add(bytes, Other));
            Assert.Equal(bytes, JournalCodec.Write(read).Message);
        });
    }
}
