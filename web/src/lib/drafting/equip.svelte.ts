import type { EditorView } from 'prosemirror-view';
import { untrack } from 'svelte';
import { showCarets } from '$lib/editor/carets';
import { complete, type Surroundings } from '$lib/editor/editor';
import { laterPlugins } from '$lib/editor/later-plugins';
import { showSuggested, signAt } from '$lib/editor/suggested';
import { openSuggestions } from '$lib/negotiation/show-suggestion';
import { suggestedIn } from '$lib/negotiation/suggested-in';
import { colourOf } from '$lib/people/person';
import type { DraftTools } from './draft-tools.svelte';
import { Pace } from './pace';

/** Others' carets move at most this often: each time the text around them is laid out and painted anew. */
const CARETS_EVERY_MS = 250;

/** What is shown in the text of a point beside its words. Its fields change. */
export interface ShownInText {
  point: string;
  /** Whether one is in it: only there carets are shown. */
  here: boolean;
}

/** Gives an editor all that came with the second wave. To be an effect of each editor. */
export function equip(view: EditorView, surroundings: Surroundings, tools: DraftTools, shown: ShownInText): void {
  const { live, me } = tools.screen;
  untrack(() => {
    complete(view, laterPlugins(surroundings, tools.across));
    if (view.hasFocus()) surroundings.moved(view);
  });
  const carets = $derived(
    shown.here
      ? live.presence.caretsIn(shown.point, me).map((caret) => ({ ...caret, colour: colourOf(caret.participant) }))
      : [],
  );
  const pace = new Pace(() => CARETS_EVERY_MS, () => showCarets(view, carets));
  $effect(() => (void carets, pace.ask()));
  $effect(() => () => pace.stop());
  $effect(() => tools.spotlight.shineOn(view, shown.point));
  $effect(() => showSuggested(view, suggestedIn(tools, shown.point)));
  $effect(() => {
    const press = (event: MouseEvent) => {
      const suggestion = signAt(event.target);
      if (suggestion === null) showAgreement(event, tools, shown.point);
      else openSuggestions(tools, suggestion);
    };
    view.dom.addEventListener('click', press);
    return () => view.dom.removeEventListener('click', press);
  });
}

// The lock at the end of a paragraph tells more when it is pressed; the keyboard has the menus of point and paragraph.
function showAgreement({ target }: MouseEvent, { agreement }: DraftTools, point: string): void {
  const paragraph = target instanceof Element && target.closest('.locked')?.closest('p')?.id;
  if (paragraph) agreement.asked = { kind: 'overview', point, paragraph: paragraph.replace(/^paragraph-/, '') };
}
