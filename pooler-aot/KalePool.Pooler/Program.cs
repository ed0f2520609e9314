using KalePool.Pooler.Cli;

return await CommandLine.RunAsync(args);
