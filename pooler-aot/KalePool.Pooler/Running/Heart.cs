using KalePool.Contracts.Poolers;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;

namespace KalePool.Pooler.Running;

/// <summary>Tells the backend every 15 s that this pooler lives, and hands on what it answers.</summary>
sealed class Heart(IPoolApi pool, Func<HeartbeatRequest> beat, TimeProvider time, Reporter reporter)
{
    /// <summary>The backend takes a pooler for gone after two of them.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    string? _said;

    /// <summary>One beat; null when the backend did not answer.</summary>
    public async Task<HeartbeatResponse?> BeatAsync(CancellationToken cancellation)
    {
        try
        {
            var answer = await pool.HeartbeatAsync(beat(), cancellation);
            reporter.Recovered(Party.Backend);
            var says = string.Join("; ", answer.Active ? answer.Messages : ["the backend has this pooler as inactive: nothing is planted", .. answer.Messages]);
            if (says.Length > 0 && says != _said) reporter.Warn(says);
            _said = says;
            return answer;
        }
        catch (PoolApiException e)
        {
            reporter.Trouble(Party.Backend, e.Message, "goes on with what it knows and asks again");
            return null;
        }
    }

    public async Task RunAsync(Action<HeartbeatResponse> onAnswer, CancellationToken cancellation)
    {
        while (true)
        {
            if (await BeatAsync(cancellation) is { } answer) onAnswer(answer);
            await Task.Delay(Interval, time, cancellation);
        }
    }
}
