using System.Threading.Channels;
using KalePool.Actors.Ports;
using KalePool.Domain.Accounts;

namespace KalePool.Actors.Tests.Kit;

/// <summary>A shared account's acts that wait for the test's answer. Each call is seen exactly once, in the order in which they were made.</summary>
sealed class FakeAccountActs : IAccountActs
{
    readonly Channel<object> _calls = Channel.CreateUnbounded<object>();

    public bool IsIdle => _calls.Reader.Count == 0;

    public Task<BatchPreparation> PrepareHarvestsAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation) => Prepare(BatchKind.Harvest, members, afterLedger);

    public Task<BatchPreparation> PrepareRescuesAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation) => Prepare(BatchKind.Rescue, members, afterLedger);

    public Task<BatchPreparation> PrepareWorksAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation) => Prepare(BatchKind.Work, members, afterLedger);

    public Task<BatchPreparation> PrepareCompensationAsync(string account, CompensationDue due, uint afterLedger, CancellationToken cancellation) => Prepare(BatchKind.Compensation, [due.Member], afterLedger, due);

    public Task<BatchPreparation> PrepareFundingAsync(string account, uint afterLedger, CancellationToken cancellation) => Prepare(BatchKind.Funding, [], afterLedger);

    public Task<BatchReport> SettleAsync(OpenBatch batch, bool resumed, CancellationToken cancellation)
    {
        var call = new Settling(batch, resumed);
        _calls.Writer.TryWrite(call);
        return call.Answer.Task.WaitAsync(cancellation);
    }

    public async Task<Preparing> PreparingAsync(BatchKind kind)
    {
        var call = Assert.IsType<Preparing>(await NextAsync());
        Assert.Equal(kind, call.Kind);
        return call;
    }

    public async Task<Settling> SettlingAsync() => Assert.IsType<Settling>(await NextAsync());

    Task<object> NextAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(PoolKit.Patience);

    Task<BatchPreparation> Prepare(BatchKind kind, IReadOnlyList<BatchMember> members, uint afterLedger, CompensationDue? due = null)
    {
        var call = new Preparing(kind, members, afterLedger, due);
        _calls.Writer.TryWrite(call);
        return call.Answer.Task;
    }

    public sealed record Preparing(BatchKind Kind, IReadOnlyList<BatchMember> Members, uint AfterLedger, CompensationDue? Due)
    {
        public TaskCompletionSource<BatchPreparation> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed record Settling(OpenBatch Batch, bool Resumed)
    {
        public TaskCompletionSource<BatchReport> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
