namespace KalePool.Domain;

/// <summary>Where one step (plant, work, harvest) of one farmer in one block stands. Success and Failed are final.</summary>
public enum StepState
{
    None,
    Pending,
    Success,
    Failed,
}
