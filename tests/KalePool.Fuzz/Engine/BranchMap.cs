using System.Runtime.InteropServices;
using KalePool.Stellar.Xdr;
using SharpFuzz.Common;

namespace KalePool.Fuzz.Engine;

/// <summary>The map in which instrumented assemblies count how often they came from one place to another, one byte a pair of places.</summary>
public sealed unsafe class BranchMap : ICoverage
{
    const int Bytes = 1 << 16;

    /// <summary>One bit for each of the counts 1, 2, 3, 4–7, 8–15, 16–31, 32–127, 128 and more that was seen.</summary>
    readonly byte[] _seen = new byte[Bytes];

    /// <summary>Of the process: instrumented code writes to it from its first method on.</summary>
    static readonly byte* Map = (byte*)NativeMemory.AllocZeroed(Bytes);

    /// <summary>Whether the pool's assemblies in this process are instrumented.</summary>
    public static bool IsThere => typeof(XdrReader).Assembly.GetReferencedAssemblies().Any(a => a.Name == typeof(Trace).Assembly.GetName().Name);

    public int Ways { get; private set; }

    /// <summary>Before anything of the pool runs in this process.</summary>
    public static void Prepare() => Trace.SharedMem = Map;

    public void Begin()
    {
        new Span<byte>(Map, Bytes).Clear();
        Trace.PrevLocation = 0;
    }

    public bool IsNew()
    {
        var isNew = false;
        var map = new ReadOnlySpan<byte>(Map, Bytes);
        // Most of it is zero: eight places at a time.
        var words = MemoryMarshal.Cast<byte, ulong>(map);
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0) continue;
            for (var i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
            {
                if (map[i] == 0 || (_seen[i] & Bucket(map[i])) != 0) continue;
                if (_seen[i] == 0) Ways++;
                _seen[i] |= Bucket(map[i]);
                isNew = true;
            }
        }
        return isNew;
    }

    static byte Bucket(byte count) => count switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
