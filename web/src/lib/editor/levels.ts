import { Plugin, type Command, type EditorState } from 'prosemirror-state';
import { DEEPEST_LEVEL, paragraphAttributes, type MarkerKind } from './nodes/paragraph';
import { typedMarkerAt } from './paste/typed-markers';
import { schema } from './schema';

const { paragraph } = schema.nodes;

/** What a paragraph's marker depends on, of those that commands change. */
export interface Place {
  level: number;
  marker: MarkerKind;
}

/** The kind that opens a level under a paragraph of this kind, in the order of the United Nations: 1, (a), (i). */
const KIND_UNDER: Record<MarkerKind, MarkerKind> = {
  number: 'letter',
  letter: 'roman',
  roman: 'letter',
  bullet: 'bullet',
  none: 'letter',
};

/** Marks the selected paragraphs in this way. */
export function setMarker(marker: MarkerKind): Command {
  return change((place) => ({ ...place, marker }));
}

/** Moves the selected paragraphs one level in, each at most one level under the paragraph before it. */
export const indent: Command = change((place, places, index) => {
  const before = places[index - 1];
  const level = place.level + 1;
  if (!before || level > Math.min(before.level + 1, DEEPEST_LEVEL)) return place;
  return { level, marker: kindOnLevel(places, index, level) ?? KIND_UNDER[parentKind(places, index, level)] };
});

/** Moves the selected paragraphs one level out. */
export const outdent: Command = change((place, places, index) => {
  const level = place.level - 1;
  if (level < 0) return place;
  const under = level === 0 ? 'number' : KIND_UNDER[parentKind(places, index, level)];
  return { level, marker: kindOnLevel(places, index, level) ?? under };
});

/** Enter in an empty paragraph that is indented moves it out. */
export const outdentEmpty: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  return empty && $from.parent.content.size === 0 && isIndented(state) && outdent(state, dispatch);
};

/** Backspace at the start of an indented paragraph moves it out, before it joins the one above. */
export const outdentAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  return empty && $from.parentOffset === 0 && isIndented(state) && outdent(state, dispatch);
};

/** The keys of levels. Tab is not among them: it leaves the editor, so that nobody is caught in it. */
export const levelKeys: Record<string, Command> = {
  'Mod-]': (state, dispatch) => indent(state, dispatch) || true,
  'Mod-[': (state, dispatch) => outdent(state, dispatch) || true,
  Enter: outdentEmpty,
  'Shift-Enter': outdentEmpty,
  Backspace: outdentAtStart,
};

/** The kind of marker that all selected paragraphs have; null if they differ or none is selected. */
export function selectedMarker(state: EditorState): MarkerKind | null {
  const kinds = new Set(selectedPlaces(state).map(({ place }) => place.marker));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : null;
}

/** A space after "- ", "(a)" or "1." in an otherwise empty paragraph sets the marker; undo brings back the characters. */
export function markersByTyping(stopCapturing: () => void): Plugin {
  return new Plugin({
    props: {
      handleTextInput: (view, from, to, text) => {
        const { $from, empty } = view.state.selection;
        const typed = `${$from.parent.textContent}${text}`;
        const marker = text === ' ' && empty && $from.parent.type === paragraph ? typedMarkerAt(typed) : null;
        if (!marker || marker.length !== typed.length || $from.parentOffset !== $from.parent.content.size) return false;
        view.dispatch(view.state.tr.insertText(text, from, to));
        stopCapturing();
        const kind = (marker.meanings.find(({ ordinal }) => ordinal === 1) ?? marker.meanings[0])?.kind;
        if (kind) setTypedMarker(kind)(view.state, view.dispatch.bind(view));
        stopCapturing();
        return true;
      },
    },
  });
}

function setTypedMarker(kind: MarkerKind): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const places = placesOf(state);
    const index = places.findIndex(({ position }) => position === $from.before(1));
    const level = levelForTyped(places.map(({ place }) => place), index, kind);
    const tr = state.tr.delete($from.start(), $from.end());
    tr.setNodeAttribute($from.before(1), 'level', level).setNodeAttribute($from.before(1), 'marker', kind);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

// The list of that kind which is open here goes on; else a new one opens under the paragraph before.
function levelForTyped(places: Place[], index: number, kind: MarkerKind): number {
  const own = places[index]?.level ?? 0;
  let shallowest = DEEPEST_LEVEL + 1;
  for (let at = index - 1; at >= 0 && shallowest > 0; at -= 1) {
    const { level, marker } = places[at] ?? { level: 0, marker: 'none' };
    if (level < shallowest && marker === kind) return level;
    shallowest = Math.min(shallowest, level);
  }
  const before = places[index - 1];
  if (!before || kind === 'number' || before.marker === 'none') return own;
  return Math.min(before.level + 1, DEEPEST_LEVEL);
}

type Change = (place: Place, places: readonly Place[], index: number) => Place;

// The paragraphs change one after the other, so that each finds its neighbours as they will be.
function change(moved: Change): Command {
  return (state, dispatch) => {
    const all = placesOf(state);
    const places = all.map(({ place }) => place);
    const selected = new Set(selectedPlaces(state).map(({ position }) => position));
    const tr = state.tr;
    all.forEach(({ position }, index) => {
      const place = places[index];
      if (!place || !selected.has(position)) return;
      const now = moved(place, places, index);
      places[index] = now;
      if (now.level !== place.level) tr.setNodeAttribute(position, 'level', now.level);
      if (now.marker !== place.marker) tr.setNodeAttribute(position, 'marker', now.marker);
    });
    if (selected.size === 0 || !tr.docChanged) return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

function placesOf(state: EditorState): { place: Place; position: number }[] {
  const places: { place: Place; position: number }[] = [];
  state.doc.forEach((block, position) => {
    if (block.type === paragraph) places.push({ place: paragraphAttributes(block.attrs), position });
  });
  return places;
}

function selectedPlaces(state: EditorState): { place: Place; position: number }[] {
  const { from, to } = state.selection;
  return placesOf(state).filter(({ position }) => {
    const end = position + (state.doc.nodeAt(position)?.nodeSize ?? 0);
    return position < to && end > from;
  });
}

// The kind that the neighbours on a level have: those before, then those behind, as far as the list reaches.
function kindOnLevel(places: readonly Place[], index: number, level: number): MarkerKind | null {
  const before = places.slice(0, index).toReversed();
  for (const side of [before, places.slice(index + 1)]) {
    const nearest = side.find((place) => place.level <= level);
    if (nearest?.level === level) return nearest.marker;
  }
  return null;
}

function parentKind(places: readonly Place[], index: number, level: number): MarkerKind {
  return places.slice(0, index).findLast((place) => place.level < level)?.marker ?? 'number';
}

function isIndented(state: EditorState): boolean {
  const { $from } = state.selection;
  return $from.parent.type === paragraph && paragraphAttributes($from.parent.attrs).level > 0;
}
