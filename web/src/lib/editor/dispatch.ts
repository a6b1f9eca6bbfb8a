import type { Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/**
 * Applies a change to an editor. Should that fail, what is on the screen and what is in the text may part: then nothing
 * more is typed there, so that no word is swallowed, and the mistake goes on to where the page tells of it.
 */
export function dispatchOrStop(this: EditorView, transaction: Transaction): void {
  try {
    this.updateState(this.state.apply(transaction));
  } catch (mistake) {
    this.setProps({ editable: () => false });
    throw mistake;
  }
}
