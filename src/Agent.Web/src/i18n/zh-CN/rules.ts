/** Texts of the pages for policies, deadlines and calendars. */
export default {
  policiesTitle: '办理时限', calendarsTitle: '工作日历',
  calculator: '时限计算器', from: '起算日期', workingDays: '工作日数', orTerm: '不填则按政策规定的时限计算', policy: '政策', type: '诉求类型', urgency: '紧急程度', step: '环节', calculate: '计算',
  due: '到期', warn: '黄灯', half: '过半', because: '依据', guess: '所涉年度日历未导入，日期为推算',
  chosen: '本市采用', onFile: '备选', version: '版本 {version}，{from} 起', inForce: '现行', planned: '尚未生效', earlier: '历史版本',
  terms: { type: '类型', handling: '办理', urgent: '紧急', critical: '特急', sign: '签收', firstContact: '先行联系', returnWindow: '退单期限', extension: '延期', longTerm: '挂账最长', publish: '公开', evaluation: '回访', dueTime: '截止时刻' },
  extensionRule: '每次最多 {most}，最多 {times} 次', newVersion: '增加新版本', newVersionLead: '按政策文件的格式（YAML）粘贴。新版本从生效日起计时的环节开始适用，已经起算的时限不改写。', content: '内容', note: '说明', apply: '采用', applied: '已采用',
  term: { wd: '{n} 个工作日', d: '{n} 天', h: '{n} 小时', min: '{n} 分钟' },
  missing: '下一年度的放假安排尚未导入，跨年的时限只是推算', years: '已导入年度', year: '{year} 年', offDays: '放假 {n} 天', makeUp: '调休上班 {n} 天', by: '{name} 于 {at} 导入', file: '随系统安装', days: '查看 {n} 个特殊日',
  off: '休', work: '班', import: '导入年度日历', importLead: '粘贴或选择文件：JSON（year、papers、days）或 CSV（date,isOffDay,name）。先预览会移动哪些在办时限，再采用。', choose: '选择文件', preview: '预览',
  changed: '改变性质的日子 {n} 个', becomesOff: '改为休息', becomesWork: '改为上班', moved: '在办时限 {open} 个，其中 {moved} 个会移动', ticket: '工单', was: '原期限', becomes: '新期限', noChange: '没有日子改变', noMoved: '没有在办时限移动',
}
