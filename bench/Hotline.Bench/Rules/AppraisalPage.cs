using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Bench.Intake;
using Hotline.Bench.Servers;
using Spectre.Console;

namespace Hotline.Bench.Rules;

/// <summary>The appraisal page over a year that begins and ends within a month, beside one bare COUNT of the same facts.</summary>
internal static class AppraisalPage
{
    private const string From = "2025-11-16";
    private const string To = "2026-11-14";
    private const int Warm = 10;
    private const int Times = 100;
    private const int Counts = 10;

    /// <returns>True when the page counts each fact of the year once.</returns>
    public static async Task<bool> Measure(string? postgres, int facts, CancellationToken ct)
    {
        await using var database = await BenchDatabase.Create(postgres, ct);
        var settings = database.Settings;
        settings["Hotline__Surfaces"] = "Agent";
        await using (await ChildServer.StartApi(database.Folder, settings, ct)) { }   // makes the schema
        await database.Fill(AppraisalRows.Facts(facts, database.IsPostgres), ct);
        await database.Fill(AppraisalRows.Totals(database.IsPostgres), ct);

        await using var server = await ChildServer.StartApi(database.Folder, settings, ct);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
        using (var session = await http.PostAsJsonAsync("api/session", new { userName = "leader1", password = "Hotline-demo-1" }, ct)) session.EnsureSuccessStatusCode();
        var (page, volume) = (new List<double>(), 0L);
        for (var i = 0; i < Warm + Times; i++)
        {
            var watch = Stopwatch.StartNew();
            var answer = await http.GetFromJsonAsync<JsonElement>($"api/appraisal?from={From}&to={To}", ct);
            if (i >= Warm) page.Add(watch.Elapsed.TotalMilliseconds);
            volume = answer.GetProperty("city").GetProperty("metrics").EnumerateArray().Single(m => m.GetProperty("code").GetString() == "volume").GetProperty("denominator").GetInt64();
        }
        var (bare, counted) = (new List<double>(), 0L);
        for (var i = 0; i < Counts; i++)
        {
            var watch = Stopwatch.StartNew();
            counted = await database.Count($"count(*) FROM ticket_fact WHERE closed_on >= '{From}' AND closed_on <= '{To}'", ct);
            bare.Add(watch.Elapsed.TotalMilliseconds);
        }
        var (ours, limit) = (Percentiles.Of(page), Percentiles.Of(bare));
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"appraisal on {database.Provider}: {facts:N0} facts, {counted:N0} of them in the year; the page p50 {Percentiles.Show(ours.P50)} ms, p95 {Percentiles.Show(ours.P95)} ms, max {Percentiles.Show(ours.Max)} ms; one bare COUNT of the year p50 {Percentiles.Show(limit.P50)} ms; each fact counted once: {(volume == counted ? "yes" : "NO")}"));
        return volume == counted;
    }
}
