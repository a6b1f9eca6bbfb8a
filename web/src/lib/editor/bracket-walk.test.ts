import { EditorState, TextSelection } from 'prosemirror-state';
import { expect, test } from 'vitest';
import { bracketStops, nextStop, type Standing } from './bracket-walk';
import { placeBracket } from './place-brackets';
import { schema } from './schema';

const { doc, paragraph } = schema.nodes;
const text = (...lines: string[]) => doc.create(null, lines.map((line) => paragraph.create(null, line === '' ? null : schema.text(line))));

test('a walk visits every bracket once, alternatives as one, strays in their place, and begins anew', () => {
  const texts = [text('Cities [shall] [should] [learn [every] day]', 'none'), text('a ] stray', '[open')];
  const stops = bracketStops(texts);
  const words = (at: { text: number; from: number; to: number }) => texts[at.text]?.textBetween(at.from, at.to);
  const visited: string[] = [];
  let standing: Standing | null = null;
  for (let step = 0; step <= stops.length; step += 1) {
    const stop = nextStop(stops, standing, 1);
    if (!stop) break;
    visited.push(words(stop) ?? '');
    standing = { text: stop.text, from: stop.from, to: stop.to };
  }
  const all = ['shall] [should] [learn [every] day', 'every', ']', '['];
  expect(visited).toEqual([...all, all[0]]);

  const back: string[] = [];
  for (let step = 0; step < stops.length; step += 1) {
    const stop = nextStop(stops, standing, -1);
    if (!stop) break;
    back.push(words(stop) ?? '');
    standing = { text: stop.text, from: stop.from, to: stop.to };
  }
  expect(back).toEqual(all.toReversed());
});

test('from a caret, the next is the one at or after it', () => {
  const stops = bracketStops([text('a [b] c [d]')]);
  expect(nextStop(stops, { text: 0, from: 3, to: 3 }, 1)?.open).toBe(3);
  expect(nextStop(stops, { text: 0, from: 4, to: 4 }, 1)?.open).toBe(9);
  expect(nextStop(stops, { text: 0, from: 9, to: 9 }, -1)?.open).toBe(3);
  expect(nextStop([], null, 1)).toBeNull();
});

function bracketed(document: ReturnType<typeof text>, from: number, to: number): string[] {
  let state = EditorState.create({ doc: document, selection: TextSelection.create(document, from, to) });
  placeBracket(state, (tr) => (state = state.apply(tr)));
  state.doc.check();
  return [...state.doc.children.map((block) => block.textContent), state.doc.textBetween(state.selection.from, state.selection.to, '|')];
}

test('brackets go round the words, not round the spaces beside them', () => {
  expect(bracketed(text('Cities shall learn'), 7, 14)).toEqual(['Cities [shall] learn', 'shall']);
  expect(bracketed(text('Cities'), 7, 7)).toEqual(['Cities[]', '']);
});

test('over several paragraphs each gets a pair of its own', () => {
  expect(bracketed(text('Cities shall', '', 'learn all'), 8, 22)).toEqual(['Cities [shall]', '', '[learn] all', 'shall]||[learn']);
});

test('across marks the words keep theirs, and a bracket is never part of a link', () => {
  const { strong, link } = schema.marks;
  const words = paragraph.create(null, [
    schema.text('plain '),
    schema.text('bold', [strong.create()]),
    schema.text(' here', [link.create({ href: 'https://example.org/' })]),
  ]);
  let state = EditorState.create({ doc: doc.create(null, [words]) });
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 1, 16)));
  placeBracket(state, (tr) => (state = state.apply(tr)));
  const runs = state.doc.child(0).children.map((node) => `${node.text}:${node.marks.map(({ type }) => type.name).join()}`);
  expect(runs).toEqual(['[plain :', 'bold:strong', ' here:link', ']:']);
});
