import type { EditorState } from 'prosemirror-state';
import { hasMark, linkAt } from '$lib/editor/commands';
import { noteAround } from '$lib/editor/footnotes';
import { blockAt, languageAt } from '$lib/editor/language';
import { selectedMarker } from '$lib/editor/levels';
import { schema } from '$lib/editor/schema';
import type { SelectionFacts } from './editors.svelte';

/** What a toolbar shows of a selection. */
export function selectionFacts(state: EditorState): SelectionFacts {
  return {
    strong: hasMark(state, schema.marks.strong),
    em: hasMark(state, schema.marks.em),
    link: linkAt(state),
    note: noteAround(state) !== null,
    marker: selectedMarker(state),
    block: blockAt(state),
    language: languageAt(state),
  };
}
