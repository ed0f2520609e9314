using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>Answers <c>require_auth</c>: by what the transaction carries, or by writing down what it would have to carry.</summary>
public interface IAuthorizer
{
    void Enter(HostRun host);

    void Leave();

    /// <param name="args">What the address must agree to, usually the arguments of the running function.</param>
    /// <exception cref="HostException">It has not agreed.</exception>
    void Require(HostRun host, SCAddress address, XdrArray<SCVal> args);
}
