using KalePool.Pooler.Display;
using KalePool.Pooler.Doctor;

namespace KalePool.Pooler.Running;

/// <summary>Looks again and again, as the doctor does, at servers, clock, contract, account, trustline and the way works are sent, and tells what has changed.</summary>
sealed class HealthCheck(Doctor.Doctor doctor, TimeSpan interval, Reporter reporter, TimeProvider time)
{
    readonly Dictionary<string, Verdict> _told = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await LookAsync(cancellation);
            await Task.Delay(interval, time, cancellation);
        }
    }

    async Task LookAsync(CancellationToken cancellation)
    {
        var worst = new Dictionary<string, Finding>(StringComparer.Ordinal);
        await foreach (var finding in doctor.ExamineRunningAsync(cancellation))
            if (!worst.TryGetValue(finding.Check, out var other) || finding.Verdict > other.Verdict) worst[finding.Check] = finding;
        foreach (var finding in worst.Values)
        {
            if (finding.Verdict == _told.GetValueOrDefault(finding.Check)) continue;
            _told[finding.Check] = finding.Verdict;
            reporter.Say(new Checked(finding.Check, finding.Verdict, finding.Text, finding.Remedy));
        }
    }
}
