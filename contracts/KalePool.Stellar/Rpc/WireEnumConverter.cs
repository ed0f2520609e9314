using System.Text.Json;
using System.Text.Json.Serialization;

namespace KalePool.Stellar.Rpc;

/// <summary>An enum by the wire's names alone, letter by letter. The stock converter also takes numbers, any case and lists of names.</summary>
public abstract class WireEnumConverter<T>(params (string Name, T Value)[] names) : JsonConverter<T> where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var (name, value) in names)
                if (reader.ValueTextEquals(name)) return value;
        }
        throw new JsonException($"one of {string.Join(", ", names.Select(pair => pair.Name))} expected");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(names.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Name);
    }
}

public sealed class TransactionStatusConverter() : WireEnumConverter<TransactionStatus>(
    ("SUCCESS", TransactionStatus.Success),
    ("FAILED", TransactionStatus.Failed),
    ("NOT_FOUND", TransactionStatus.NotFound));

public sealed class SendTransactionStatusConverter() : WireEnumConverter<SendTransactionStatus>(
    ("PENDING", SendTransactionStatus.Pending),
    ("DUPLICATE", SendTransactionStatus.Duplicate),
    ("TRY_AGAIN_LATER", SendTransactionStatus.TryAgainLater),
    ("ERROR", SendTransactionStatus.Error));

public sealed class SimulationAuthModeConverter() : WireEnumConverter<SimulationAuthMode>(
    ("enforce", SimulationAuthMode.Enforce),
    ("record", SimulationAuthMode.Record),
    ("record_allow_nonroot", SimulationAuthMode.RecordAllowNonroot));
