using KalePool.Hashing.Generator;

if (args is not [var folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine("usage: KalePool.Hashing.Generator FOLDER (pooler-aot/KalePool.Hashing/Kernels)");
    return 1;
}

foreach (var (name, text) in Output.Files())
    File.WriteAllText(Path.Combine(folder, name), text);
return 0;
