import { Plugin } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { getRelativeSelection } from 'y-prosemirror';
import { bindingOf } from './binding';

type Binding = NonNullable<ReturnType<typeof bindingOf>>;

/** What is not public in ProseMirror's listening for the selection, if it is there. */
interface Listening {
  domObserver?: { connectSelection: () => void; disconnectSelection: () => void };
}

/**
 * Makes an editor one of 150 on a page: without this, each key typed in one of them would have every other look for its
 * selection several times, in the page and in Yjs. To stand after the tie to Yjs.
 */
export function oneOfMany(): Plugin {
  return new Plugin({
    view: (view) => {
      const binding = bindingOf(view.state);
      const forget = binding && rememberSelection(binding);
      const listening = listenInUse(view);
      return {
        update: (view, before) => {
          listening?.changed();
          if (view.state.doc !== before.doc) forget?.();
        },
        destroy: () => listening?.stop(),
      };
    },
  });
}

// Before each transaction of the document the binding asks where the selection is in Yjs terms, to put it back should the
// transaction change this text. As long as neither text nor selection are others, the answer is the same. Returns how to
// forget it: what was asked while the editor and Yjs had different words is wrong.
function rememberSelection(binding: Binding): () => void {
  let known: { doc: unknown; selection: unknown; relative: Binding['beforeTransactionSelection'] } | null = null;
  const ask = () => {
    const view = binding.prosemirrorView as EditorView | null;
    if (view === null || binding.beforeTransactionSelection !== null) return;
    const { doc, selection } = view.state;
    if (known?.doc !== doc || known.selection !== selection) {
      known = { doc, selection, relative: getRelativeSelection(binding, view.state) };
    }
    binding.beforeTransactionSelection = known.relative;
  };
  binding.doc.off('beforeAllTransactions', binding.beforeAllTransactions);
  binding.doc.on('beforeAllTransactions', ask);
  binding.beforeAllTransactions = ask; // the binding takes it off the document when it goes
  return () => (known = null);
}

// An editor hears of every change of the page's selection, and does nothing when it can be typed in and is not in use. The
// browser takes longer to tell a hundred of them than to do the rest.
function listenInUse(view: EditorView): { changed: () => void; stop: () => void } | null {
  const { domObserver } = view as unknown as Listening;
  if (!domObserver) return null;
  const connect = domObserver.connectSelection;
  let editable = view.editable;
  // ProseMirror calls it when it begins to observe, which it does anew when the focus comes or goes.
  domObserver.connectSelection = () => {
    if (!view.editable || view.hasFocus()) connect.call(domObserver);
  };
  domObserver.disconnectSelection();
  domObserver.connectSelection();
  return {
    changed: () => {
      if (view.editable !== editable) domObserver.connectSelection();
      editable = view.editable;
    },
    stop: () => (domObserver.connectSelection = connect),
  };
}
