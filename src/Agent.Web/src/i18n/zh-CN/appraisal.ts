/** Texts of the appraisal desk and the leader's day. */
export default {
  title: '考核评价', lead: '按办结日统计。每个数都能点开看到它背后的工单；满三十件才比较，只分档、不排名。',
  from: '起', to: '止', group: '单位类别', groups: { departments: '市级部门和企业', districts: '区县', streets: '街道乡镇' }, read: '统计', ranks: '同时显示名次', exportAs: '导出 {format}',
  table: '各单位指标', unit: '单位', city: '全市', whole: '本组合计', none: '这段时间没有办结的工单', tooFew: '不足 30 件，不分档', leftOut: '剔 {n}', rank: '第 {n} 名',
  band: { A: '明显好于本组', B: '与本组无明显差别', C: '明显差于本组' }, bandShort: '{band} 档', duration: '全程时长', hours: '{n} 小时', p50: '半数不超过', p90: '九成不超过',
  open: '{unit}，{metric}：{value}，{numerator}/{denominator}。查看工单', noValue: '无', interval: '95% 置信区间 {low} 至 {high}', cases: '分子 {numerator}，分母 {denominator}，剔除 {leftOut}',
  parts: { numerator: '分子', rest: '分母其余', denominator: '分母', excluded: '已剔除' }, noTickets: '没有工单', ticket: '工单', closedOn: '办结', stillOpen: '在办，{at} 到期', took: '全程', outcome: '评价', onTime: '按时', late: '超时',
  resolution: { Solved: '已解决', Partly: '部分解决', NotSolved: '未解决' }, why: '剔除理由：{reason}',
  exclusions: '剔除申请', exclusionCounts: '剔除：待定 {asked}，同意 {granted}，不同意 {refused}，申诉中 {appealed}', ask: '申请剔除', askLead: '写明为何不应计入本单位考核。由班长决定；不同意的可申诉一次，由领导最终决定。', reason: '理由', send: '提交', asked: '已提交',
  state: { Asked: '待决定', Granted: '同意剔除', Refused: '不同意', Appealed: '申诉中', GrantedOnAppeal: '申诉后同意', RefusedOnAppeal: '申诉后仍不同意' },
  grant: '同意', refuse: '不同意', appeal: '申诉', decided: '已决定', noExclusions: '没有剔除申请', by: '{name}，{at}', decision: '决定', appealReason: '申诉', finalDecision: '最终决定',
  promises: '三项承诺', promise: { received: '收', handled: '办', published: '公开' }, promiseWhat: { received: '来件已接收处理', handled: '到期已办结', published: '可公开的已公开' }, periods: { Day: '当日', Month: '本月', Year: '本年' },
  brief: '领导日报', day: '日期', print: '打印', volume: '受理量', received: '收到 {n} 件', ended: '办结 {n} 件', against: '近四周同一星期几平均 {mean} 件', change: '{sign}{n}%', onTimeTitle: '按时', original: '按原时限', extended: '含批准延期', kept: '诉求人时限',
  stuck: '最久未结（前五）', pastDue: '共 {n} 件超过诉求人时限，截至 {at}', noStuck: '没有超过诉求人时限的工单', over: '超 {n}', days: '{n} 天', unassigned: '未派单', topics: '突增诉求', noTopics: '没有突增的诉求', instructions: '领导批示', instructionCounts: '未报告 {open} 件，其中逾期 {late} 件', reportBy: '{at} 前报告', topic: '{n} 件，平时 {expected} 件',
}
