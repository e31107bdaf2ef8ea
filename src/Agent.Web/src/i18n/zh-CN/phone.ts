/** Texts of agents' states, the telephone and the wallboard. */
export default {
  states: { Offline: '下线', Ready: '示闲', Ringing: '振铃', Talking: '通话中', Hold: '保持中', WrapUp: '话后整理', Break: '小休', Busy: '示忙', Training: '培训' },
  reasons: { Meal: '用餐', Rest: '休息', Errand: '临时离席', Meeting: '会议', NoAnswer: '未接听', Declined: '已拒接', Unreachable: '话机不可达', Lost: '浏览器失联', LoggedOut: '班长下线' },
  menu: '坐席状态：{state}', goOnline: '上线', say: '切换状态', breakReason: '小休：{reason}', after: '通话后{state}', queue: '排队 {n}', longest: '最长 {time}', line: '排队 {n} 人，最长等待 {time}', lineEmpty: '无人排队',
  incoming: '来电', message: '新来件', handed: '同事转来', withheld: '未显示号码', waited: '已等 {time}', topic: '技能：{topic}', enterprise: '企业来电', english: '英语', leftSeconds: '{s} 秒后转给他人',
  announce: '{kind} {from}，按 Alt+A 接听', answer: '接听', take: '受理', decline: '拒接', skip: '转给他人',
  hold: '保持', resume: '恢复', mute: '静音', unmute: '取消静音', transfer: '转接', party: '三方', pauseRecording: '暂停录音', resumeRecording: '恢复录音', recordingPaused: '录音已暂停', end: '挂断', endSure: '再按一次挂断',
  takeDown: '登记工单', wrapUp: '话后整理，剩余 {time}', extend: '延长', wrapUpDone: '整理完毕', bar: '电话', microphoneLevel: '话筒音量', speakerLevel: '听筒音量',
  elsewhere: '电话在另一个标签页或另一台电脑上。', takeOver: '在这里接听', lost: '浏览器失联，您已自动下线，未接的来电已转给他人。', missed: '来电未接听，已自动示忙。', declined: '已拒接，已自动示忙。', unreachable: '话机不可达，已自动示忙。', loggedOut: '班长已将您下线。', back: '恢复示闲',
  troubles: { line: '电话线路未连接，正在自动重连；接通前来电会转给他人。', microphone: '无法使用话筒：请在浏览器地址栏允许使用，并检查耳机是否插好。' }, troubleCode: '（代码 {code}）', reconnect: '立即重连', callFailed: '本次通话的语音中断。',
  targetTransfer: '转接给', targetParty: '邀请加入通话', colleagues: '示闲的同事', noColleagues: '没有示闲的同事', number: '外线号码', numberHint: '+国家码 开头，例如 +8615005550006', emergency: '紧急与心理援助', emergencies: { 110: '公安 110', 119: '消防 119', 120: '急救 120', 122: '交通 122', 12356: '心理援助 12356' }, call: '拨打',
  settings: '电话设备', microphone: '话筒', speaker: '听筒', ringDevice: '铃声设备', ringVolume: '铃声音量', computerChoice: '系统默认', test: '试听', allow: '允许使用话筒以显示设备名称', noVoice: '此处未配置网页电话：通话使用旁边的话机，这里只显示来电、切换状态。',
  chords: '通话', answerKey: '接听 / 受理', holdKey: '保持 / 恢复', muteKey: '静音', transferKey: '转接', partyKey: '三方', endKey: '挂断（按两次）', readyKey: '示闲', breakKey: '切换状态', wrapUpKey: '结束话后整理',
  wallboard: '话务大屏', waiting: '排队', longestWait: '最长等待', messages: '待分配来件', serviceLevel: '{s} 秒服务水平', abandonRate: '放弃率', averageWait: '平均等待', answered: '接通', calls: '呼入', online: '在线坐席', today: '今日', lastHour: '近一小时', agents: '坐席', nobody: '没有坐席在线', lineTitle: '排队明细', nobodyWaits: '无人排队',
  agent: '坐席', state: '状态', since: '时长', work: '在办来件', waits: '等待', wants: '要求', offered: '转接次数', ringsAt: '振铃于 {number}', logOut: '下线', logOutSure: '将 {name} 下线？正在进行的通话会先完成。', monitor: '监听', coach: '耳语', barge: '强插', stopMonitor: '停止', priority: '优先 {n}',
  skills: '技能', languages: '语言', topics: '专题', takesEnterprise: '企业', capacity: '来件上限', skillsHint: '用逗号分隔；不填表示都能受理。', save: '保存', saved: '已保存', anyone: '不限',
}
