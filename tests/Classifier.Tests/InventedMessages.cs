namespace Hotline.Classifier.Tests;

/// <summary>Small invented training sets with an obvious word per label.</summary>
internal static class InventedMessages
{
    public const string Noise = "噪声";
    public const string Road = "道路";
    public const string School = "教育";

    private static readonly string[] s_places = ["东湖小区", "西河街", "南山路", "北苑", "青石巷", "白云里", "红枫园", "长乐坊"];

    private static readonly (string Label, string Subject, string Body)[] s_patterns =
    [
        (Noise, "{0}夜间施工噪音扰民", "{0}旁边的工地半夜还在施工，噪音太大，无法睡觉，希望有人来管。"),
        (Noise, "{0}广场舞音响太吵", "{0}每天晚上音响开得很大，噪音吵得老人头痛，请求处理。"),
        (Road, "{0}路面坑洼", "{0}的路面到处是坑洼，电动车经过容易摔倒，请尽快修补路面。"),
        (Road, "{0}井盖缺失", "{0}路面上有一个井盖不见了，行人和车辆都很危险，请维修道路。"),
        (School, "{0}小学入学咨询", "孩子今年要上小学，户口在{0}，请问学校报名需要什么材料？"),
        (School, "{0}学校补课收费", "{0}的学校周末组织学生补课并且收费，家长意见很大，请教育部门查处。"),
    ];

    public static readonly TrainingOptions Options = new() { Folds = 3, TargetPrecision = 0.9 };

    public static List<Example> Examples() =>
        [.. s_places.SelectMany(place => s_patterns.Select(pattern => new Example(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern.Subject, place),
            string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern.Body, place),
            pattern.Label)))];

    public static readonly LinearTextModel Model = LinearTextTrainer.Train(
        Examples(), Options, ct: TestContext.Current.CancellationToken);

    public static byte[] BytesOf(LinearTextModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
