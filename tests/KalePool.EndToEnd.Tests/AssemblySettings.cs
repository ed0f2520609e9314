// Each of these tests runs three processes; two at a time would measure the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
