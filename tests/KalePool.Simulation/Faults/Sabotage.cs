namespace KalePool.Simulation.Faults;

/// <summary>The product broken on purpose, by a wrong port in its place: what the simulation must find.</summary>
enum Sabotage
{
    None,

    /// <summary>A transaction goes out when it is built, before its submission is in the journal.</summary>
    SentBeforeSubmitted,

    /// <summary>After a restart an act that is open is taken for not happened, without a look at the chain.</summary>
    NoLookUp,

    /// <summary>The journal answers before its write is on disk.</summary>
    AnsweredBeforeWritten,

    /// <summary>The due list forgets what is added to it.</summary>
    ForgetfulDueList,

    /// <summary>An act whose transaction is not found is taken for not happened at once, while it may still land.</summary>
    NotFoundIsNotHappened,

    /// <summary>For half a minute after anything has gone wrong nobody is rescued.</summary>
    NoRescueAfterTrouble,

    /// <summary>No pail is ever kept alive.</summary>
    NoExtension,
}
