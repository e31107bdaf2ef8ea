/** Texts of the pages for call flows and the telephone simulator. */
export default {
  title: '来电流程', lead: '来电人按流程听到提示、排队接通人工或留言。保存前会检查：每条路都能到达人工或留言，没有死路和无尽循环。', choose: '流程', newFlow: '新建流程', code: '流程代号', codeHint: '小写字母、数字和连字符', content: '流程文本（YAML）',
  version: '第 {n} 版', delivered: '随系统交付', versions: '历史版本', by: '{name} 于 {at}', faults: '需要修改 {n} 处', line: '第 {n} 行', noFaults: '检查通过', note: '说明', apply: '采用', applied: '已采用，下一个来电起生效', checking: '正在检查…', answers: '接听号码：{numbers}', answersAll: '接听其他所有号码',
  tree: '流程图', again: '见上文', ways: { Silent: '无操作', Input: '按键或说话', AfterPerson: '通话之后' },
  kinds: { prompt: '播报', menu: '菜单', gather: '收集', language: '语言', ticket: '查询工单', hours: '工作时间', queue: '排队', callback: '回电', voicemail: '留言', rating: '评价', emergency: '紧急提示', transfer: '转接', hangup: '挂机' },
  walk: '试走', walkLead: '像来电人一样走一遍，不会真的拨打电话。', restart: '重新开始', officeOpen: '工作时间内', lineOpen: '队列可进入', key: '按 {key}', say: '说话', says: '说的话',
  moves: { Silence: '不出声', AgentAnswers: '人工接听', TalkEnds: '通话结束', MessageLeft: '留完言', HangUp: '挂机', TicketFound: '查到工单', TicketUnknown: '查不到' },
  then: { Ask: '等待按键或说话', LookUp: '查询中', Wait: '排队等待', Record: '录音中', Talk: '与人工通话', Dial: '正在转接', HangUp: '已挂机' },
  simulator: '电话模拟器', simulatorLead: '仅用于开发环境：不经运营商走完一通来电。', from: '来电号码', withheld: '不填为隐藏号码', dialled: '被叫号码', call: '拨打', hangUp: '挂机', keypad: '拨号盘', speech: '说话内容', speak: '说出', message: '留言内容', leave: '留言', silence: '不出声', talkEnded: '对方挂机',
  heard: '听到的内容', state: '状态', position: '排第 {n} 位', agentSide: '话务员一侧（当前登录者）', answer: '接听', decline: '拒接', hangUpAgent: '挂机', whisper: '接通前提示', rating: '评价 {n} 分', ended: '通话已结束', callBack: '已答应回电', openCallBack: '打开回电', telephones: '话机', node: '节点 {name}',
  legState: { Intended: '正在呼叫', Ringing: '振铃', Talking: '通话中', Ended: '已挂断' },
}
