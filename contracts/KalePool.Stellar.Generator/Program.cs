using KalePool.Stellar.Generator;

if (args is not [var folder] || !File.Exists(Path.Combine(folder, "schema.txt")))
{
    Console.Error.WriteLine("usage: KalePool.Stellar.Generator FOLDER   (FOLDER has schema.txt; FOLDER/Generated is written anew)");
    return 2;
}

var files = XdrGenerator.Generate(File.ReadAllText(Path.Combine(folder, "schema.txt")));
var output = Path.Combine(folder, "Generated");
if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
Directory.CreateDirectory(output);
foreach (var (name, text) in files) File.WriteAllText(Path.Combine(output, name), text);
Console.WriteLine($"{files.Count} types");
return 0;
