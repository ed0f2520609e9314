// Nearly all of their time is waiting for blocks. Two at a time leave a core to each; a cluster runs beside single nodes only, never beside another cluster.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
