using KalePool.Audit;

return await AuditCommand.Build().Parse(args).InvokeAsync();
