// @vitest-environment jsdom
import { EditorState, TextSelection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { initProseMirrorDoc, ySyncPlugin } from 'y-prosemirror';
import * as Y from 'yjs';
import { oneOfMany } from './one-of-many';
import { schema } from './schema';
import { copyOf, docWith, exchange } from './workbench';

/** Where the words "Cities publish" begin, after the title "Open data". */
const WORDS = 12;

let doc: Y.Doc;
let views: EditorView[];

beforeEach(() => {
  doc = docWith(['t', 'Open data'], ['p', 'Cities publish']);
  views = [];
});

afterEach(() => {
  for (const view of views) view.destroy();
  document.body.replaceChildren();
});

function editor(): EditorView {
  const fragment = doc.getXmlFragment('point:1');
  const { doc: text, mapping } = initProseMirrorDoc(fragment, schema);
  const state = EditorState.create({ doc: text, plugins: [ySyncPlugin(fragment, { mapping }), oneOfMany()] });
  const view = new EditorView(document.body.appendChild(document.createElement('div')), { state });
  views.push(view);
  return view;
}

function select(view: EditorView, from: number, to = from): void {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, WORDS + from, WORDS + to)));
}

function selected(view: EditorView): string {
  const { from, to } = view.state.selection;
  return `${view.state.doc.textBetween(WORDS, from)}|${view.state.doc.textBetween(from, to)}|`;
}

/** Somebody else writes at a place of the paragraph. */
function otherWrites(at: number, words: string): void {
  const other = copyOf(doc);
  const paragraph = other.getXmlFragment('point:1').get(1);
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error('the paragraph has a text');
  text.insert(at, words);
  exchange(doc, other);
}

describe('a selection stays at its words', () => {
  test('while others write before it, again and again', () => {
    const view = editor();
    select(view, 7, 14);
    otherWrites(0, 'All ');
    expect(selected(view)).toBe('All Cities |publish|');
    otherWrites(0, 'Nearly ');
    otherWrites(10, 'the ');
    expect(selected(view)).toBe('Nearly Allthe  Cities |publish|');
  });

  test('while others write where it is not', () => {
    const view = editor();
    select(view, 6);
    doc.getMap('outline').set('x', 1);
    otherWrites(14, ' data');
    doc.getMap('outline').set('x', 2);
    otherWrites(0, 'All ');
    expect(selected(view)).toBe('All Cities||');
  });

  test('that was moved, or moved by what one types', () => {
    const view = editor();
    select(view, 0);
    otherWrites(14, '.');
    select(view, 6);
    view.dispatch(view.state.tr.insertText(' shall'));
    otherWrites(0, 'All ');
    expect(selected(view)).toBe('All Cities shall||');
    view.dispatch(view.state.tr.insertText(' now'));
    otherWrites(0, '“');
    expect(selected(view)).toBe('“All Cities shall now||');
  });

  test('when the editor has got other plug-ins', () => {
    const view = editor();
    select(view, 6);
    view.updateState(view.state.reconfigure({ plugins: [...view.state.plugins] }));
    otherWrites(0, 'All ');
    expect(selected(view)).toBe('All Cities||');
    view.dispatch(view.state.tr.insertText(' shall'));
    expect(doc.getXmlFragment('point:1').toString()).toContain('All Cities shall publish');
  });
});

describe('the selection of the page', () => {
  /** Selects in the page, as a person does, and says whether the editor takes it as its own. */
  function follows(view: EditorView): boolean {
    const words = view.dom.querySelector('p')?.firstChild;
    if (!words) throw new Error('the paragraph has words');
    const before = view.state.selection;
    document.getSelection()?.setBaseAndExtent(words, 2, words, before.from === WORDS + 2 ? 4 : 3);
    document.dispatchEvent(new Event('selectionchange'));
    return !view.state.selection.eq(before);
  }

  test('is followed by the editor in use, and by none that is not', () => {
    const [one, other] = [editor(), editor()];
    expect([follows(one), follows(other)]).toEqual([false, false]);
    one.focus();
    expect(follows(one)).toBe(true);
    other.focus();
    expect(follows(other)).toBe(true);
    one.focus();
    expect(follows(one)).toBe(true);
  });

  test('is followed where nobody may write, so that it can be copied', () => {
    const view = editor();
    view.setProps({ editable: () => false });
    expect(follows(view)).toBe(true);
  });

  test('is followed after the editor has got other plug-ins', () => {
    const view = editor();
    view.focus();
    view.updateState(view.state.reconfigure({ plugins: [...view.state.plugins] }));
    expect(follows(view)).toBe(true);
  });
});
