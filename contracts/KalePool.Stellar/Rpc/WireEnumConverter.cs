using System.Text.Json.Serialization;

namespace KalePool.Stellar.Rpc;

/// <summary>Enums by the wire's names alone: a number is not one of them.</summary>
public sealed class WireEnumConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false) where T : struct, Enum;
