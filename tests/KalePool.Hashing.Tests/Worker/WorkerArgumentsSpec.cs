using KalePool.Worker;

namespace KalePool.Hashing.Tests.Worker;

public class WorkerArgumentsSpec
{
    [Fact]
    public void Say_how_where_and_with_what_to_hash()
    {
        Assert.Equal(new WorkerArguments(new(HashingPriority.Idle, CpuSet.Of([1, 2])), "avx2"), WorkerArguments.Parse(["Idle", "1-2", "avx2"]));
        Assert.Equal(new WorkerArguments(new(HashingPriority.Normal, null), null), WorkerArguments.Parse(["normal", "-"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("urgent")]
    [InlineData("idle|x")]
    [InlineData("idle|-|avx2|more")]
    public void Refuse_what_no_parent_says(string args) => Assert.Null(WorkerArguments.Parse(args.Split('|', StringSplitOptions.RemoveEmptyEntries)));
}
