using KalePool.Contracts.Settings;
using KalePool.Pooler.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Init;

/// <summary>Asks for the settings one after another; each answer is checked by the reader that <c>run</c> uses, and asked for again where it is wrong.</summary>
/// <param name="ask">Shows a question and returns the answer's line, without showing it where it is secret; null at the end of input.</param>
/// <param name="say">Shows a line.</param>
sealed class Dialogue(Func<string, bool, string?> ask, Action<string> say)
{
    const string None = "-";
    const string SecretKey = "POOLER_SECRET_KEY";

    /// <summary>The settings by name, in the order asked; null when input ended before the last answer.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Run()
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var question in Question.All.Where(question => question.IsAsked?.Invoke(answers) != false))
            if (!Take(question, answers)) return null;
        return [.. answers];
    }

    bool Take(Question question, Dictionary<string, string> answers)
    {
        while (true)
        {
            var fallback = question.Default(answers);
            if (ask($"{question.Text}{(fallback is { Length: > 0 } ? $" [{fallback}]" : "")}: ", question.IsSecret) is not { } line) return false;
            var answer = line.Trim() switch { "" => fallback ?? "", None => "", var text => text };
            if (answer.Length == 0 && question.Setting == SecretKey) answer = NewKey();
            if (answer.Length == 0 && fallback is not null) return true;
            if (ErrorOf(question.Setting, answer, answers) is { } error)
            {
                say($"  {error}");
                continue;
            }
            answers[question.Setting] = answer;
            return true;
        }
    }

    /// <summary>What is wrong with one answer beside those before it; what has not been asked yet is missing, and no fault of this one.</summary>
    static string? ErrorOf(string setting, string answer, Dictionary<string, string> answers)
    {
        var reader = new SettingsReader(SettingsSource.Of(new Dictionary<string, string>(answers) { [setting] = answer }));
        PoolerSettings.Read(reader, null);
        return reader.Errors.FirstOrDefault(error => error.Name == setting)?.ToString();
    }

    string NewKey()
    {
        var key = KeyPair.Random();
        say($"  made a new account: {key.Address}. Send it XLM, and keep a copy of the file that is written: the key stands nowhere else");
        return key.Secret;
    }
}
