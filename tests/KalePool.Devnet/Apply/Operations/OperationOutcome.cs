using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

sealed record OperationOutcome(OperationResult Result, bool Succeeded);
