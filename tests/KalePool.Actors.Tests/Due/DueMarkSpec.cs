using System.Threading.Channels;
using KalePool.Actors.Due;
using KalePool.Actors.Ports;
using KalePool.Actors.Tests.Kit;

namespace KalePool.Actors.Tests.Due;

public sealed class DueMarkSpec
{
    static readonly DueEntity Row = new(DueEntity.Farmer, "1");

    [Fact]
    public async Task Writes_happen_in_the_order_in_which_they_were_asked_for()
    {
        var list = new SlowDueList();
        var mark = new DueMark(list, Row);
        var first = mark.AddAsync(CancellationToken.None);
        mark.Remove();
        var second = mark.AddAsync(CancellationToken.None);
        Assert.Equal(["add"], list.Calls);
        list.Finish();
        await first;
        await list.CalledAsync(2);
        list.Finish();
        await list.CalledAsync(3);
        list.Finish();
        await second;
        Assert.Equal(["add", "remove", "add"], list.Calls);
    }

    [Fact]
    public async Task A_row_that_could_not_be_written_is_said_to_be_so_and_hinders_nothing_later()
    {
        var list = new SlowDueList();
        var mark = new DueMark(list, Row);
        var first = mark.AddAsync(CancellationToken.None);
        list.Finish(new IOException("the disk is gone"));
        await Assert.ThrowsAsync<IOException>(() => first);
        var second = mark.AddAsync(CancellationToken.None);
        await list.CalledAsync(2);
        list.Finish();
        await second;
    }

    [Fact]
    public void A_row_that_was_removed_is_not_removed_again()
    {
        var list = new SlowDueList();
        var mark = new DueMark(list, Row);
        mark.Remove();
        mark.Remove();
        Assert.Equal(["remove"], list.Calls);
    }

    [Fact]
    public async Task A_removal_that_fails_does_not_hinder_the_next_row()
    {
        var list = new SlowDueList();
        var mark = new DueMark(list, Row);
        mark.Remove();
        var adding = mark.AddAsync(CancellationToken.None);
        list.Finish(new IOException("the disk is gone"));
        await list.CalledAsync(2);
        list.Finish();
        await adding;
    }

    /// <summary>Each write takes until the test finishes it.</summary>
    sealed class SlowDueList : IDueList
    {
        readonly Lock _lock = new();
        readonly Channel<string> _called = Channel.CreateUnbounded<string>();
        readonly List<string> _calls = [];
        TaskCompletionSource _open = new();
        int _seen;

        public IReadOnlyList<string> Calls
        {
            get
            {
                lock (_lock) return [.. _calls];
            }
        }

        public Task AddAsync(DueEntity entity, CancellationToken cancellation) => Call("add");

        public Task RemoveAsync(DueEntity entity, CancellationToken cancellation) => Call("remove");

        public Task<IReadOnlyList<DueEntity>> ReadAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DueEntity>>([]);

        public async Task CalledAsync(int times)
        {
            for (; _seen < times; _seen++) await _called.Reader.ReadAsync().AsTask().WaitAsync(PoolKit.Patience);
        }

        public void Finish(Exception? failure = null)
        {
            TaskCompletionSource open;
            lock (_lock) open = _open;
            if (failure is null) open.SetResult();
            else open.SetException(failure);
        }

        Task Call(string what)
        {
            lock (_lock)
            {
                _calls.Add(what);
                _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _called.Writer.TryWrite(what);
                return _open.Task;
            }
        }
    }
}
