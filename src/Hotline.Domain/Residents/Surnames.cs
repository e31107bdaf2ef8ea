namespace Hotline.Domain.Residents;

/// <summary>The commonest Chinese family names; together they cover well over nine people in ten.</summary>
internal static class Surnames
{
    private static readonly HashSet<char> Single =
    [
        .. "王李古时张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵覃武钱戴严莫孔向常汤康易乔赖樊兰殷施洪翟",
        .. "安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦齐庞关邢岳骆祝左涂谷舒耿柳卓万文祁蒲柯阮蓝闵强华车房边辛管祖包司简苗曲原占游佟匡卞褚翁阎盛牟苟喻鲍裴凌霍虞柏支景詹桑郎楼冷储屈戚鹿连麦晏巩栾甄粟尚岑滕封卜丛佘晁靳湛敖宫隋仇缪饶丘符邬蒙",
        .. "欧成路项解党单应宁农花冉官时池迟植宗闻莘窦鞠揭衣伊宓逄",
    ];

    private static readonly HashSet<string> Compound =
    [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "端木", "南宫",
        "轩辕", "长孙", "宇文", "独孤", "西门", "濮阳", "申屠", "钟离", "呼延", "闻人", "万俟", "澹台", "公冶", "太史", "百里", "东郭", "纳兰", "拓跋",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> CompoundSpans =
        Compound.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for a family name of one character.</summary>
    public static bool IsSingle(char c) => Single.Contains(c);

    /// <summary>True for a family name of two characters.</summary>
    public static bool IsCompound(ReadOnlySpan<char> two) => CompoundSpans.Contains(two);
}
