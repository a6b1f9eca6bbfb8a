import type { EditorView } from 'prosemirror-view';
import type { Remark } from './remarks';

/** What an editor needs of the draft around its own text. */
export interface DraftAround {
  /** The editor of the text before (-1) or after (1) in the draft. */
  neighbour: (view: EditorView, direction: 1 | -1) => EditorView | null;
  /** The longest change the server takes, in bytes. */
  longestUpdate: () => number;
  /** Tells people something about what they did. */
  say: (remark: Remark) => void;
}
