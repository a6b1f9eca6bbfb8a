import { Fragment, Slice } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertNote, placeForNote, removeNote, rewordNote } from './footnote-commands';
import { leaveNote, numberOf } from './footnote-view';
import { annotated, bench, shown } from './footnote-workbench';
import { allNotes, noteAround, wordsOfNote } from './footnotes';
import { DraftHistory } from './history';
import { noteOf } from './marks/footnote';
import { copyOf, docWith, exchange, Workbench } from './workbench';

const text = () => docWith(['t', 'Open data'], ['p', 'Cities publish data']);
test('a note stands after the selection, and the caret after the note', () => {
  const ann = bench(text());
  ann.caret(1, 0, 6);
  ann.dispatch(insertNote(ann.state, placeForNote(ann.state), 'a', 'See there.'));
  ann.type('!');
  expect(shown(ann.state.doc)).toBe('Cities{a: See there.}! publish data');
});

test('a note that is asked for within a note goes after it', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See');
  ann.caret(1, 0, 8);
  ann.dispatch(insertNote(ann.state, placeForNote(ann.state), 'b', 'Also'));
  expect(shown(ann.state.doc)).toBe('Cities{a: See}{b: Also} publish data');
});

test('notes side by side stay two, in Yjs too', () => {
  const doc = text();
  annotated(annotated(bench(doc), 6, 'b', 'Two'), 6, 'a', 'One');
  expect(shown(new Workbench(copyOf(doc), 'bo').state.doc)).toBe('Cities{a: One}{b: Two} publish data');
});

test('bold words and links in a note are of one note', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See the report');
  ann.caret(1, 10, 13).press('Mod-b');
  const notes = allNotes(ann.state.doc);
  expect(notes.map(({ stretches }) => stretches.length)).toEqual([1]);
  expect(notes.map((note) => wordsOfNote(ann.state.doc, note))).toEqual(['See the report']);
});

test('what is typed at the end of a note belongs to it only for whoever comes from within', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See');
  ann.caret(1, 9).type('x');
  expect(shown(ann.state.doc)).toBe('Cities{a: See}x publish data');
  ann.caret(1, 8).caret(1, 9).type(' it').type('!');
  expect(shown(ann.state.doc)).toBe('Cities{a: See it!}x publish data');
  ann.caret(1, 6).type('-');
  expect(shown(ann.state.doc)).toBe('Cities-{a: See it!}x publish data');
});

test('one goes on typing at the end of a note while others write elsewhere', () => {
  const doc = text();
  const ann = annotated(bench(doc), 6, 'a', 'See').caret(1, 8).caret(1, 9);
  const other = copyOf(doc);
  new Workbench(other, 'bo').caret(1, 0).type('All ');
  exchange(doc, other);
  ann.type('?');
  expect(shown(ann.state.doc)).toBe('All Cities{a: See?} publish data');
});

test('Enter in a note leaves it and cuts nothing', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See there').caret(1, 9);
  ann.run(leaveNote);
  expect(shown(ann.state.doc)).toBe('Cities{a: See there} publish data');
  expect(ann.state.selection.$from.parentOffset).toBe(15);
  expect(leaveNote(ann.state)).toBe(false);
  ann.press('Enter');
  expect([shown(ann.state.doc), shown(ann.state.doc, 2)]).toEqual(['Cities{a: See there}', ' publish data']);
});

test('Enter before a note takes it along', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See').caret(1, 6);
  expect(leaveNote(ann.state)).toBe(false);
  ann.press('Enter');
  expect([shown(ann.state.doc), shown(ann.state.doc, 2)]).toEqual(['Cities', '{a: See} publish data']);
});

test('a reworded note keeps what others wrote in it and beside it meanwhile', () => {
  const doc = text();
  const ann = annotated(bench(doc), 6, 'a', 'See the report of 2013.');
  const other = copyOf(doc);
  const bo = bench(other, 'bo');
  bo.caret(1, 6 + 3).type(' also').caret(1, 6).type(' always');
  const rewording = rewordNote(ann.state, 'a', 'See the report of 2013.', 'See the report of 2014.');
  if (rewording) ann.dispatch(rewording);
  exchange(doc, other);
  expect(shown(ann.state.doc)).toBe('Cities always{a: See also the report of 2014.} publish data');
  expect(shown(bo.state.doc)).toBe(shown(ann.state.doc));
});

test('a note that others changed while its dialog was open has both changes', () => {
  const doc = text();
  const ann = annotated(bench(doc), 6, 'a', 'See the report');
  const before = 'See the report';
  const other = copyOf(doc);
  bench(other, 'bo').caret(1, 6 + 3).type(' also');
  exchange(doc, other);
  const rewording = rewordNote(ann.state, 'a', before, 'See the report of 2014');
  if (rewording) ann.dispatch(rewording);
  expect(shown(ann.state.doc)).toBe('Cities{a: See also the report of 2014} publish data');
});

