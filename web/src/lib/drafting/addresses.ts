/** A place in a draft's text that has an address: permanent ids, because numbers change. */
export type Address = { kind: 'point'; id: string } | { kind: 'paragraph'; id: string };

/** The part of an address after `#`, which is also the id of the element on the page. */
export const anchorOf = ({ kind, id }: Address): string => `${kind}-${id}`;

/** The whole address, to be sent to somebody. */
export function linkTo(address: Address, page: { origin: string; pathname: string }): string {
  return `${page.origin}${page.pathname}#${anchorOf(address)}`;
}

/** What the part after `#` names, or null if it is no place in a text. */
export function addressIn(hash: string): Address | null {
  const parts = /^#(point|paragraph)-([0-9a-zA-Z-]{1,64})$/.exec(hash);
  const [, kind, id] = parts ?? [];
  if (id === undefined) return null;
  return { kind: kind === 'point' ? 'point' : 'paragraph', id: id.toLowerCase() };
}
