/** Texts of the screen pop. */
export default {
  title: '来电', states: { Ringing: '振铃中', Talking: '通话中', Ended: '已结束' }, withheld: '未显示号码', dialled: '拨打 {number}', unknown: '首次来电', danger: '在办诉求涉险：{kinds}',
  counts: '在办 {open} 件，已办 {past} 件', takeDown: '登记工单', close: '收起来电', phoneFromCall: '不填则用本次来电号码',
}
