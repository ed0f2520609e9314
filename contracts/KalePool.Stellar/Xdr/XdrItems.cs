namespace KalePool.Stellar.Xdr;

/// <summary>Arrays of anything, for the generated code.</summary>
static class XdrItems
{
    /// <summary>Elements: enough for nearly all lists of the network.</summary>
    const int FirstRoom = 16;

    public delegate T ReadItem<T>(ref XdrReader reader);

    public static XdrArray<T> Read<T>(ref XdrReader reader, uint max, ReadItem<T> read) => ReadFixed(ref reader, reader.ReadCount(max), read);

    /// <remarks>
    /// Room is made as the elements come, not as the count says: each of many lists inside each other may say that it fills all the rest,
    /// and 4 MB of such lists would take 800 MB before the first of them turns out to be too short.
    /// </remarks>
    public static XdrArray<T> ReadFixed<T>(ref XdrReader reader, int count, ReadItem<T> read)
    {
        if (count == 0) return XdrArray<T>.Empty;
        var items = new T[Math.Min(count, FirstRoom)];
        for (var i = 0; i < count; i++)
        {
            if (i == items.Length) Array.Resize(ref items, (int)Math.Min(count, 2L * items.Length));
            items[i] = read(ref reader);
        }
        return new XdrArray<T>(items);
    }

    public static void Write<T>(XdrWriter writer, XdrArray<T> items, uint max, Action<XdrWriter, T> write)
    {
        writer.WriteCount(items.Count, max);
        foreach (var item in items.Span) write(writer, item);
    }

    public static void WriteFixed<T>(XdrWriter writer, XdrArray<T> items, int count, Action<XdrWriter, T> write)
    {
        if (items.Count != count) throw new ArgumentException($"{count} elements expected, not {items.Count}", nameof(items));
        foreach (var item in items.Span) write(writer, item);
    }
}
