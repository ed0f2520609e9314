namespace KalePool.Backend.Api;

/// <summary>What goes for every answer, whatever it says.</summary>
static class Answers
{
    /// <summary>Nobody keeps an answer, for it may hold a key or somebody's balance. HEAD is answered as GET is; Kestrel leaves the body out.</summary>
    public static void UseAnswerRules(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            if (HttpMethods.IsHead(context.Request.Method)) context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        app.UseRouting();
    }
}
