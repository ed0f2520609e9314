using System.Runtime.Serialization;
using System.Text;
using System.Text.RegularExpressions;
using KalePool.Actors.Serialization;
using KalePool.Actors.Tests.Kit;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;

namespace KalePool.Actors.Tests.Serialization;

/// <summary>
/// A golden file holds what an event looks like in the journal with every field set. Fields may be added that need not be there, and then the rows
/// without them stand in <see cref="EarlierRowsSpec"/>; any other changed shape gets a new manifest and a file of its own.
/// </summary>
public sealed partial class DomainSerializerSpec(ITestOutputHelper output) : PoolKit(output)
{
    static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");

    DomainSerializer Serializer => (DomainSerializer)Sys.Serialization.FindSerializerForType(typeof(FarmerEvent));

    public static TheoryData<string> EveryJournalManifest => [.. Manifests.Journal.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> EveryWireManifest => [.. Manifests.Wire.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A colon cannot stand in a file's name everywhere.</summary>
    static string FileOf(string manifest) => Path.Combine(Golden, manifest.Replace(':', '.') + ".json");

    static object Only(IReadOnlyList<object> samples, Type type) => Assert.Single(samples, s => s.GetType() == type);

    [Theory, MemberData(nameof(EveryJournalManifest))]
    public void An_event_is_written_and_read_as_its_golden_file_says(string manifest)
    {
        var sample = Only(JournalSamples.All, Manifests.Journal[manifest]);
        var written = Encoding.UTF8.GetString(Serializer.ToBinary(sample));
        Assert.True(File.Exists(FileOf(manifest)), $"there is no golden file of {manifest}; it would hold {written}");
        var golden = File.ReadAllText(FileOf(manifest)).TrimEnd('\n');
        Assert.Equal(golden, written);
        var read = Serializer.FromBinary(Encoding.UTF8.GetBytes(golden), manifest);
        Assert.IsType(sample.GetType(), read);
        Assert.Equal(golden, Encoding.UTF8.GetString(Serializer.ToBinary(read)));
        Assert.Equal(manifest, Serializer.Manifest(sample));
    }

    [Fact]
    public void Every_golden_file_has_its_manifest_for_ever() =>
        Assert.Equal(Manifests.Journal.Keys.Select(FileOf).Order(StringComparer.Ordinal), Directory.GetFiles(Golden).Order(StringComparer.Ordinal));

    [Fact]
    public void Events_without_what_may_be_absent_are_read_back_as_they_were_written() => Assert.All(JournalSamples.Bare, AssertSurvives);

    [Theory, MemberData(nameof(EveryWireManifest))]
    public void A_message_is_read_back_as_it_was_written(string manifest) => AssertSurvives(Only(WireSamples.All, Manifests.Wire[manifest]));

    [Fact]
    public void A_message_of_a_block_keeps_the_block_that_it_is_for()
    {
        var sent = new GetBlock(new BlockKey(Sample.Pooler, Sample.N));
        Assert.Equal(sent, Serializer.FromBinary(Serializer.ToBinary(sent), Serializer.Manifest(sent)));
    }

    [Fact]
    public void Everything_that_is_journaled_or_sent_has_a_manifest()
    {
        Type[] roots = [typeof(IEvent), typeof(IFarmerMessage), typeof(IBlockMessage), typeof(IPoolerMessage), typeof(IAccountMessage)];
        var concrete = typeof(IEvent).Assembly.GetTypes().Where(t => !t.IsAbstract && roots.Any(root => root.IsAssignableFrom(t)));
        Assert.Equal(concrete.Select(t => t.Name).Order(StringComparer.Ordinal), Manifests.Journal.Values.Concat(Manifests.Wire.Values).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Journal_manifests_are_short_and_numbered() => Assert.All(Manifests.Journal.Keys, m => Assert.Matches(Numbered(), m));

    [Fact]
    public void Rows_of_the_journal_carry_the_same_serializer_for_ever() => Assert.Equal(4201, Serializer.Identifier);

    [Fact]
    public void Fields_of_a_newer_version_are_passed_over() =>
        Assert.IsType<FarmerSeated>(Serializer.FromBinary("""{"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05Z","seat":7}"""u8.ToArray(), "farmer-seated:1"));

    [Fact]
    public void Refuses_a_manifest_that_it_does_not_know() => Assert.Throws<SerializationException>(() => Serializer.FromBinary("{}"u8.ToArray(), "farmer-seated:2"));

    [Fact]
    public void Refuses_null_for_an_event() => Assert.Throws<SerializationException>(() => Serializer.FromBinary("null"u8.ToArray(), "farmer-seated:1"));

    [Fact]
    public void Refuses_a_type_without_a_manifest() => Assert.Throws<ArgumentException>(() => Serializer.Manifest("text"));

    [Fact]
    public void Refuses_what_is_larger_than_the_limit()
    {
        var fits = new WorksReported(Sample.Pooler, Sample.N, [new(Sample.Farmer, false, null, null, null, null, null, new string('x', DomainSerializer.MaxBytes - 300))], Sample.At);
        Assert.InRange(Serializer.ToBinary(fits).Length, 1, DomainSerializer.MaxBytes);
        var tooLarge = fits with { Rows = [fits.Rows[0] with { Error = new string('x', DomainSerializer.MaxBytes) }] };
        Assert.Throws<SerializationException>(() => Serializer.ToBinary(tooLarge));
    }

    void AssertSurvives(object message)
    {
        var bytes = Serializer.ToBinary(message);
        var read = Serializer.FromBinary(bytes, Serializer.Manifest(message));
        Assert.IsType(message.GetType(), read);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(Serializer.ToBinary(read)));
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*:[1-9][0-9]*$")]
    private static partial Regex Numbered();
}
