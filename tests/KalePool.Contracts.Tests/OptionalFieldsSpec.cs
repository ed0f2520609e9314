using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using KalePool.Contracts.Json;

namespace KalePool.Contracts.Tests;

/// <summary>Nulls are left out of what is written, so that whatever may be null must also be allowed to be absent.</summary>
public sealed class OptionalFieldsSpec
{
    static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<Type> Records() =>
        new(typeof(ContractsJson).GetCustomAttributesData()
            .Where(a => a.AttributeType == typeof(JsonSerializableAttribute))
            .Select(a => (Type)a.ConstructorArguments[0].Value!));

    [Theory, MemberData(nameof(Records))]
    public void What_may_be_null_may_be_absent(Type record) =>
        Assert.All(
            record.GetConstructors().Single().GetParameters().Where(p => Nullability.Create(p).ReadState == NullabilityState.Nullable),
            p => Assert.True(p.HasDefaultValue, $"{record.Name}.{p.Name} may be null but has no default"));

    [Fact]
    public void A_heartbeat_without_an_address_is_read_back()
    {
        var beat = new Poolers.HeartbeatRequest(Guid.NewGuid(), "1.0.0", 50, 7, 1.5, 10, 20, Poolers.PoolerState.Idle);
        var json = JsonSerializer.Serialize(beat, ContractsJson.Default.HeartbeatRequest);
        Assert.Equal(beat, JsonSerializer.Deserialize(json, ContractsJson.Default.HeartbeatRequest));
    }
}
