using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.Files;

/// <summary>Takes a file of matters in as a draft and shows what would become of it.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record UploadImport(Stream Content, string FileName, string? System);

/// <summary>Says whose numbers they are and which column holds what; the answer shows what would become of it.</summary>
/// <param name="Channel">How the matters came to that system; Api when absent.</param>
/// <param name="Mapping">Field to the index of its column, 0 being the first.</param>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record MapImport(string? System, Channel? Channel, IReadOnlyDictionary<string, int>? Mapping)
{
    [JsonIgnore] public Guid Id { get; set; }
}

/// <summary>Runs it in the background.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record RunImport(Guid Id);

/// <summary>Forgets a draft.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record DiscardImport(Guid Id);

[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListImports;

[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ReadImport(Guid Id);

/// <summary>What became of each row, as a file.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ReadImportResult(Guid Id);

/// <param name="Position">Rows that are done with.</param>
/// <param name="Known">Rows whose number was known: nothing was made of them.</param>
/// <param name="Preview">Of a draft.</param>
internal sealed record ImportView(Guid Id, string FileName, string System, Channel Channel, ImportState State, int Rows, int Position, int Taken, int Known, int Refused,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? FinishedAt, ImportPreview? Preview);

/// <param name="Headings">The file's first row.</param>
/// <param name="Mapping">Field to column.</param>
/// <param name="Fields">Every field a column can be mapped to.</param>
/// <param name="Rows">The first rows, and the first of those with something wrong.</param>
/// <param name="WrongRows">Rows that cannot be taken as they are.</param>
/// <param name="KnownRows">Rows whose number is known already.</param>
/// <param name="RepeatedRows">Rows whose number stands in the file before.</param>
internal sealed record ImportPreview(IReadOnlyList<string> Headings, IReadOnlyDictionary<string, int> Mapping, IReadOnlyList<string> Fields, IReadOnlyList<ImportPreviewRow> Rows, int WrongRows, int KnownRows, int RepeatedRows);

/// <param name="Line">The heading is line 1.</param>
/// <param name="Cells">As they are shown: personal data masked.</param>
internal sealed record ImportPreviewRow(int Line, IReadOnlyList<string> Cells, IReadOnlyList<ImportCellError> Errors, bool Known, bool Repeated);

/// <param name="Column">The heading, or the field's name where no column is mapped.</param>
/// <param name="Words">What is wrong, in the reader's language.</param>
internal sealed record ImportCellError(string Column, string Words);

internal sealed record ImportResultFile(string FileName, byte[] Content);

internal sealed partial class MapImportValidator : AbstractValidator<MapImport>
{
    public MapImportValidator()
    {
        RuleFor(x => x.System).Must(IsSystem).WithMessage("import.system_malformed");
        RuleFor(x => x.Channel).IsInEnum();
        RuleFor(x => x.Mapping).Must(m => m is { Count: > 0 } && m.All(f => FieldOf(f.Key) is not null && f.Value is >= 0 and < FileTable.MostColumns) && m.Values.Distinct().Count() == m.Count).WithMessage("import.mapping_malformed");
    }

    public static bool IsSystem(string? system) => system is not null && Name().IsMatch(system);

    public static ImportField? FieldOf(string name) => !int.TryParse(name, out _) && Enum.TryParse<ImportField>(name, ignoreCase: true, out var field) ? field : null;

    [GeneratedRegex(@"^[\p{L}\p{N}_.-]{1,60}\z")]
    private static partial Regex Name();
}

internal sealed class FileImportHandlers(HotlineDb db, PersonalData personal, City city, CurrentActor current, TimeProvider clock)
    : IHandler<UploadImport, ImportView>, IHandler<MapImport, ImportView>, IHandler<RunImport, ImportView>, IHandler<DiscardImport, Done>, IHandler<ListImports, IReadOnlyList<ImportView>>, IHandler<ReadImport, ImportView>,
        IHandler<ReadImportResult, ImportResultFile>
{
    private const int Shown = 20;
    private const int Listed = 50;
    private static readonly Error Unknown = new(ErrorKind.NotFound, "import.not_found");

    public async Task<Result<ImportView>> Handle(UploadImport request, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        for (int read; (read = await request.Content.ReadAsync(chunk, ct)) > 0;)
        {
            if (buffer.Length + read > FileTable.MostBytes) return Error.Field("file", "import.too_large");
            buffer.Write(chunk, 0, read);
        }
        var table = FileTable.Read(buffer.ToArray());
        if (table.Error is { } unreadable) return unreadable;
        if (request.System is { Length: > 0 } given && !MapImportValidator.IsSystem(given)) return Error.Field("system", "import.system_malformed");
        var (now, rows) = (clock.GetUtcNow(), table.Value!);
        var import = new FileImport
        {
            Id = Guid.CreateVersion7(now), FileName = AttachmentStore.SafeName(request.FileName), System = request.System ?? "", Channel = Channel.Api, Mapping = Write(FileRows.Guess(rows[0])),
            Content = personal.Seal(JsonSerializer.Serialize(rows)), Rows = rows.Count - 1, CreatedAt = now, CreatedBy = current.Required.UserName, Version = 1,
        };
        db.Imports.Add(import);
        await db.SaveChangesAsync(ct);
        return View(import, await Preview(import, ct));
    }

    public async Task<Result<ImportView>> Handle(MapImport request, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == request.Id, ct) is not { } import) return Unknown;
        if (import.State != ImportState.Draft) return new Error(ErrorKind.Conflict, "import.not_draft");
        (import.System, import.Channel) = (request.System!, request.Channel ?? Channel.Api);
        import.Mapping = Write(request.Mapping!.ToDictionary(m => MapImportValidator.FieldOf(m.Key)!.Value, m => m.Value));
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return new Error(ErrorKind.Conflict, "import.not_draft"); }
        return View(import, await Preview(import, ct));
    }

    public async Task<Result<ImportView>> Handle(RunImport request, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == request.Id, ct) is not { } import) return Unknown;
        if (import.State != ImportState.Draft) return View(import, null);   // started already: the same answer
        if (import.System.Length == 0) return Error.Field("system", "import.system_malformed");
        var mapping = Mapping(import);
        if (!mapping.ContainsKey(ImportField.SourceNumber)) return Error.Field("mapping", "import.number_unmapped");
        if (!mapping.ContainsKey(ImportField.Body) && !mapping.ContainsKey(ImportField.Subject)) return Error.Field("mapping", "import.body_unmapped");
        import.State = ImportState.Queued;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return new Error(ErrorKind.Conflict, "import.not_draft"); }
        return View(import, null);
    }

    public async Task<Result<Done>> Handle(DiscardImport request, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == request.Id, ct) is not { } import) return Unknown;
        if (import.State != ImportState.Draft) return new Error(ErrorKind.Conflict, "import.not_draft");
        db.Imports.Remove(import);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return new Error(ErrorKind.Conflict, "import.not_draft"); }
        return Done.Instance;
    }

    public async Task<Result<IReadOnlyList<ImportView>>> Handle(ListImports request, CancellationToken ct) =>
        (await db.Imports.AsNoTracking().OrderByDescending(i => i.Id).Take(Listed).Select(i => new ImportView(i.Id, i.FileName, i.System, i.Channel, i.State, i.Rows, i.Position, i.Taken, i.Known, i.Refused, i.CreatedAt, i.CreatedBy, i.FinishedAt, null)).ToListAsync(ct));

    public async Task<Result<ImportView>> Handle(ReadImport request, CancellationToken ct) =>
        await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Id, ct) is { } import ? View(import, import.State == ImportState.Draft ? await Preview(import, ct) : null) : Unknown;

    public async Task<Result<ImportResultFile>> Handle(ReadImportResult request, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Id, ct) is not { } import) return Unknown;
        var rows = await db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id).OrderBy(r => r.Line).ToListAsync(ct);
        var english = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        using var bytes = new MemoryStream();
        // The byte order mark makes spreadsheets read it as UTF-8; a text that a spreadsheet would compute is made inert.
        using (var writer = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }))
        {
            foreach (var heading in english ? ["Line", "Source number", "Outcome", "Ticket number", "What is wrong"] : (string[])["行号", "来源编号", "结果", "工单编号", "问题"]) csv.WriteField(heading);
            await csv.NextRecordAsync();
            foreach (var row in rows)
            {
                csv.WriteField(row.Line);
                csv.WriteField(row.SourceNumber);
                csv.WriteField((row.Outcome, english) switch
                {
                    (ImportOutcome.Taken, true) => "taken",
                    (ImportOutcome.Taken, false) => "已受理",
                    (ImportOutcome.Known, true) => "known already",
                    (ImportOutcome.Known, false) => "已存在",
                    (_, true) => "refused",
                    _ => "未导入",
                });
                csv.WriteField(row.TicketNumber);
                csv.WriteField(row.Errors is null ? null : string.Join("; ", JsonSerializer.Deserialize<Dictionary<string, string>>(row.Errors)!.Select(e => $"{e.Key}: {ErrorTexts.Sentence(e.Value, [])}")));
                await csv.NextRecordAsync();
            }
        }
        return new ImportResultFile($"{Path.GetFileNameWithoutExtension(import.FileName)}-result.csv", bytes.ToArray());
    }

    public static Dictionary<ImportField, int> Mapping(FileImport import) => JsonSerializer.Deserialize<Dictionary<ImportField, int>>(import.Mapping)!;

    /// <summary>Column by its heading; by the field's name where it has none.</summary>
    public static string ColumnOf(ImportField field, IReadOnlyDictionary<ImportField, int> mapping, IReadOnlyList<string> headings) =>
        mapping.TryGetValue(field, out var at) && at < headings.Count && headings[at].Length > 0 ? headings[at] : JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    private static string Write(Dictionary<ImportField, int> mapping) => JsonSerializer.Serialize(mapping);

    private async Task<ImportPreview> Preview(FileImport import, CancellationToken ct)
    {
        var table = JsonSerializer.Deserialize<List<string[]>>(personal.Open(import.Content))!;
        var (headings, mapping, now) = (table[0], Mapping(import), clock.GetUtcNow());
        var width = table.Max(r => r.Length);
        var byColumn = mapping.ToDictionary(m => m.Value, m => m.Key);
        var numbers = table.Skip(1).Select(r => mapping.TryGetValue(ImportField.SourceNumber, out var at) && at < r.Length ? r[at] : "").ToList();
        var known = await KnownNumbers(import.System, numbers, ct);
        var (seen, rows) = (new HashSet<string>(StringComparer.Ordinal), new List<ImportPreviewRow>());
        var (wrong, knownRows, repeated) = (0, 0, 0);
        for (var i = 1; i < table.Count; i++)
        {
            var (_, errors) = FileRows.Read(table[i], mapping, import.System.Length > 0 ? import.System : "x", import.Channel, city.Clock.Calendar, now);
            var (isKnown, isRepeated) = (known.Contains(numbers[i - 1]), numbers[i - 1].Length > 0 && !seen.Add(numbers[i - 1]));
            if (errors.Count > 0) wrong++;
            if (isKnown) knownRows++;
            if (isRepeated) repeated++;
            if (rows.Count >= (i <= Shown || errors.Count == 0 ? Shown : Shown * 2)) continue;
            rows.Add(new ImportPreviewRow(i + 1, [.. Enumerable.Range(0, width).Select(c => c < table[i].Length ? FileRows.Shown(byColumn.TryGetValue(c, out var field) ? field : null, table[i][c]) : "")],
                [.. errors.Select(e => new ImportCellError(ColumnOf(e.Key, mapping, headings), ErrorTexts.Sentence(e.Value, [])))], isKnown, isRepeated));
        }
        return new ImportPreview([.. headings.Concat(Enumerable.Repeat("", width - headings.Length))], mapping.ToDictionary(m => JsonNamingPolicy.CamelCase.ConvertName(m.Key.ToString()), m => m.Value),
            [.. Enum.GetNames<ImportField>().Select(JsonNamingPolicy.CamelCase.ConvertName)], rows, wrong, knownRows, repeated);
    }

    private async Task<HashSet<string>> KnownNumbers(string system, List<string> numbers, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (system.Length == 0) return known;
        var account = TicketSources.AccountOf(system);
        foreach (var some in numbers.Where(n => n.Length > 0).Distinct().Chunk(500))
            known.UnionWith(await db.Messages.AsNoTracking().Where(m => m.ChannelAccount == account && EF.Parameter(some).Contains(m.ProviderId)).Select(m => m.ProviderId).ToListAsync(ct));
        return known;
    }

    private static ImportView View(FileImport i, ImportPreview? preview) =>
        new(i.Id, i.FileName, i.System, i.Channel, i.State, i.Rows, i.Position, i.Taken, i.Known, i.Refused, i.CreatedAt, i.CreatedBy, i.FinishedAt, preview);
}

