namespace KalePool.Pooler.Machine;

/// <summary>How full the machine is, parts from 0 to 1.</summary>
/// <param name="OthersCpu">CPU time that others used of all there was: what hashing takes at the lowest priority is in nobody's way.</param>
/// <param name="Memory">Of the machine, of the control group, or of MEMORY_LIMIT_MB by this pooler, whichever is fullest.</param>
sealed record MachineLoad(double OthersCpu, double Memory)
{
    public double Worst => Math.Max(OthersCpu, Memory);
}
