using System.Collections;
using System.Collections.Immutable;
using System.Reflection;

namespace KalePool.Actors.Tests.Snapshots;

/// <summary>Makes a value in which every member that can be set is, the same each time: a member that somebody adds is there by itself.</summary>
static class Filled
{
    static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static T Of<T>() => (T)Of(typeof(T));

    public static object Of(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Of(inner)
        : type == typeof(string) ? "text"
        : type == typeof(bool) ? true
        : type == typeof(Guid) ? new Guid("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051")
        : type == typeof(DateTimeOffset) ? At
        : type == typeof(decimal) ? 0.1234m
        : type == typeof(long) ? long.MaxValue
        : type.IsEnum ? Enum.GetValues(type).GetValue(1)!
        : type.IsPrimitive ? Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture)
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? Collection(type)
        : Record(type);

    static object Record(Type type)
    {
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(c => c.GetParameters().Length);
        var made = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType))]);
        foreach (var member in Members(type)) member.SetValue(made, Of(member.PropertyType));
        return made;
    }

    /// <summary>What a record is made of, without what it derives.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);

    static object Collection(Type type)
    {
        var arguments = type.GetGenericArguments();
        var one = Array.CreateInstance(arguments is [var element] ? element : typeof(KeyValuePair<,>).MakeGenericType(arguments), 1);
        one.SetValue(arguments is [var single] ? Of(single) : Activator.CreateInstance(one.GetType().GetElementType()!, [.. arguments.Select(Of)]), 0);
        var factory = type.GetGenericTypeDefinition() switch
        {
            var d when d == typeof(ImmutableDictionary<,>) => typeof(ImmutableDictionary),
            var d when d == typeof(ImmutableSortedDictionary<,>) => typeof(ImmutableSortedDictionary),
            var d when d == typeof(ImmutableSortedSet<>) => typeof(ImmutableSortedSet),
            var d when d == typeof(ImmutableList<>) => typeof(ImmutableList),
            var d when d == typeof(IReadOnlyList<>) => null,
            var d => throw new NotSupportedException(d.Name),
        };
        return factory is null ? one : factory.GetMethods()
            .Single(m => m.Name == "CreateRange" && m.GetParameters() is [{ ParameterType: { IsGenericType: true } items }] && items.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .MakeGenericMethod(arguments).Invoke(null, [one])!;
    }
}
