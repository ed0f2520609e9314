namespace KalePool.EndToEnd.Tests.Manual;

public sealed class CommandLinesSpec
{
    [Fact]
    public void Are_the_code_spans_that_run_the_program_with_each_of_their_options()
    {
        const string document = "| `kalepool list [--kind a\\|b] [--all]` | shows |\nThen `A=sqlite:x kalepool restore FILE`; `verify` and `kalepool` name something.\n`kalepool list` again.";

        Assert.Equal(
            ["kalepool list", "kalepool list --kind a", "kalepool list --kind b", "kalepool list --all", "kalepool list --kind a --all", "A=sqlite:x kalepool restore FILE"],
            CommandLines.Of(document));
    }
}
