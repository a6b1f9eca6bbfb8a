// Somebody who opens a draft with y-prosemirror, one editor for each action point, in a browser's document (jsdom).
// Told what to do in lines of JSON; each order is answered with one line.
import fs from 'node:fs'
import readline from 'node:readline'
import { JSDOM } from 'jsdom'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { Schema } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { ySyncPlugin } from 'y-prosemirror'
import { WebsocketProvider } from 'y-websocket'
import { stateOf } from './state.mjs'

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true })
for (const name of ['window', 'document', 'MutationObserver', 'Node', 'HTMLElement', 'getSelection']) {
  globalThis[name] = name === 'window' ? window : window[name]
}
const { EditorView } = await import('prosemirror-view')

// What a draft may hold, from the file that the server and the front end are tested against.
const golden = JSON.parse(fs.readFileSync(new URL('../fixtures/schema.json', import.meta.url)))
const attributesOf = ({ attributes }) => Object.fromEntries(Object.entries(attributes)
  .map(([name, attribute]) => [name, 'default' in attribute ? { default: attribute.default } : {}]))
const blockOf = ([name, node]) => [name, {
  content: 'text*', marks: node.marks.join(' '), attrs: attributesOf(node), toDOM: () => ['p', 0]
}]
const schema = new Schema({
  nodes: {
    doc: { content: `(${golden.fragment.blocks.join('|')})*` },
    ...Object.fromEntries(Object.entries(golden.nodes).map(blockOf)),
    text: {}
  },
  marks: Object.fromEntries(Object.entries(golden.marks)
    .map(([name, mark]) => [name, { attrs: attributesOf(mark), toDOM: () => ['span', 0] }]))
})

const doc = new Y.Doc()
const updates = []
const editors = new Map()
// The next turn of the event loop: y-prosemirror draws in a timer of its own.
const turn = () => new Promise(resolve => setTimeout(resolve))

const acts = {
  async open ({ server, draft, token }) {
    const provider = new WebsocketProvider(server, `${draft}/live`, doc, {
      protocols: [`plenary.token.${token}`],
      WebSocketPolyfill: WebSocket,
      disableBc: true
    })
    await new Promise(resolve => provider.once('sync', resolve))
    doc.on('update', (update, origin) => { if (origin !== provider) updates.push(update) })
    for (const id of doc.getMap('outline').keys()) {
      const fragment = doc.getXmlFragment(`point:${id}`)
      const state = EditorState.create({ schema, plugins: [ySyncPlugin(fragment)] })
      editors.set(id, { fragment, view: new EditorView(document.body, { state }) })
    }
    for (const { fragment, view } of editors.values()) {
      while (view.state.doc.childCount < fragment.length) await turn()
    }
    await turn()
    return {
      updates: updates.length,
      points: [...editors].map(([point, { fragment, view }]) => ({ point, blocks: fragment.length, words: view.state.doc.textContent }))
    }
  },

  // Types into the middle of the first paragraph that has words. Answers the updates that this made, and the ids of the
  // nodes that were there before and are not there any more.
  async types ({ point, letter }) {
    const { fragment, view } = editors.get(point)
    const before = nodesOf(doc)
    const sent = updates.length
    let at = null
    view.state.doc.descendants((node, position) => {
      if (at === null && node.type.name === 'paragraph' && node.content.size > 1) at = position + 1 + (node.content.size >> 1)
    })
    view.dispatch(view.state.tr.insertText(letter, at))
    await turn()
    const after = new Set(nodesOf(doc))
    return {
      updates: updates.slice(sent).map(update => {
        const { structs, ds } = Y.decodeUpdate(update)
        return { bytes: update.length, inserted: structs.map(struct => struct.content.str ?? null), deletes: ds.clients.size > 0 }
      }),
      gone: before.filter(node => !after.has(node)),
      words: fragment.toArray().map(block => block.toArray().map(text => text.toDelta().map(part => part.insert).join('')).join('')).join('')
    }
  },

  state: () => stateOf(doc)
}

const nodesOf = doc => {
  const walk = type => type.toArray().flatMap(child => [child, ...(child instanceof Y.XmlElement ? walk(child) : [])])
  const fragments = [...editors.values()].map(({ fragment }) => fragment)
  return fragments.flatMap(walk).map(({ _item: { id } }) => `${id.client}:${id.clock}`)
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const order = JSON.parse(line)
  const answer = await acts[order.act](order)
  process.stdout.write(JSON.stringify(answer ?? null) + '\n')
}
process.exit()
