import type { Mark, Node } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';
import * as Y from 'yjs';
import { bindingOf } from './binding';

/**
 * Writes what is typed into Yjs where it belongs among the ends of marks. Goes before the binding, which then finds nothing to do.
 *
 * The binding itself writes new words with the marks of the words before them and corrects that afterwards, by moving the
 * end of the mark. When two people type after the same footnote at once, both move its end, and the rest of the
 * paragraph would become part of the note. Here words that are typed after a note come after its end from the start.
 */
export function exactEdits(): Plugin {
  return new Plugin({
    view: () => ({
      update: (view, before) => {
        const binding = bindingOf(view.state);
        const after = view.state.doc;
        if (!binding || after === before.doc || after.childCount !== before.doc.childCount) return;
        const elements = binding.type.toArray();
        if (elements.length !== after.childCount) return;
        // The binding must not answer this with a change of the editor, which has it already; and when it has just brought
        // in a change from elsewhere, there is nothing to write.
        binding.mux(() =>
          after.forEach((block, _position, index) => {
            const text = block === before.doc.child(index) ? null : textOf(elements[index], block);
            const edit = text && editOf(text, block);
            if (edit) binding.doc.transact(() => text.applyDelta(edit), ySyncPluginKey);
          }),
        );
      },
    }),
  });
}

/** The Yjs text of a block, if it is the same block and has one. */
function textOf(element: unknown, block: Node): Y.XmlText | null {
  if (!(element instanceof Y.XmlElement) || element.nodeName !== block.type.name || element.length !== 1) return null;
  if (element.getAttribute('id') !== block.attrs['id'] || block.content.size === 0) return null;
  const text: unknown = element.get(0);
  return text instanceof Y.XmlText ? text : null;
}

interface Unit {
  text: string;
  /** The marks, as something that can be compared. */
  look: string;
  attributes: Record<string, object>;
}

type Delta = Parameters<Y.XmlText['applyDelta']>[0];

/** One replacement of words as a delta; null if there is none, or if it is marks that changed. */
function editOf(text: Y.XmlText, block: Node): Delta | null {
  const before = unitsOf(text.toDelta() as { insert: string; attributes?: Record<string, object> }[]);
  const after = unitsOf(block.children.map((node) => ({ insert: node.text ?? '', attributes: attributesOf(node.marks) })));
  const exact = difference(before, after, (a, b) => a.text === b.text && a.look === b.look);
  const words = difference(before, after, (a, b) => a.text === b.text);
  if (exact.removed + exact.added === 0 || exact.removed + exact.added > words.removed + words.added) return null;
  const added = after.slice(exact.start, exact.start + exact.added);
  return [
    ...(exact.start > 0 ? [{ retain: lengthOf(before.slice(0, exact.start)) }] : []),
    ...(exact.removed > 0 ? [{ delete: lengthOf(before.slice(exact.start, exact.start + exact.removed)) }] : []),
    ...together(added).map(({ text: insert, attributes }) => ({ insert, attributes })),
  ];
}

/** How two lists differ between their equal starts and ends. */
function difference(before: Unit[], after: Unit[], same: (a: Unit, b: Unit) => boolean) {
  const alike = (a: Unit | undefined, b: Unit | undefined) => a !== undefined && b !== undefined && same(a, b);
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && alike(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && alike(before.at(-1 - end), after.at(-1 - end))) end += 1;
  return { start, removed: before.length - start - end, added: after.length - start - end };
}

// By code points, so that no character is cut in two.
function unitsOf(runs: { insert: string; attributes?: Record<string, object> }[]): Unit[] {
  return runs.flatMap(({ insert, attributes = {} }) => {
    const look = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
    return Array.from(insert, (text) => ({ text, look, attributes }));
  });
}

function together(units: Unit[]): Unit[] {
  const runs: Unit[] = [];
  for (const unit of units) {
    const last = runs.at(-1);
    if (last?.look === unit.look) last.text += unit.text;
    else runs.push({ ...unit });
  }
  return runs;
}

function attributesOf(marks: readonly Mark[]): Record<string, object> {
  return Object.fromEntries(marks.map(({ type, attrs }) => [type.name, { ...attrs }]));
}

const lengthOf = (units: Unit[]) => units.reduce((sum, { text }) => sum + text.length, 0);
