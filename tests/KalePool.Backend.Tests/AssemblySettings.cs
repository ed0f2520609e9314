// Nearly all of their time is waiting for ledgers, answers and timers, also on two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
