import type { EditorState } from 'prosemirror-state';
import { ySyncPluginKey, type ProsemirrorBinding } from 'y-prosemirror';
import * as Y from 'yjs';

/** The tie between an editor and its Yjs fragment, or null while there is none. */
export function bindingOf(state: EditorState): ProsemirrorBinding | null {
  const sync: { binding?: ProsemirrorBinding } | undefined = ySyncPluginKey.getState(state);
  return sync?.binding ?? null;
}

/** A relative position as it travels in a presence message. */
export function encodePosition(position: Y.RelativePosition): string {
  return btoa(String.fromCharCode(...Y.encodeRelativePosition(position)));
}

/** The relative position in a presence message, or null if it is none. */
export function decodePosition(encoded: string): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}
