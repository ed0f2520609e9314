using KalePool.Contracts.Errors;
using KalePool.Domain;

namespace KalePool.Backend.Api;

/// <summary>A request that is answered with a problem.</summary>
public sealed class ApiException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static ApiException Invalid(string field, string expected) => new(StatusCodes.Status400BadRequest, ErrorCode.ValidationFailed, $"{field}: {expected}");

    public static ApiException Forbidden(string detail) => new(StatusCodes.Status403Forbidden, ErrorCode.Forbidden, detail);

    public static ApiException NotFound(string detail) => new(StatusCodes.Status404NotFound, ErrorCode.NotFound, detail);

    /// <summary>A rejection of the domain; one table of statuses for all of them.</summary>
    public static ApiException Of(Failure failure) => new(StatusOf(failure.Code), failure.Code, failure.Message);

    static int StatusOf(string code) => code switch
    {
        ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.ValidationFailed => StatusCodes.Status400BadRequest,
        ErrorCode.ChainUnavailable or ErrorCode.UnknownOutcome => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status409Conflict,
    };
}
