import type { Catalogue } from './en';
import { plurals } from './plural';

const plural = plurals('zh');

/** Everything the page says, in Chinese. */
export const zh: Catalogue = {
  product: 'Plenary',
  skipToContent: '跳到内容',
  skipToText: '跳到案文',
  close: '关闭',
  tryAgain: '重试',
  loading: '正在加载…',
  comma: '，',
  list: (items) => new Intl.ListFormat('zh').format(items),

  page: {
    start: '进入',
    conference: '大会',
    draft: '草案',
    notFound: '没有这个页面',
    notFoundHelp: '地址可能有误，或者该草案已撤下。',
    toConference: '前往大会',
  },

  look: {
    menu: '语言和外观',
    language: '语言',
    theme: '外观',
    themes: { system: '跟随设备', light: '浅色', dark: '深色' },
  },

  failure: {
    heading: '操作未成功',
    unreachable: '无法连接服务器。请检查网络，然后重试。',
    signIn: '请先进入大会，再查看此页。',
    toStart: '进入',
  },

  start: {
    heading: '您是哪位？',
    help: '请选择以哪位与会者的身份进入。所有人物均为虚构。',
    search: '按姓名、城市、职务或会议查找',
    found: (count) => plural(count, { other: '#位与会者' }),
    none: '没有符合的与会者。请试试城市、会议（如 S2）或职务。',
    enterAs: (name) => `以 ${name} 的身份进入`,
    inSessions: (role, sessions) => `${role}，${sessions}`,
    continueAs: (name) => `以 ${name} 的身份继续`,
    hereAs: (name) => `您的身份是 ${name}。`,
    notEntered: (reason) => `未能进入：${reason}`,
  },

  roles: {
    delegate: '代表',
    head_of_delegation: '代表团团长',
    rapporteur: '报告员',
    chair: '主席',
    secretariat: '秘书处',
    observer: '观察员',
    interpreter: '口译员',
    screen_operator: '屏幕操作员',
    technician: '技术员',
  },

  me: {
    menu: (name) => `您：${name}`,
    change: '以其他身份进入',
    leave: '离开',
    leaveLoses: (count) => plural(count, { other: '有#处修改尚未送达服务器，离开后将从本设备删除。仍要离开吗？' }),
  },

  conference: {
    when: (dates, place) => `${place}，${dates}`,
    sessions: '会议',
    session: (number) => `第${number}会议`,
    status: { scheduled: '已排期', in_progress: '进行中', suspended: '休会', closed: '已结束' },
    room: '会议室',
    chair: '主席',
    rapporteur: '报告员',
    meetings: '场次',
    yourRole: (role) => `您：${role}`,
    noDrafts: '尚无草案。',
    programme: '日程',
    person: (name, city) => `${name}，${city}`,
  },

  draft: {
    statuses: { preparing: '准备中', drafting: '起草中', negotiating: '磋商中', frozen: '已冻结' },
    open: (title) => `打开草案“${title}”`,
    kicker: (session, status) => `第${session}会议 · ${status}`,
    inSession: (session) => `第${session}会议`,
    actionPoints: (count) => plural(count, { other: '#个行动要点' }),
    agreed: (count) => `${count}个已商定`,
    agreedAdRef: (count) => `${count}个待核准商定`,
    openBrackets: (count) => plural(count, { other: '#处方括号未决' }),
    textLabel: '案文',
    empty: '本草案尚无案文。',
    opening: '正在打开案文…',
    quarantined: '本草案未能完整加载。您看到的是最后一次可加载的案文；已通知技术员。',
    overHttp: '目前无法建立实时连接。这是片刻之前的案文，在此不能修改。',
  },

  point: {
    heading: '行动要点',
    label: (number) => `行动要点 ${number}`,
    preamble: '序言',
    headingEntry: '标题',
    untitled: '无标题',
    titlePlaceholder: '行动要点的标题',
    add: '增加行动要点',
    states: {
      drafting: '起草中',
      under_negotiation: '磋商中',
      agreed_ad_ref: '待核准商定',
      agreed: '已商定',
      merged: '已合并',
      withdrawn: '已撤回',
    },
    here: (names) => `在此处：${names}`,
  },

  paragraph: {
    states: { open: '未定', agreed_ad_ref: '待核准商定', agreed: '已商定' },
    alternate: (ordinal, which) => `${ordinal} 备选${which}`.trimStart(),
    strayBracket: '此方括号没有配对',
  },

  tools: {
    label: '文字工具',
    bold: '粗体',
    italic: '斜体',
    link: '链接',
    bracket: '加方括号',
    undo: '撤销',
    redo: '重做',
    linkHeading: '链接',
    linkHelp: '请先选择要加链接的文字。',
    linkAddress: '地址',
    linkWrong: '这不是网址。网址应类似 https://example.org。',
    linkSet: '设置链接',
    linkRemove: '移除链接',
    cancel: '取消',
  },

  people: {
    label: '本草案中的与会者',
    more: (count) => plural(count, { other: '另有#个代表团' }),
    here: (count) => plural(count, { other: '#人在此' }),
    heading: '在本草案中',
    nobody: '没有连接时，无法得知谁在此。',
    in: (points) => `在 ${points}`,
    you: '您',
  },

  save: {
    opening: '正在打开…',
    saved: '所有修改均已保存',
    saving: '正在保存…',
    late: '仍未保存',
    degraded: '数据库暂不可用。请继续书写，恢复后将会保存',
    degradedUnsaved: (count) => plural(count, { other: '尚未保存：数据库暂不可用。#处修改等待保存' }),
    offline: '离线。没有等待保存的修改',
    offlineKept: (count) => plural(count, { other: '离线。#处修改保留在本设备上' }),
    offlineNotKept: (count) => plural(count, { other: '离线。#处修改未能保留在本设备上：请勿关闭此页' }),
    closed: '未连接',
    closedKept: (count) => plural(count, { other: '未连接。#处修改保留在本设备上' }),
    closedNotKept: (count) => plural(count, { other: '未连接。#处修改只在此页上：请复制' }),
    notTaken: '未被采纳：您的文字保留在案文旁边',
    readOnly: {
      role: '对您只读：您在本会议中的职务不在此处书写',
      cannot_save: '暂时只读：服务器无法保存。您写的内容保留在此',
      quarantined: '只读：本草案未能完整加载',
      too_large: '只读：草案已达到最大长度',
    },
    notOnDevice: '此浏览器不在本设备上保留副本。在全部保存之前，请勿关闭此页。',
    retry: '立即连接',
    willRetry: '没有连接。请继续书写，此页会自动重新连接。',
  },

  closed: {
    wrong_protocol: '服务器无法识别此页。请重新加载；如仍无效，请告知技术员。',
    signed_out: '您的登录已结束。请重新进入；您写的内容保留在本设备上。',
    not_allowed: '您不能打开本草案。如有疑问，请与秘书处联系。',
    no_such_draft: '没有这份草案，可能已撤下。',
    unreconciled: '此页的案文与服务器上的案文无法合并。请从此处复制您的文字，然后重新加载。',
    outdated_page: '此页比案文旧。请重新加载后继续。',
    too_many_connections: '打开的屏幕过多。请关闭本草案的另一个标签页，然后重试。',
    reload: '重新加载',
    enter: '重新进入',
  },

  notTaken: {
    heading: '未被采纳的文字',
    why: {
      malformed: '服务器无法读取这处修改。',
      foreign_client_id: '这处修改以他人名义作出。',
      not_in_schema: '这处修改含有草案不能容纳的内容。',
      duplicate_paragraph: '这处修改重复了已有的段落。',
      too_large: '这处修改过大，或会使草案过大。',
      too_fast: '一次到达的修改过多。',
      not_allowed: '您不能修改此案文。',
      unreconciled: '此处的案文与服务器上的案文未能合并。',
      new_generation: '您离开期间，草案已重新开始。',
    },
    help: '没有丢失任何内容：这是您写的文字。请复制，或重新输入。',
    copy: '复制',
    copied: '已复制',
    copyAll: '全部复制',
    dismiss: '我不再需要',
    confirmDismiss: '这些文字将从本设备删除。确定不要了吗？',
  },

  parts: {
    label: '屏幕各部分',
    points: '要点',
    text: '案文',
  },
};
