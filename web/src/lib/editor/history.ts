import { TextSelection, Plugin, PluginKey } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import {
  absolutePositionToRelativePosition,
  defaultDeleteFilter,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from 'y-prosemirror';
import * as Y from 'yjs';
import { bindingOf } from './binding';
import type { MovedStep, OutlineStep } from './moved-step';
import { isFromElsewhere } from './paragraph-ids';

/** The origin of changes to the outline that can be undone. */
export const OUTLINE_CHANGE = Symbol('outline change');

/**
 * Undo and redo for the whole draft, over all its editors: Ctrl+Z takes back what *I* did last, wherever it was,
 * and shows me the place. What others typed stays.
 *
 * One `Y.UndoManager` watches the document. Each editor registers itself with {@link plugin}, so that the caret can go
 * back to where it was; y-prosemirror's own plug-in would destroy the manager with the first editor that goes.
 */
export class DraftHistory {
  readonly #manager: Y.UndoManager;
  readonly #editors = new Map<Y.XmlFragment, EditorView>();
  readonly #carets = new PluginKey<Y.RelativePosition | null>('caret before');
  readonly #doc: Y.Doc;
  readonly #told: () => void;
  /** Told when a step cannot be taken back, because others have moved on what it moved. */
  overtaken: () => void = () => {};
  /** Takes back splits and merges; there as soon as the outline can be changed. */
  movedStep: typeof MovedStep | null = null;
  /** What the step that is being made, undone or redone does to the outline. */
  #outlineStep: OutlineStep | null = null;
  #moved: MovedStep | null = null;

  constructor(doc: Y.Doc, changed: () => void = () => {}) {
    this.#doc = doc;
    this.#told = changed;
    this.#manager = new Y.UndoManager(doc, {
      trackedOrigins: new Set([ySyncPluginKey, OUTLINE_CHANGE]),
      // The binding opens a transaction for each move of the caret too; without changes it is no step.
      captureTransaction: ({ changed, meta }) => changed.size > 0 && meta.get('addToHistory') !== false,
      // Undoing "I made this paragraph" must not delete what somebody else typed in it since.
      deleteFilter: (item) =>
        this.#moved?.mayDelete(item) === true || defaultDeleteFilter(item, new Set(['paragraph', 'title'])),
    });
    this.#manager.on('stack-item-added', ({ stackItem, changedParentTypes }) => {
      if (this.#outlineStep) stackItem.meta.set(OUTLINE_CHANGE, this.#outlineStep);
      for (const [fragment, view] of this.#changed(changedParentTypes)) {
        stackItem.meta.set(fragment, this.#carets.getState(view.state));
      }
      changed();
    });
    this.#manager.on('stack-item-popped', ({ stackItem, changedParentTypes }) => {
      this.#putCarets(stackItem.meta, changedParentTypes);
      changed();
    });
    this.#manager.on('stack-cleared', changed);
  }

  get canUndo(): boolean {
    return this.#manager.canUndo();
  }

  get canRedo(): boolean {
    return this.#manager.canRedo();
  }

  /** Takes back what was done last. Says whether it could: what others have moved on since stays as it is. */
  undo(): boolean {
    return this.#step('undo');
  }

  redo(): boolean {
    return this.#step('redo');
  }

  /** Makes a change to the outline, in one transaction and as a step of its own; the change says what it did. */
  outlineStep(change: () => OutlineStep | null): void {
    this.stopCapturing();
    this.#doc.transact(() => (this.#outlineStep = change()), OUTLINE_CHANGE);
    this.#outlineStep = null;
    this.stopCapturing();
  }

  /** What is done from here on is a step of its own: called when one goes to another point. */
  stopCapturing(): void {
    this.#manager.stopCapturing();
  }

  /** What this does is a step of its own, neither joined to what was typed before nor to what comes after. */
  asOneStep<Result>(act: () => Result): Result {
    this.stopCapturing();
    const result = act();
    this.stopCapturing();
    return result;
  }

  destroy(): void {
    this.#manager.destroy();
  }

  /** Takes an editor into the history, and remembers where its caret was before each change. */
  plugin(fragment: Y.XmlFragment): Plugin {
    return new Plugin<Y.RelativePosition | null>({
      key: this.#carets,
      state: {
        init: () => null,
        // For a change made here the binding still describes the old document, as the old selection does.
        apply: (tr, caret, before) => {
          const binding = !tr.docChanged || isFromElsewhere(tr) ? null : bindingOf(before);
          return binding === null ? caret : relativeCaret(before.selection.head, fragment, binding.mapping);
        },
      },
      view: (view) => {
        this.#editors.set(fragment, view);
        return { destroy: () => this.#editors.delete(fragment) };
      },
    });
  }

  #step(direction: 'undo' | 'redo'): boolean {
    const stack = direction === 'undo' ? this.#manager.undoStack : this.#manager.redoStack;
    const step = stack.at(-1)?.meta.get(OUTLINE_CHANGE) as OutlineStep | undefined;
    if (!step || !this.movedStep) {
      this.#manager[direction]();
      return true;
    }
    const moved = new this.movedStep(this.#doc, step, direction);
    if (moved.isOvertaken) {
      stack.pop();
      this.#told();
      this.overtaken();
      return false;
    }
    this.#outlineStep = step;
    this.#moved = moved;
    try {
      this.#stepAndMend(direction, moved);
    } finally {
      this.#outlineStep = this.#moved = null;
    }
    return true;
  }

  // What others typed in the moved paragraphs must be in the same transaction: a page that saw the text without it for
  // a moment would put its own words back once more. The manager looks at its flags when the transaction has ended.
  #stepAndMend(direction: 'undo' | 'redo', moved: MovedStep): void {
    const flag = direction === 'undo' ? 'undoing' : 'redoing';
    const manager = this.#manager;
    let popped: ReturnType<Y.UndoManager['undo']> = null;
    let changedTypes: ReadonlyMap<unknown, unknown> = new Map();
    try {
      this.#doc.transact((transaction) => {
        popped = manager[direction]();
        moved.mend();
        changedTypes = transaction.changedParentTypes;
        manager[flag] = true;
      }, manager);
    } finally {
      manager[flag] = false;
    }
    const meta = (popped as { meta: Map<unknown, unknown> } | null)?.meta;
    if (meta) this.#putCarets(meta, changedTypes);
  }

  #putCarets(meta: ReadonlyMap<unknown, unknown>, changedTypes: ReadonlyMap<unknown, unknown>): void {
    for (const [fragment, view] of this.#changed(changedTypes)) putCaret(view, fragment, meta.get(fragment));
  }

  #changed(types: ReadonlyMap<unknown, unknown>): [Y.XmlFragment, EditorView][] {
    return [...this.#editors].filter(([fragment]) => types.has(fragment));
  }
}

type Mapping = Parameters<typeof absolutePositionToRelativePosition>[2];

function relativeCaret(position: number, fragment: Y.XmlFragment, mapping: Mapping): Y.RelativePosition | null {
  const caret: unknown = absolutePositionToRelativePosition(position, fragment, mapping);
  return caret instanceof Y.RelativePosition ? caret : null;
}

function putCaret(view: EditorView, fragment: Y.XmlFragment, caret: unknown): void {
  const binding = bindingOf(view.state);
  const { doc } = fragment;
  let tr = view.state.tr;
  if (binding && doc && caret instanceof Y.RelativePosition) {
    const position = relativePositionToAbsolutePosition(doc, fragment, caret, binding.mapping);
    if (position !== null && position <= tr.doc.content.size) {
      tr = tr.setSelection(TextSelection.near(tr.doc.resolve(position)));
    }
  }
  view.dispatch(tr.scrollIntoView());
  view.focus();
}
