// What a copy of a draft holds, in the form of `State` in ../it/support/state.rs.
import * as Y from 'yjs'

export const stateOf = doc => ({ vector: vectorOf(doc), deleted: deletedOf(doc), words: wordsOf(doc) })

export const isWaiting = doc => doc.store.pendingStructs !== null || doc.store.pendingDs !== null

const vectorOf = doc => Object.fromEntries(Y.decodeStateVector(Y.encodeStateVector(doc)))

const deletedOf = doc => {
  const ranges = [...Y.createDeleteSetFromStructStore(doc.store).clients]
  return Object.fromEntries(ranges.map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, clock + len])]))
}

const wordsOf = doc => {
  const points = [...doc.share.keys()].filter(name => name.startsWith('point:'))
    .map(name => [name, doc.getXmlFragment(name).toArray().map(nodeOf)])
  return {
    outline: doc.getMap('outline').toJSON(),
    points: Object.fromEntries(points.filter(([, blocks]) => blocks.length > 0))
  }
}

const nodeOf = node => node instanceof Y.XmlText
  ? runsOf(node)
  : [node.nodeName, node.getAttributes(), node.toArray().map(nodeOf)]

// The runs of a text with their marks; neighbours with the same marks are one run.
const runsOf = text => {
  const runs = []
  for (const { insert, attributes = {} } of text.toDelta()) {
    const last = runs.at(-1)
    if (last !== undefined && sameMarks(last[1], attributes)) last[0] += insert
    else runs.push([insert, attributes])
  }
  return runs
}

const sameMarks = (a, b) => sorted(a) === sorted(b)
const sorted = marks => JSON.stringify(Object.entries(marks).sort(([a], [b]) => (a < b ? -1 : 1)))
