using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>A fee bump's result carries its inner transaction's: the same codes in another type.</summary>
static class InnerResults
{
    /// <summary>The two unions have the same encoding for everything but the two fee bump arms, which an inner result never is.</summary>
    public static InnerTransactionResultResult ToInner(this TransactionResultResult result) => XdrCodec.Decode<InnerTransactionResultResult>(result.ToXdr());

    /// <summary>The inner fee charged is 0 since protocol 25: all of it stands in the outer result.</summary>
    public static TransactionResultResult Wrap(TransactionFrame frame, TransactionResultResult inner)
    {
        var pair = new InnerTransactionResultPair(frame.InnerHash, new InnerTransactionResult(0, inner.ToInner()));
        return inner is TransactionResultResult.TxSuccess
            ? new TransactionResultResult.TxFeeBumpInnerSuccess(pair)
            : new TransactionResultResult.TxFeeBumpInnerFailed(pair);
    }
}
