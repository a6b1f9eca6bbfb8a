// Replays a journal in a Yjs document that forgets what is deleted, as a browser's does.
//
// Standard input: a var-uint count of updates, each as var-bytes. Standard output: the number of the first one, from
// 1, after which something was pending (null for none), and what the document holds in the end.
import fs from 'node:fs'
import * as Y from 'yjs'
import * as decoding from 'lib0/decoding'
import { isWaiting, stateOf } from './state.mjs'

const decoder = decoding.createDecoder(fs.readFileSync(0))
const count = decoding.readVarUint(decoder)
const doc = new Y.Doc()
let pendingAfter = null
for (let seq = 1; seq <= count; seq++) {
  const update = decoding.readVarUint8Array(decoder)
  doc.transact(transaction => {
    Y.applyUpdate(doc, update)
    // Yjs answers what others change with an edit of its own that tidies up needless marks. The journal alone is
    // wanted here, so this counts as the document's own change.
    transaction.local = true
  })
  if (pendingAfter === null && isWaiting(doc)) pendingAfter = seq
}
process.stdout.write(JSON.stringify({ pending_after: pendingAfter, state: stateOf(doc) }))
