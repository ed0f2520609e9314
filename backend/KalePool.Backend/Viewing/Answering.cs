using Akka.Actor;
using KalePool.Backend.Api;
using KalePool.Pages.Ports;

namespace KalePool.Backend.Viewing;

/// <summary>What the API would answer with a problem, a page says.</summary>
static class Answering
{
    public static async Task<Answer<T>> AskAsync<T>(Func<Task<T>> ask) where T : class
    {
        try
        {
            return new Answer<T>(await ask());
        }
        catch (ApiException e)
        {
            return new Answer<T>(null, e.Message);
        }
        catch (AskTimeoutException)
        {
            return new Answer<T>(null, "no answer in time; what was asked for may go on: load the page again");
        }
    }
}
