// Writes a fixture of honest editing sessions: real Yjs 13.6 clients with the structure that y-prosemirror gives a
// draft, a server that relays in one order, delays, offline work, undo and redo, garbage collection on.
//
//   node session.mjs OUTPUT.bin SEED SESSIONS STEPS [unique]
//
// `unique` keeps to sessions in which no paragraph id ever comes twice, as the server wants it: copies get new ids.
//
// The file, before gzip: for each session a var-uint count of updates, each as var-bytes in the order in which the
// server got them; then var-bytes of the state vector, of an update with the delete set alone, a var-string with the ids of the action
// points as JSON and one with their texts, all of a Yjs document that got the same updates.
import fs from 'node:fs'
import zlib from 'node:zlib'
import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'

const [output, seed = '1', sessions = '60', steps = '420', option] = process.argv.slice(2)
const unique = option === 'unique'

// A small generator with a seed (mulberry32), so that a fixture can be made again.
let state = Number(seed) >>> 0
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0
  let t = state
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = n => Math.floor(random() * n)
const chance = p => random() < p
const pick = list => list[below(list.length)]
const hex = n => Array.from({ length: n }, () => below(16).toString(16)).join('')
const uuid = () => `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`

const WORDS = ['Cities ', 'shall ', '[should] ', 'report ', 'annually', ', ', 'Ω', '市', '👩‍🚀', '𝒳 ', 'et ', 'الأمن ', 'x', 'y', 'z', ' ']
const PHRASES = ['Recognizing the role of cities in the years to come, ', 'invites the Secretary-General to report thereon; ', '[decides] to remain seized of the matter. ']
const MARKS = [['strong', {}], ['em', {}], ['link', { href: 'https://example.org/a?b=c' }], ['strong', null], ['link', null]]
const KINDS = ['preamble', 'heading', 'action_point']
const MARKERS = ['number', 'letter', 'roman', 'bullet', 'none']

class Client {
  constructor (server, points) {
    this.server = server
    this.points = points
    this.inbox = []
    this.offline = false
    this.start()
  }

  start () {
    this.doc = new Y.Doc()
    this.doc.clientID = 1 + below(2 ** 32 - 2)
    this.pending = []
    this.doc.on('update', (update, origin) => {
      if (origin !== 'server') this.pending.push(update)
    })
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.server.doc), 'server')
    this.undo = new Y.UndoManager([this.doc.getMap('outline'), ...this.points.map(p => this.doc.getXmlFragment(`point:${p}`))], {
      captureTimeout: pick([0, 500]),
      trackedOrigins: new Set(['typing'])
    })
    this.inbox = []
  }

  send () {
    if (this.offline) return
    if (this.pending.length > 1 && chance(0.3)) this.pending = [Y.mergeUpdates(this.pending)]
    for (const update of this.pending) this.server.receive(this, update)
    this.pending = []
  }

  receive (count) {
    for (const update of this.inbox.splice(0, count)) Y.applyUpdate(this.doc, update, 'server')
  }

  // Back after work offline: the answer to the server's state vector, with the complete delete set.
  reconnect () {
    this.offline = false
    this.pending = []
    const answer = Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.server.doc))
    this.server.receive(this, answer)
    this.inbox = []
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.server.doc, Y.encodeStateVector(this.doc)), 'server')
  }

  edit () {
    const kind = random()
    if (kind < 0.06 && this.undo.canUndo()) return void this.undo.undo()
    if (kind < 0.09 && this.undo.canRedo()) return void this.undo.redo()
    if (chance(0.2)) this.undo.stopCapturing()
    if (chance(0.25)) return this.write()
    this.doc.transact(() => this.change(), 'typing')
  }

  // Some words, key by key, each an update of its own.
  write () {
    const fragment = this.doc.getXmlFragment(`point:${pick(this.points)}`)
    const texts = fragment.toArray().flatMap(element => element.toArray())
    if (texts.length === 0) return
    const text = pick(texts)
    let at = chance(0.5) ? text.length : below(text.length + 1)
    for (const key of pick(PHRASES).slice(0, 4 + below(40))) {
      this.doc.transact(() => text.insert(at, key), 'typing')
      at += key.length
      if (chance(0.03)) this.doc.transact(() => text.delete(--at, 1), 'typing')
      this.send()
    }
  }

  change () {
    const point = pick(this.points)
    const fragment = this.doc.getXmlFragment(`point:${point}`)
    const outline = this.doc.getMap('outline')
    const act = random()
    if (act < 0.03 || !outline.has(point)) return this.place(outline, point)
    if (act < 0.035) return outline.delete(point)
    if (fragment.length === 0) return fragment.insert(0, [block('title', 'Title')])
    if (act < 0.06) return fragment.insert(below(fragment.length + 1), paragraphs())
    const index = below(fragment.length)
    const element = fragment.get(index)
    if (act < 0.11) return fragment.delete(index, 1)
    if (act < 0.12) return fragment.insert(below(2) === 0 ? 0 : fragment.length, [copy(element)])
    if (act < 0.15) return move(fragment, index)
    if (act < 0.19) return attribute(element)
    if (element.length === 0) return element.insert(0, [new Y.XmlText(pick(WORDS))])
    const text = element.get(below(element.length))
    if (act < 0.23) return split(fragment, index, element, text)
    if (act < 0.26) return join(fragment, index)
    if (act < 0.27) return element.delete(0, 1)
    if (act < 0.28) return element.insert(below(element.length + 1), [new Y.XmlText(pick(WORDS))])
    if (act < 0.35) return format(text)
    if (act < 0.50) return erase(text)
    type(text)
  }

  place (outline, point) {
    const order = 'a' + hex(1 + below(3)).toUpperCase()
    outline.set(point, { order, kind: pick(KINDS) })
    if (chance(0.2)) outline.set(point, { order: order + '5', kind: pick(KINDS) })
  }
}

