// Writes an editing trace as the updates of its authors, each of whom is a Yjs document of its own that knows exactly
// what the author knew.
//
//   node trace.mjs TRACE.json.gz < STATE
//
// Standard input: the draft in which it is written, with an empty paragraph. Standard output, in lib0's encoding: the number of
// authors; the number of updates; for each the author, how many units of every author it builds on, and its bytes; the final text.
// An author's Yjs client id is FIRST_CLIENT + the author's number: of two who insert at one place at once, the smaller
// number comes first, as the recorded texts have it.
import fs from 'node:fs'
import zlib from 'node:zlib'
import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'

const FIRST_CLIENT = 1000

const trace = JSON.parse(zlib.gunzipSync(fs.readFileSync(process.argv[2])))
// A sequential trace names neither authors nor parents: each transaction follows the one before it.
const transactions = trace.txns.map(({ agent = 0, parents, patches }, index) =>
  ({ agent, parents: parents ?? (index === 0 ? [] : [index - 1]), patches }))
const base = fs.readFileSync(0)

const updates = []
const written = encoding.createEncoder()

class Author {
  constructor (number) {
    this.number = number
    this.doc = new Y.Doc()
    this.doc.clientID = FIRST_CLIENT + number
    this.known = new Set()
    Y.applyUpdate(this.doc, base)
    this.doc.on('update', (update, origin) => { if (origin !== 'others') updates.push(update) })
  }

  get paragraph () {
    const [id] = this.doc.getMap('outline').keys()
    return this.doc.getXmlFragment(`point:${id}`).toArray().find(block => block.nodeName === 'paragraph')
  }

  // Takes what this author knew and no more: received updates are held back until a transaction builds on them.
  merges (parents) {
    const missing = []
    const ahead = parents.filter(parent => !this.known.has(parent))
    while (ahead.length > 0) {
      const transaction = ahead.pop()
      if (this.known.has(transaction)) continue
      this.known.add(transaction)
      missing.push(transaction)
      ahead.push(...transactions[transaction].parents)
    }
    for (const transaction of missing.sort((a, b) => a - b)) Y.applyUpdate(this.doc, updates[transaction + 1], 'others')
  }

  writes (index, { patches }) {
    this.text ??= this.paragraph.get(0)
    this.doc.transact(() => {
      for (const [at, deleted, inserted] of patches) {
        if (deleted > 0) this.text.delete(at, deleted)
        if (inserted !== '') this.text.insert(at, inserted)
      }
    })
    this.known.add(index)
  }
}

const authors = Array.from({ length: trace.numAgents ?? 1 }, (_, number) => new Author(number))
const units = author => authors.map(({ number }) => Y.getState(author.doc.store, FIRST_CLIENT + number))

const write = (author, act) => {
  const buildsOn = units(author)
  const before = updates.length
  act()
  if (updates.length !== before + 1) throw new Error(`update ${before}: not one update`)
  encoding.writeVarUint(written, author.number)
  for (const known of buildsOn) encoding.writeVarUint(written, known)
  encoding.writeVarUint8Array(written, updates[before])
}

// The first author makes the text in the empty paragraph.
write(authors[0], () => authors[0].paragraph.insert(0, [new Y.XmlText()]))
for (const author of authors.slice(1)) Y.applyUpdate(author.doc, updates[0], 'others')
for (const [index, transaction] of transactions.entries()) {
  const author = authors[transaction.agent]
  author.merges(transaction.parents)
  write(author, () => author.writes(index, transaction))
}

const encoder = encoding.createEncoder()
encoding.writeVarUint(encoder, authors.length)
encoding.writeVarUint(encoder, updates.length)
encoding.writeBinaryEncoder(encoder, written)
encoding.writeVarString(encoder, trace.endContent)
process.stdout.write(encoding.toUint8Array(encoder))
