using KalePool.Demo.Run;

namespace KalePool.Demo.View;

/// <summary>Shows a person how the demo goes.</summary>
public interface IDemoView : IAsyncDisposable
{
    /// <summary>A step of the preparation, or the reason for an end.</summary>
    void Say(string line);

    void Show(DemoProgress progress);
}
