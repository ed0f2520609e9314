namespace KalePool.Actors.Journal;

/// <summary>An event as its row is going to hold it, with its link.</summary>
sealed record LinkedEvent(string Manifest, byte[] Message);
