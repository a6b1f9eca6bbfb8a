import { keymap } from 'prosemirror-keymap';
import type { Plugin } from 'prosemirror-state';
import { acrossKeys } from './across-keys';
import type { AcrossPoints } from './across-points.svelte';
import { arrowKeys } from './arrow-keys';
import { bracketAtCaret } from './bracket-at-caret';
import { carets } from './carets';
import { copying } from './copying';
import type { Surroundings } from './editor';
import { levelKeys, markersByTyping } from './levels';
import { oneOfMany } from './one-of-many';
import { spotlight } from './spotlight';
import { suggestedInPlace } from './suggested';

/** What an editor gets when it can be typed in already. */
export interface LaterPlugins {
  /** Before all others. */
  first: Plugin[];
  /** Before the ordinary keys of a text. */
  last: Plugin[];
}

/** The plug-ins of the second wave for an editor. None may be needed for the text to stay whole. */
export function laterPlugins({ annotations, draft, history, moved }: Surroundings, across: AcrossPoints): LaterPlugins {
  return {
    first: [acrossKeys(across, annotations.markerLabel, draft.say)],
    last: [
      oneOfMany(),
      bracketAtCaret(),
      copying(),
      markersByTyping(() => history.stopCapturing()),
      carets(moved),
      spotlight(),
      suggestedInPlace(),
      keymap(levelKeys),
      keymap(arrowKeys(draft.neighbour)),
    ],
  };
}
