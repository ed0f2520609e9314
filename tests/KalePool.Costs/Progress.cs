using KalePool.Demo.Run;
using KalePool.Demo.View;

namespace KalePool.Costs;

/// <summary>On standard error: the table alone goes to standard output.</summary>
sealed class Progress : IDemoView
{
    public void Say(string line) => Console.Error.WriteLine(line);

    public void Show(DemoProgress progress)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
