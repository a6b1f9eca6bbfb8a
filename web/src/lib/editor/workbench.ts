import type { Node } from 'prosemirror-model';
import { EditorState, TextSelection } from 'prosemirror-state';
import type { Command, Plugin, PluginView, Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, ySyncPlugin } from 'y-prosemirror';
import * as Y from 'yjs';
import { textKeys } from './commands';
import { exactEdits } from './exact-edits';
import { neverEmpty } from './never-empty';
import { oneOfMany } from './one-of-many';
import { permanentIds } from './paragraph-ids';
import { schema } from './schema';

/**
 * An editor without a screen, for tests: the state, the plug-ins and the tie to Yjs are the real ones.
 *
 * It stands in for an `EditorView` as far as the plug-ins use one.
 */
export class Workbench {
  state: EditorState;
  isDestroyed = false;
  composing = false;
  readonly #views: PluginView[];

  constructor(
    readonly doc: Y.Doc,
    name: string,
    more: (fragment: Y.XmlFragment) => Plugin[] = () => [],
  ) {
    const fragment = doc.getXmlFragment('point:1');
    const start = initProseMirrorDoc(fragment, schema);
    let made = 0;
    const plugins = [
      exactEdits(),
      ySyncPlugin(fragment, { mapping: start.mapping }),
      oneOfMany(),
      ...more(fragment),
      permanentIds(() => `${name}${(made += 1)}`),
      neverEmpty('action_point'),
    ];
    this.state = EditorState.create({ doc: start.doc, plugins });
    this.#views = plugins.flatMap((plugin) => plugin.spec.view?.(this as unknown as EditorView) ?? []);
  }

  dispatch(tr: Transaction): void {
    const before = this.state;
    this.state = before.apply(tr);
    for (const view of this.#views) view.update?.(this as unknown as EditorView, before);
  }

  hasFocus(): boolean {
    return false;
  }

  focus(): void {}

  /** Puts the caret after so many characters of the block, selecting from there to `end` if given. */
  caret(block: number, offset: number, end = offset): this {
    let start = 1;
    for (let index = 0; index < block; index += 1) start += this.state.doc.child(index).nodeSize;
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, start + offset, start + end)));
    return this;
  }

  type(words: string): this {
    this.dispatch(this.state.tr.insertText(words));
    return this;
  }

  press(key: string): this {
    return this.run(textKeys[key]);
  }

  run(command: Command | undefined): this {
    command?.(this.state, (tr) => this.dispatch(tr));
    return this;
  }

  /** Each block as "id: words". */
  get blocks(): string[] {
    return this.state.doc.children.map((block: Node) => `${String(block.attrs['id'])}: ${block.textContent}`);
  }
}

/** A Yjs document whose one point holds a title and paragraphs, each given as [id, words]. */
export function docWith(title: [string, string], ...paragraphs: [string, string][]): Y.Doc {
  const doc = new Y.Doc();
  const block = (name: string, [id, words]: [string, string]) => {
    const element = new Y.XmlElement<Record<string, string | number>>(name);
    // As every paragraph has them; else the binding adds them with the first letter.
    const attributes = name === 'paragraph' ? { id, level: 0, marker: 'number' } : { id };
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.insert(0, words === '' ? [] : [new Y.XmlText(words)]);
    return element as unknown as Y.XmlElement;
  };
  const blocks = [block('title', title), ...paragraphs.map((paragraph) => block('paragraph', paragraph))];
  doc.getXmlFragment('point:1').insert(0, blocks);
  return doc;
}

/** Another person's copy of a document. */
export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** Gives each of two documents what it lacks of the other. */
export function exchange(one: Y.Doc, other: Y.Doc): void {
  const forOther = Y.encodeStateAsUpdate(one, Y.encodeStateVector(other));
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other, Y.encodeStateVector(one)), 'other');
  Y.applyUpdate(other, forOther, 'other');
}
