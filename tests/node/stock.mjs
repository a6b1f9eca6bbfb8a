// People who draft with an unmodified y-websocket client, told what to do in lines of JSON: each order names one of
// them and an act below, and is answered with one line once it is done.
import readline from 'node:readline'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { WebsocketProvider } from 'y-websocket'
import { stateOf } from './state.mjs'

// Less than the 15 s after which y-protocols repeats every state: what only comes with that is too late.
const PATIENCE_MS = 10_000
const people = new Map()

class Person {
  constructor ({ server, draft, token }) {
    this.doc = new Y.Doc()
    this.provider = new WebsocketProvider(server, `${draft}/live`, this.doc, {
      protocols: [`plenary.token.${token}`],
      WebSocketPolyfill: WebSocket,
      disableBc: true
    })
  }

  get fragment () {
    const [id] = [...this.doc.getMap('outline').keys()].sort()
    return this.doc.getXmlFragment(`point:${id}`)
  }

  get paragraphs () {
    return this.fragment.toArray().filter(block => block.nodeName === 'paragraph')
  }

  text (paragraph) {
    return this.paragraphs[paragraph].get(0)
  }

  get words () {
    return this.paragraphs.map(paragraph => paragraph.toArray()
      .flatMap(text => text.toDelta().map(part => part.insert)).join(''))
  }

  // The names under which this person sees the others.
  get others () {
    const states = [...this.provider.awareness.getStates()].filter(([client]) => client !== this.doc.clientID)
    return states.map(([, state]) => state.user?.name).sort()
  }
}

const acts = {
  open: order => {
    people.set(order.who, new Person(order))
    return acts.syncs(order)
  },
  syncs: order => holds(order, 'sync', ({ provider }) => provider.synced),
  reads: order => holds(order, 'update', person => person.words, order.words),
  sees: order => holds(order, 'change', person => person.others, order.names),
  state: order => stateOf(person(order).doc),
  moves: order => { person(order).provider.serverUrl = order.server },
  goes: order => person(order).provider.disconnect(),
  comes: order => {
    person(order).provider.connect()
    return acts.syncs(order)
  },
  claims: order => person(order).provider.awareness.setLocalStateField(order.field, order.value),
  types: ({ paragraph, at, words, ...order }) => person(order).text(paragraph).insert(at, words),
  deletes: ({ paragraph, at, length, ...order }) => person(order).text(paragraph).delete(at, length),
  formats: ({ paragraph, at, length, marks, ...order }) => person(order).text(paragraph).format(at, length, marks),
  adds: ({ index, id, words, ...order }) => person(order).fragment.insert(index, [paragraph(id, words)]),
  // As an editor does it: the tail goes, and comes again in a new paragraph.
  splits: ({ paragraph: number, at, id, ...order }) => {
    const { doc, fragment, paragraphs } = person(order)
    const text = paragraphs[number].get(0)
    doc.transact(() => {
      const tail = tailOf(text, at)
      text.delete(at, text.length - at)
      const next = paragraph(id, '')
      fragment.insertAfter(paragraphs[number], [next])
      next.get(0).applyDelta(tail)
    })
  }
}

const person = ({ who }) => people.get(who)

const paragraph = (id, words) => {
  const element = new Y.XmlElement('paragraph')
  element.setAttribute('id', id)
  element.setAttribute('level', 0)
  element.setAttribute('marker', 'none')
  element.insert(0, [new Y.XmlText(words)])
  return element
}

const tailOf = (text, from) => {
  let end = 0
  return text.toDelta().flatMap(part => {
    end += part.insert.length
    const words = part.insert.slice(Math.max(0, from - end + part.insert.length))
    return end > from ? [{ ...part, insert: words }] : []
  })
}

// Waits until what somebody has is as expected; answers what it was in the end.
const holds = (order, event, read, expected = true) => new Promise(resolve => {
  const source = { sync: person(order).provider, update: person(order).doc, change: person(order).provider.awareness }[event]
  const end = () => {
    clearTimeout(patience)
    source.off(event, look)
    resolve(read(person(order)))
  }
  const look = () => {
    if (JSON.stringify(read(person(order))) === JSON.stringify(expected)) end()
  }
  const patience = setTimeout(end, PATIENCE_MS)
  source.on(event, look)
  look()
})

for await (const line of readline.createInterface({ input: process.stdin })) {
  const order = JSON.parse(line)
  const answer = await acts[order.act](order)
  process.stdout.write(JSON.stringify(answer ?? null) + '\n')
}
process.exit()
