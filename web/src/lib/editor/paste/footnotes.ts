/** References to notes, as Word, LibreOffice, Google Docs and web pages write them. */
const REFERENCES =
  'a[href^="#_ftn"], a[href^="#_edn"], a[href^="#sdfootnote"], a[href^="#sdendnote"], a[href^="#ftnt"], a[href^="#fn"], ' +
  'sup a[href^="#"], a[role=doc-noteref]';

/** An element of ours at the place of a reference; its words are those of the note. */
export const FOOTNOTE_TAG = 'plenary-footnote';

/**
 * Puts the words of each footnote where the text refers to it, and takes the list of notes out of the page.
 *
 * A reference whose note did not come along goes: "[1]" alone would be read as a bracket.
 */
export function placeFootnotes(page: Document): void {
  const bodies: Element[] = [];
  for (const reference of page.querySelectorAll(REFERENCES)) {
    if (bodies.some((body) => body.contains(reference))) continue;
    const body = noteBody(page, nameOf(reference));
    if (!body && !looksLikeReference(reference)) continue;
    if (body?.contains(reference)) continue;
    if (body) bodies.push(body);
    replaceReference(reference, body ? noteWords(body) : '');
  }
  for (const body of bodies) body.remove();
  for (const list of page.querySelectorAll('[style*="footnote-list"], [style*="endnote-list"]')) list.remove();
}

function nameOf(reference: Element): string {
  return (reference.getAttribute('href') ?? '').slice(1);
}

// Word's reference to `#_ftn1` means the element with the id `ftn1`; others name the note or an anchor at its start.
function noteBody(page: Document, name: string): Element | null {
  if (name === '' || /ref|anc$/.test(name)) return null;
  const byId = page.getElementById(name.replace(/^_/, '')) ?? page.getElementById(name.replace(/sym$/, ''));
  const anchor = byId ?? page.getElementById(name) ?? [...page.getElementsByName(name)][0] ?? null;
  if (!anchor) return null;
  return ['A', 'SUP', 'SPAN'].includes(anchor.tagName) ? anchor.closest('p, li, dd, div') : anchor;
}

function looksLikeReference(reference: Element): boolean {
  return /^[[(]?\s*(\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡])\s*[\])]?$/i.test((reference.textContent ?? '').trim());
}

function noteWords(body: Element): string {
  const copy = body.cloneNode(true) as Element;
  for (const back of copy.querySelectorAll('a[href^="#"], script, style')) back.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').replace(/^\s*[↑^↩]+|[↑^↩︎]+\s*$/g, '').trim();
}

function replaceReference(reference: Element, words: string): void {
  const note = reference.ownerDocument.createElement(FOOTNOTE_TAG);
  note.textContent = words;
  const raised = reference.closest('sup');
  const whole = raised && raised.textContent?.trim() === reference.textContent?.trim() ? raised : reference;
  whole.replaceWith(note);
}
