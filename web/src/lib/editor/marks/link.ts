import type { MarkSpec } from 'prosemirror-model';

/** A link to a page outside. Only web and mail addresses; others are dropped when pasted. */
export const link: MarkSpec = {
  attrs: { href: {} },
  inclusive: false,
  parseDOM: [{ tag: 'a[href]', getAttrs: (a) => hrefAttribute(a.getAttribute('href')) }],
  toDOM: (mark) => ['a', { href: webAddress(String(mark.attrs['href'])) ?? '#', rel: 'noopener nofollow' }, 0],
};

/** The address if it is a web or mail address, with https added where no scheme was typed; else null. */
export function webAddress(typed: string): string | null {
  const trimmed = typed.trim();
  const address = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(address)) return null;
  const { protocol, href, hostname } = new URL(address);
  const web = protocol === 'https:' || protocol === 'http:';
  return protocol === 'mailto:' || (web && hostname.includes('.')) ? href : null;
}

function hrefAttribute(href: string | null): { href: string } | false {
  const address = webAddress(href ?? '');
  return address !== null && { href: address };
}
