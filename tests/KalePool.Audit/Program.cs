using KalePool.Audit;

var parsed = AuditCommand.Build().Parse(args);
var status = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : status;
