using KalePool.Costs;

var parsed = CostCommand.Build().Parse(args);
var status = await parsed.InvokeAsync(new System.CommandLine.InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? 2 : status;
