import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { bracketStops, nextStop, type Standing } from '$lib/editor/bracket-walk';
import type { Editors, PointText } from './editors.svelte';

/** Goes to the next (1) or previous (-1) bracket of the draft, selects its words, and says which it is. */
export function walkBrackets(editors: Editors, direction: 1 | -1): void {
  const { texts } = editors;
  const stops = bracketStops(texts.map(({ view }) => view.state.doc));
  const stop = nextStop(stops, standingIn(editors, texts), direction);
  const text = stop && texts[stop.text];
  if (!stop || !text) return editors.say({ kind: 'no_brackets' });
  editors.across?.clear();
  showWords(text.view, stop.from, stop.to);
  editors.look(text.view, text.point);
  if (stop.stray !== null) return editors.say({ kind: 'stray_bracket', character: stop.stray, point: text.label });
  const counted = stops.filter(({ stray }) => stray === null);
  editors.say({ kind: 'bracket', ordinal: counted.indexOf(stop) + 1, total: counted.length, point: text.label });
}

function standingIn({ active }: Editors, texts: PointText[]): Standing | null {
  const text = texts.findIndex(({ view }) => view === active);
  if (!active || text < 0) return null;
  const { from, to } = active.state.selection;
  return { text, from, to };
}

/** Selects words and brings them into view. */
export function showWords(view: EditorView, from: number, to: number): void {
  view.focus();
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)).scrollIntoView());
  if (view.editable) return;
  // A text that cannot be edited has no caret of its own; the page's selection shows the words.
  const [start, end] = [view.domAtPos(from), view.domAtPos(to)];
  getSelection()?.setBaseAndExtent(start.node, start.offset, end.node, end.offset);
  const element = start.node instanceof Element ? start.node : start.node.parentElement;
  element?.scrollIntoView({ block: 'nearest' });
}
