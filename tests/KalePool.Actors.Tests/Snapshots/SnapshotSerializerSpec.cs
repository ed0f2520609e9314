using System.IO.Compression;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using KalePool.Actors.Serialization;
using KalePool.Actors.Tests.Kit;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;

namespace KalePool.Actors.Tests.Snapshots;

/// <summary>
/// A golden file holds a state with every member set. Where it changes, what older snapshots hold is not the state of this version any more: the manifest
/// takes the next number, and they are passed over.
/// </summary>
public sealed class SnapshotSerializerSpec(ITestOutputHelper output) : PoolKit(output)
{
    SnapshotSerializer Serializer => (SnapshotSerializer)Sys.Serialization.FindSerializerForType(typeof(FarmerState));

    public static TheoryData<Type> EveryState => [.. SnapshotSerializer.Types];

    [Theory, MemberData(nameof(EveryState))]
    public void A_state_is_written_and_read_as_its_golden_file_says(Type type)
    {
        var state = Filled.Of(type);
        var written = JsonOf(Serializer.ToBinary(state));
        var file = Path.Combine(AppContext.BaseDirectory, "Snapshots", "Golden", Serializer.Manifest(state).Replace(':', '.') + ".json");
        Assert.True(File.Exists(file), $"there is no golden file of {Serializer.Manifest(state)}; it would hold {written}");
        Assert.Equal(File.ReadAllText(file).TrimEnd('\n'), written);
        var read = Serializer.FromBinary(Serializer.ToBinary(state), Serializer.Manifest(state));
        Assert.IsType(type, read);
        Assert.Equal(written, JsonOf(Serializer.ToBinary(read)));
    }

    [Theory, MemberData(nameof(EveryState))]
    public void Nothing_that_a_state_is_made_of_is_left_out(Type type)
    {
        var json = JsonOf(Serializer.ToBinary(Filled.Of(type)));
        Assert.All(Filled.Members(type), m => Assert.Contains($"\"{JsonNamingPolicy.SnakeCaseLower.ConvertName(m.Name)}\":", json, StringComparison.Ordinal));
    }

    [Fact]
    public void An_accounts_marks_are_the_same_again()
    {
        var state = Filled.Of<AccountState>();
        Assert.NotEmpty(state.Marks);
        Assert.Equal(state.Marks, ((AccountState)Serializer.FromBinary(Serializer.ToBinary(state), "account-state:1")).Marks);
    }

    [Fact]
    public void An_empty_state_is_read_back_as_it_was() =>
        Assert.All<object>([FarmerState.Empty, PoolerState.Empty, AccountState.Empty], empty =>
        {
            var bytes = Serializer.ToBinary(empty);
            Assert.Equal(bytes, Serializer.ToBinary(Serializer.FromBinary(bytes, Serializer.Manifest(empty))));
        });

    [Theory]
    [InlineData("farmer-state:0")]
    [InlineData("farmer-state:99")]
    [InlineData("")]
    public void Refuses_a_snapshot_of_another_version(string manifest) =>
        Assert.Throws<SerializationException>(() => Serializer.FromBinary(Serializer.ToBinary(FarmerState.Empty), manifest));

    [Fact]
    public void Refuses_a_damaged_snapshot()
    {
        var whole = Serializer.ToBinary(Filled.Of<FarmerState>());
        Assert.Throws<SerializationException>(() => Serializer.FromBinary(whole[..(whole.Length / 2)], "farmer-state:2"));
        Assert.Throws<SerializationException>(() => Serializer.FromBinary("{}"u8.ToArray(), "farmer-state:2"));
        Assert.Throws<SerializationException>(() => Serializer.FromBinary([], "farmer-state:2"));
        Assert.Throws<SerializationException>(() => Serializer.FromBinary(Packed("null"u8), "farmer-state:2"));
    }

    [Fact]
    public void Refuses_to_unpack_more_than_the_limit() =>
        Assert.Throws<SerializationException>(() => Serializer.FromBinary(Packed(new byte[SnapshotSerializer.MaxBytes + 1]), "farmer-state:2"));

    [Fact]
    public void Rows_of_snapshots_carry_the_same_serializer_for_ever() => Assert.Equal(4202, Serializer.Identifier);

    static byte[] Packed(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(json);
        return packed.ToArray();
    }

    static string JsonOf(byte[] snapshot)
    {
        using var brotli = new StreamReader(new BrotliStream(new MemoryStream(snapshot), CompressionMode.Decompress), Encoding.UTF8);
        return brotli.ReadToEnd();
    }
}