test('a note that is gone is not reworded, and removing takes all of it', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See');
  const removal = removeNote(ann.state, 'a');
  if (removal) ann.dispatch(removal);
  expect(shown(ann.state.doc)).toBe('Cities publish data');
  expect(rewordNote(ann.state, 'a', 'See', 'See it')).toBeNull();
  expect(removeNote(ann.state, 'a')).toBeNull();
});

test('undo and redo take a note away and bring it back as it was', () => {
  const doc = text();
  const history = new DraftHistory(doc);
  const ann = annotated(bench(doc), 6, 'a', 'See');
  history.stopCapturing();
  const removal = removeNote(ann.state, 'a');
  if (removal) ann.dispatch(removal);
  history.undo();
  expect(shown(ann.state.doc)).toBe('Cities{a: See} publish data');
  history.undo();
  expect(shown(ann.state.doc)).toBe('Cities publish data');
  history.redo();
  expect(shown(ann.state.doc)).toBe('Cities{a: See} publish data');
});

test('what is pasted has new ids, and the parts of one note the same', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See the report');
  ann.caret(1, 10, 13).press('Mod-b');
  const copied = ann.state.doc.slice(1 + 11, 1 + 11 + 6 + 14 + 2);
  const pasted = transformed(copied, ann.state, null);
  const ids = new Set<string | null>();
  pasted.content.descendants((node) => void (node.isText && ids.add(noteOf(node.marks))));
  expect([...ids]).toEqual([null, 'new-note1']);
  const dragged = transformed(copied, ann.state, { move: true });
  expect(dragged.eq(copied)).toBe(true);
});

test('what is pasted into a note becomes its words', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See there').caret(1, 9);
  const { paragraph } = ann.state.schema.nodes;
  const words = ['one', 'two'].map((word) => paragraph?.create(null, ann.state.schema.text(word)) ?? []).flat();
  const handlePaste = plugin(ann.state).props.handlePaste;
  const view = ann as unknown as EditorView;
  const took = handlePaste?.call(plugin(ann.state), view, new Event('paste') as ClipboardEvent, new Slice(Fragment.from(words), 1, 1));
  expect(took).toBe(true);
  expect(shown(ann.state.doc)).toBe('Cities{a: Seeone two there} publish data');
});

test('a note that was copied or cut in two here leaves its id to the first part; others’ are not repaired', () => {
  const doc = text();
  const ann = annotated(bench(doc), 6, 'a', 'See there');
  ann.run((state, dispatch) => {
    dispatch?.(state.tr.insert(1 + 11 + 6 + 3, state.schema.text(' plain ')));
    return true;
  });
  expect(shown(ann.state.doc)).toBe('Cities{a: See} plain {new-note1:  there} publish data');
});

test('a note that concurrent changes cut in two is one note, and nobody repairs it', () => {
  const doc = docWith(['t', 'T'], ['p', 'See x there']);
  const words = (doc.getXmlFragment('point:1').get(1) as Y.XmlElement).get(0) as Y.XmlText;
  words.format(0, 4, { footnote: { id: 'a' } });
  words.format(5, 6, { footnote: { id: 'a' } });
  const ann = bench(doc);
  expect(allNotes(ann.state.doc).map((note) => wordsOfNote(ann.state.doc, note))).toEqual(['See  there']);
  const rewording = rewordNote(ann.state, 'a', 'See  there', 'Seek here');
  if (rewording) ann.dispatch(rewording);
  expect(allNotes(ann.state.doc).map((note) => wordsOfNote(ann.state.doc, note))).toEqual(['Seek here']);
  expect(ann.state.doc.child(1).textContent).toMatch(/x/);
  ann.caret(0, 0).type('!');
  expect(allNotes(ann.state.doc)).toHaveLength(1);
});

test('one is in a note with words of it on both sides', () => {
  const ann = annotated(bench(text()), 6, 'a', 'See');
  const at = (from: number, to = from) => noteAround(ann.caret(1, from, to).state);
  expect([at(5), at(6), at(7), at(6, 9), at(5, 8)]).toEqual([null, null, 'a', 'a', null]);
});

test('numbers go on from the points before', () => {
  const ann = annotated(annotated(bench(text()), 14, 'b', 'Two'), 6, 'a', 'One');
  expect(['a', 'b', 'c'].map((id) => numberOf(ann.state, id))).toEqual([1, 2, null]);
});

function plugin(state: EditorState) {
  const found = state.plugins.find(({ props }) => props.transformPasted);
  if (!found) throw new Error('no plug-in looks at what is pasted');
  return found;
}

function transformed(slice: Slice, state: EditorState, dragging: { move: boolean } | null): Slice {
  const view = { state, dragging } as unknown as EditorView;
  return plugin(state).props.transformPasted?.call(plugin(state), slice, view, false) ?? slice;
}
