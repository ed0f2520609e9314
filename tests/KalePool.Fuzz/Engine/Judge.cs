namespace KalePool.Fuzz.Engine;

/// <summary>Runs inputs, and says which of them were not borne.</summary>
/// <remarks>One thread: what it allocates is what the target does.</remarks>
public sealed class Judge(IFuzzTarget target)
{

    /// <summary>Runs all seeds until nothing is made for the first time any more.</summary>
    public Finding? Warm()
    {
        for (var round = 0; round < 2; round++)
            foreach (var seed in target.Seeds)
                if (Fault(seed) is { } finding) return finding;
        return null;
    }

    /// <summary>Null where the input was borne.</summary>
    public Finding? Try(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var most = target.Allowance.Of(input.Length);
        // What is used for the first time is made then, and never again: only an input that costs as much once more is at fault.
        for (var again = 0; ; again++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (Fault(input) is { } fault) return fault;
            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            if (taken <= most) return null;
            if (again > 0) return new Finding(target.Name, input, $"{taken} bytes were allocated, more than {most}", null);
        }
    }

    Finding? Fault(byte[] input)
    {
        try
        {
            target.Run(input);
            return null;
        }
        // Whatever it is, it is what is looked for.
        catch (Exception e)
        {
            return new Finding(target.Name, input, $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}", e.ToString());
        }
    }
}