internal static class FileImportEndpoints
{
    public static void Map(RouteGroupBuilder imports)
    {
        imports.MapGet("", (IHandler<ListImports, IReadOnlyList<ImportView>> list, CancellationToken ct) => list.Handle(new ListImports(), ct).ToHttp())
            .WithName(nameof(ListImports)).WithSummary("The newest files").Produces<IReadOnlyList<ImportView>>().ProducesProblem(403);
        imports.MapPost("", async (IFormFile? file, [Microsoft.AspNetCore.Mvc.FromForm] string? system, IHandler<UploadImport, ImportView> upload, CancellationToken ct) =>
            {
                await using var content = file?.OpenReadStream() ?? Stream.Null;
                return await upload.Handle(new UploadImport(content, file?.FileName ?? "", system), ct).ToHttp(view => TypedResults.Created($"/api/imports/{view.Id}", view));
            }).WithName(nameof(UploadImport)).WithSummary("Take a CSV or XLSX file in as a draft (at most 10 MB, 20,000 rows)").Produces<ImportView>(201).ProducesProblem(400).ProducesProblem(403)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(FileTable.MostBytes + 65_536)).DisableAntiforgery();
        imports.MapGet("/{id:guid}", (Guid id, IHandler<ReadImport, ImportView> read, CancellationToken ct) => read.Handle(new ReadImport(id), ct).ToHttp())
            .WithName(nameof(ReadImport)).WithSummary("A draft's preview, or how far it has come").Produces<ImportView>().ProducesProblem(403).ProducesProblem(404);
        imports.MapPut("/{id:guid}", (Guid id, MapImport body, IHandler<MapImport, ImportView> map, CancellationToken ct) => { body.Id = id; return map.Handle(body, ct).ToHttp(); })
            .WithName(nameof(MapImport)).WithSummary("Say which column holds what").Produces<ImportView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        imports.MapPost("/{id:guid}/run", (Guid id, IHandler<RunImport, ImportView> run, CancellationToken ct) => run.Handle(new RunImport(id), ct).ToHttp(view => TypedResults.Accepted($"/api/imports/{view.Id}", view)))
            .WithName(nameof(RunImport)).WithSummary("Run it in the background").Produces<ImportView>(202).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        imports.MapDelete("/{id:guid}", (Guid id, IHandler<DiscardImport, Done> discard, CancellationToken ct) => discard.Handle(new DiscardImport(id), ct).ToHttp())
            .WithName(nameof(DiscardImport)).WithSummary("Forget a draft").Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        imports.MapGet("/{id:guid}/result", (Guid id, IHandler<ReadImportResult, ImportResultFile> read, CancellationToken ct) => read.Handle(new ReadImportResult(id), ct).ToHttp(file => TypedResults.File(file.Content, "text/csv", file.FileName)))
            .WithName(nameof(ReadImportResult)).WithSummary("What became of each row, as CSV").Produces(200, contentType: "text/csv").ProducesProblem(403).ProducesProblem(404);
    }
}
