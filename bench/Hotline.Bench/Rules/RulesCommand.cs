using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hotline.Bench.Intake;
using Hotline.Bench.Servers;
using Hotline.Domain.Calendar;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;
using Spectre.Console;

namespace Hotline.Bench.Rules;

/// <summary><c>rules</c>: how fast deadlines are computed, how long the sweep needs when every open ticket has something to tell, and how soon the appraisal page comes.</summary>
internal static class RulesCommand
{
    private static readonly Option<string?> Postgres = new("--postgres") { Description = "A PostgreSQL on which databases may be created; else HOTLINE_TEST_POSTGRES" };
    private static readonly Option<int> Tickets = new("--tickets") { Description = "Open tickets in the database of the sweep; 0 leaves it out", DefaultValueFactory = _ => 1_000_000 };

    private static readonly Option<int> Facts = new("--facts") { Description = "Ended tickets in the database of the appraisal page; 0 leaves it out", DefaultValueFactory = _ => 5_000_000 };

    private sealed record SweepFigure(string Provider, int Deadlines, double Seconds, double LimitSeconds, long PeakMegabytes, bool Exact);

    public static Command Create()
    {
        var command = new Command("rules", "Deadline computations a second, the sweep over open tickets beside one bare UPDATE of the same rows, and the appraisal page beside one bare COUNT.") { Postgres, Tickets, Facts, ServerOptions.NoBuild };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken ct)
    {
        if (!given.GetValue(ServerOptions.NoBuild)) await Repository.BuildApi(ct);
        AnsiConsole.WriteLine(Machine.Facts);
        var (computed, added) = Compute();
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"deadlines computed with explanation: {computed:N0}/s on one core; the calendar's bare day count: {added:N0}/s; ratio {computed / added:0.0000}"));
        List<string?> databases = [null];
        if ((given.GetValue(Postgres) ?? Environment.GetEnvironmentVariable("HOTLINE_TEST_POSTGRES")) is { Length: > 0 } postgres) databases.Add(postgres);
        else AnsiConsole.WriteLine("PostgreSQL is skipped: give --postgres or HOTLINE_TEST_POSTGRES.");
        var figures = new List<SweepFigure>();
        if (given.GetValue(Tickets) is > 0 and var tickets)
            foreach (var database in databases) figures.Add(await Sweep(database, tickets, ct));
        foreach (var f in figures)
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sweep on {f.Provider}: {f.Deadlines:N0} lapsed deadlines in {f.Seconds:0.0} s, one bare UPDATE and INSERT of the same rows {f.LimitSeconds:0.0} s; peak memory of the server {f.PeakMegabytes} MB; each told once: {(f.Exact ? "yes" : "NO")}"));
        var exact = figures.TrueForAll(f => f.Exact);
        if (given.GetValue(Facts) is > 0 and var facts)
            foreach (var database in databases) exact &= await AppraisalPage.Measure(database, facts, ct);
        return exact ? 0 : 1;
    }

    /// <summary>Computations a second of a whole deadline and of its bare day count, over the days of the demo city's calendar.</summary>
    private static (double Deadlines, double Days) Compute()
    {
        var years = Directory.GetFiles(Repository.At("config", "calendars"), "*.json").Select(f => CalendarYear.Parse(File.ReadAllText(f)));
        var calendar = new WorkingCalendar("bench", TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), years);
        var handling = Enum.GetValues<TicketType>().ToDictionary(t => t, _ => Duration.WorkingDays(7));
        var clocks = new ServiceClock([new ServicePolicy { Code = "bench", Name = "bench", NameEn = "bench", Version = "1", EffectiveFrom = new DateOnly(2025, 1, 1), Handling = handling }], calendar);
        var begin = new DateTimeOffset(2026, 1, 5, 2, 0, 0, TimeSpan.Zero);
        return (PerSecond(i => clocks.Calculate(DeadlineStep.Handle, TicketType.Complaint, Urgency.Normal, begin.AddMinutes(i % 400_000)).DueAt.Ticks),
            PerSecond(i => calendar.AddWorkingDays(calendar.DateOf(begin.AddMinutes(i % 400_000)), 7).DayNumber));

        static double PerSecond(Func<int, long> work)
        {
            var (rate, sum) = (0.0, 0L);
            for (var round = 0; round < 3; round++)   // the last round is compiled code
            {
                var (watch, done) = (Stopwatch.StartNew(), 0);
                while (watch.ElapsedMilliseconds < 1_500) for (var i = 0; i < 1_000; i++) sum += work(done++);
                rate = done / watch.Elapsed.TotalSeconds;
            }
            return sum == 0 ? 0 : rate;
        }
    }

    private static async Task<SweepFigure> Sweep(string? postgres, int tickets, CancellationToken ct)
    {
        await using var database = await BenchDatabase.Create(postgres, ct);
        var settings = database.Settings;
        settings["Hotline__Surfaces"] = "Agent,Resident,Webhooks";
        await using (await ChildServer.StartApi(database.Folder, settings, ct)) { }   // makes the schema
        await database.Fill(RulesRows.Tickets(tickets, database.IsPostgres), ct);
        await database.Fill(RulesRows.Deadlines(database.IsPostgres), ct);

        settings["Hotline__Surfaces"] = "Worker";
        var watch = Stopwatch.StartNew();
        long peak;
        double seconds;
        await using (var server = await ChildServer.StartApi(database.Folder, settings, ct))
        {
            while (await database.Count("count(*) FROM (SELECT 1 FROM ticket_deadline WHERE next_alarm_at IS NOT NULL LIMIT 1) open", ct) > 0) await Task.Delay(100, ct);
            // The jobs begin just before the server says that it is ready.
            seconds = (watch.Elapsed - server.StartTime).TotalSeconds;
            peak = server.PeakMegabytes;
        }
        var told = await database.Count("count(*) FROM deadline_warning WHERE level = 'Red'", ct);

        await database.Fill("DELETE FROM deadline_warning", ct);
        var bare = Stopwatch.StartNew();
        await database.Fill(RulesRows.Bare, ct);
        return new SweepFigure(database.Provider, tickets, seconds, bare.Elapsed.TotalSeconds, peak, told == tickets);
    }
}