const block = (name, words) => {
  const element = new Y.XmlElement(name)
  element.setAttribute('id', uuid())
  if (name === 'paragraph') {
    element.setAttribute('level', below(9))
    element.setAttribute('marker', pick(MARKERS))
    if (chance(0.1)) element.setAttribute('alternate', uuid())
    if (chance(0.1)) element.setAttribute('language', pick(['ar', 'zh', 'en', 'fr', 'ru', 'es']))
  }
  if (words !== '') element.insert(0, [new Y.XmlText(words)])
  return element
}
const paragraphs = () => Array.from({ length: 1 + (chance(0.1) ? below(12) : 0) }, () => block('paragraph', chance(0.2) ? '' : pick(WORDS) + pick(WORDS)))

const copy = element => {
  const copied = element.clone()
  if (unique) copied.setAttribute('id', uuid())
  return copied
}
const move = (fragment, index) => {
  const moved = copy(fragment.get(index))
  fragment.delete(index, 1)
  fragment.insert(below(fragment.length + 1), [moved])
}
const attribute = element => {
  if (element.nodeName === 'title') return element.setAttribute('id', uuid())
  const act = below(6)
  if (act === 0) element.setAttribute('level', below(9))
  if (act === 1) element.setAttribute('marker', pick(MARKERS))
  if (act === 2) element.setAttribute('language', pick(['ar', 'zh', 'en']))
  if (act === 3) element.removeAttribute('language')
  if (act === 4) element.setAttribute('alternate', uuid())
  if (act === 5) { element.setAttribute('level', 1); element.setAttribute('level', 2) }
}
// As y-prosemirror does it: the tail of the text goes into a new paragraph with its marks.
const split = (fragment, index, element, text) => {
  const at = below(text.length + 1)
  const tail = tailOf(text, at)
  text.delete(at, text.length - at)
  const next = block('paragraph', '')
  const rest = new Y.XmlText()
  rest.applyDelta(tail)
  next.insert(0, [rest])
  fragment.insert(index + 1, [next])
}
const tailOf = (text, from) => {
  const delta = []
  let at = 0
  for (const part of text.toDelta()) {
    const end = at + part.insert.length
    if (end > from) delta.push({ ...part, insert: part.insert.slice(Math.max(0, from - at)) })
    at = end
  }
  return delta
}
const join = (fragment, index) => {
  if (index === 0) return
  const left = fragment.get(index - 1)
  const element = fragment.get(index)
  const into = left.length > 0 ? left.get(left.length - 1) : null
  for (const text of element.toArray()) {
    if (into === null) left.insert(left.length, [text.clone()])
    else into.applyDelta([{ retain: into.length }, ...text.toDelta()])
  }
  fragment.delete(index, 1)
}
const format = text => {
  if (text.length === 0) return
  const at = below(text.length)
  const [name, value] = pick(MARKS)
  text.format(at, 1 + below(Math.min(8, text.length - at)), { [name]: value })
}
const erase = text => {
  if (text.length === 0) return
  const at = below(text.length)
  text.delete(at, 1 + below(Math.min(5, text.length - at)))
}
const type = text => {
  const at = chance(0.6) ? text.length : below(text.length + 1)
  const words = chance(0.7) ? pick('abcdefghijklmnopqrstuvwxyz ,.[]') : pick(WORDS)
  text.insert(at, words, chance(0.1) ? { strong: {} } : undefined)
}

