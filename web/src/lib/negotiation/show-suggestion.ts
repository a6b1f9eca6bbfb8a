import { tick } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';
import type { Suggestion } from '$lib/api/types';
import type { DraftTools } from '$lib/drafting/draft-tools.svelte';
import { narrow } from '$lib/ui/narrow';
import type { Target } from './suggestion-desk.svelte';

/** Whether there is room for a panel beside the list and a page of text. */
const wide = new MediaQuery('min-width: 90rem');

/** Whether the panel stands beside the text, or on a phone in its place. Where there is room it does, unless it was hidden. */
export function panelIsShown({ screen, suggestions }: DraftTools): boolean {
  return narrow.current ? screen.part === 'suggestions' : (suggestions.shown ?? wide.current);
}

/** Opens the panel, at a suggestion if one is named; the keyboard goes with it. */
export function openSuggestions({ screen, suggestions }: DraftTools, id: string | null): void {
  if (narrow.current) screen.part = 'suggestions';
  else suggestions.show(true);
  const suggestion = id === null ? null : suggestions.find(id);
  if (suggestion) {
    suggestions.current = suggestion.id;
    screen.editors.point = suggestions.pointOf(suggestion);
  }
  suggestions.entering = suggestion?.id ?? 'panel';
}

/** Shows in the text the paragraph that a suggestion is about. */
export async function showSuggested({ screen, spotlight, suggestions }: DraftTools, suggestion: Suggestion): Promise<void> {
  suggestions.current = suggestion.id;
  const standing = suggestions.standing(suggestion);
  screen.part = 'text';
  screen.editors.point = suggestions.pointOf(suggestion);
  await tick();
  const place = document.getElementById(standing ? `paragraph-${standing.block.id}` : `point-${suggestions.pointOf(suggestion)}`);
  place?.scrollIntoView({ block: 'center' });
  if (standing) spotlight.showArrival(standing.block.id);
}

/** Asks for the window in which one suggests something for a point, at a paragraph of it or at its first one. */
export function askToSuggest({ suggestions }: DraftTools, point: string, paragraph: string | null, kind: Target['kind'] = 'paragraph'): void {
  const paragraphs = [...suggestions.blocks(point).values()].filter((block) => block.kind === 'paragraph');
  const at = paragraphs.find(({ id }) => id === paragraph)?.id ?? paragraphs[0]?.id ?? null;
  const target: Target = at === null || kind === 'new' ? { kind: 'new', point, after: at } : { kind: 'paragraph', point, paragraph: at };
  suggestions.asked = { kind: 'suggest', target };
}

/** To be an effect of the screen: with Ctrl+Alt+S one suggests something for the paragraph one is in. */
export function suggestionKey(tools: DraftTools): () => void {
  const { editors } = tools.screen;
  const press = (event: KeyboardEvent) => {
    if (event.code !== 'KeyS' || !event.altKey || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.isComposing) return;
    const point = editors.point ?? tools.reading.point;
    if (point === null || !tools.suggestions.maySuggest || tools.suggestions.asked) return;
    event.preventDefault();
    askToSuggest(tools, point, editors.block);
  };
  window.addEventListener('keydown', press);
  return () => window.removeEventListener('keydown', press);
}
