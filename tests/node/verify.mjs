// Replays recorded updates in real Yjs, and checks that it ends where the file says.
//
//   node verify.mjs FILE.gz [loose] [gc]
//
// The format is that of session.mjs. Nothing may be left pending after any update. `loose` only counts texts that
// differ: forged updates may contradict themselves so that the order of a text depends on the order of integration.
// State and deletions never do. `gc` forgets what is deleted, as a browser does.
import fs from 'node:fs'
import zlib from 'node:zlib'
import * as Y from 'yjs'
import * as decoding from 'lib0/decoding'

const [file, ...options] = process.argv.slice(2)
const loose = options.includes('loose')
const gc = options.includes('gc')
const decoder = decoding.createDecoder(zlib.gunzipSync(fs.readFileSync(file)))

// Yjs tidies up needless marks in documents that others change, as an edit of its own: not a matter of the update.
const addFormats = (update, ids) => {
  for (const struct of Y.decodeUpdate(update).structs) {
    if (struct.content?.constructor.name === 'ContentFormat') ids.add(`${struct.id.client}:${struct.id.clock}`)
  }
}
const units = (update, except) => {
  const ids = []
  for (const [client, ranges] of Y.decodeUpdate(update).ds.clients) {
    for (const { clock, len } of ranges) {
      for (let i = clock; i < clock + len; i++) if (!except.has(`${client}:${i}`)) ids.push(`${client}:${i}`)
    }
  }
  return ids.sort().join()
}
const vector = bytes => JSON.stringify([...Y.decodeStateVector(bytes)].sort((a, b) => a[0] - b[0]))
const texts = (doc, points) => JSON.stringify(points.map(point =>
  doc.getXmlFragment(`point:${point}`).toArray().map(element => [
    element.getAttribute('id') ?? '',
    element.toArray().map(text => text.toDelta().map(part => part.insert).join(''))
  ])))

let updates = 0
let differing = 0
const sessions = decoding.readVarUint(decoder)
for (let session = 0; session < sessions; session++) {
  const doc = new Y.Doc({ gc })
  const count = decoding.readVarUint(decoder)
  const tidied = new Set()
  for (let i = 0; i < count; i++, updates++) {
    const update = decoding.readVarUint8Array(decoder)
    Y.applyUpdate(doc, update)
    if (loose) addFormats(update, tidied)
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
      throw new Error(`session ${session}, update ${i} is left pending: ${Buffer.from(update).toString('hex')}`)
    }
  }
  const expected = {
    vector: vector(decoding.readVarUint8Array(decoder)),
    deleted: decoding.readVarUint8Array(decoder),
    points: JSON.parse(decoding.readVarString(decoder)),
    texts: decoding.readVarString(decoder)
  }
  const state = Y.encodeStateAsUpdate(doc)
  if (vector(Y.encodeStateVector(doc)) !== expected.vector) throw new Error(`session ${session}: another state vector`)
  if (units(state, tidied) !== units(expected.deleted, tidied)) throw new Error(`session ${session}: other deletions`)
  if (texts(doc, expected.points) !== expected.texts) {
    if (!loose) throw new Error(`session ${session}: other texts`)
    differing++
  }
}
console.log(`${sessions} sessions, ${updates} updates agree with Yjs; texts differ in ${differing}`)