class Server {
  constructor (points) {
    this.doc = new Y.Doc({ gc: false })
    this.points = points
    this.clients = []
    this.log = []
    this.hasTwins = false
  }

  receive (from, update) {
    this.log.push(update)
    Y.applyUpdate(this.doc, update)
    if (this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null) throw new Error('not causal')
    this.hasTwins ||= unique && !this.idsAreUnique()
    for (const client of this.clients) {
      if (client !== from) client.inbox.push(update)
    }
  }

  idsAreUnique () {
    const blocks = this.points.flatMap(point => this.doc.getXmlFragment(`point:${point}`).toArray())
    const ids = blocks.map(element => element.getAttribute('id'))
    return new Set(ids).size === ids.length
  }
}

const session = people => {
  const points = Array.from({ length: 1 + below(3) }, uuid)
  const server = new Server(points)
  for (let i = 0; i < people; i++) server.clients.push(new Client(server, points))
  for (let step = 0; step < Number(steps); step++) {
    const client = pick(server.clients)
    const act = random()
    if (act < 0.004) client.offline = true
    else if (act < 0.008 && client.offline) client.reconnect()
    else if (act < 0.010 && !client.offline) { client.send(); client.receive(1e9); client.start() } else client.edit()
    if (chance(0.9)) client.send()
    for (const other of server.clients) {
      if (!other.offline && chance(0.4)) other.receive(1 + below(6))
    }
  }
  for (const client of server.clients) client.reconnect()
  for (const client of server.clients) client.reconnect()
  // Two who delete a paragraph at once and both undo it make it come twice.
  if (server.hasTwins) return session(people)
  return { server, points }
}

const texts = ({ server, points }) => JSON.stringify(points.map(point =>
  server.doc.getXmlFragment(`point:${point}`).toArray().map(element => [
    element.getAttribute('id') ?? '',
    element.toArray().map(text => text.toDelta().map(part => part.insert).join(''))
  ])))

const encoder = encoding.createEncoder()
let updates = 0
encoding.writeVarUint(encoder, Number(sessions))
for (let i = 0; i < Number(sessions); i++) {
  const result = session(2 + below(4))
  updates += result.server.log.length
  encoding.writeVarUint(encoder, result.server.log.length)
  for (const update of result.server.log) encoding.writeVarUint8Array(encoder, update)
  encoding.writeVarUint8Array(encoder, Y.encodeStateVector(result.server.doc))
  encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(result.server.doc, Y.encodeStateVector(result.server.doc)))
  encoding.writeVarString(encoder, JSON.stringify(result.points))
  encoding.writeVarString(encoder, texts(result))
}
const packed = zlib.gzipSync(encoding.toUint8Array(encoder), { level: 9 })
fs.writeFileSync(output, packed)
console.log(`${updates} updates, ${packed.length} bytes`)
