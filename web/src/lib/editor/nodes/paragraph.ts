import type { Attrs, NodeSpec } from 'prosemirror-model';

export const MARKERS = ['number', 'letter', 'roman', 'bullet', 'none'] as const;
/** How a paragraph is marked. The marker itself is computed. */
export type MarkerKind = (typeof MARKERS)[number];

export const LANGUAGES = ['ar', 'zh', 'en', 'fr', 'ru', 'es'] as const;
/** A language of the conference. */
export type Language = (typeof LANGUAGES)[number];

export const DEEPEST_LEVEL = 8;

/** The attributes of a paragraph. `id` is null only until the plug-in of permanent ids has seen it. */
export interface ParagraphAttributes {
  id: string | null;
  level: number;
  marker: MarkerKind;
  alternate: string | null;
  /** Null: the draft's language. */
  language: Language | null;
}

/** A paragraph: the unit that is agreed, locked, translated and cited. */
export const paragraph: NodeSpec = {
  content: 'text*',
  marks: 'strong em link footnote',
  attrs: {
    id: { default: null },
    level: { default: 0 },
    marker: { default: 'number' },
    alternate: { default: null },
    language: { default: null },
  },
  parseDOM: [{ tag: 'p' }, { tag: 'li' }, { tag: 'h1' }, { tag: 'h2' }, { tag: 'h3' }, { tag: 'h4' }],
  toDOM: (node) => ['p', { dir: 'auto', ...languageOf(node.attrs) }, 0],
};

/** The attributes of a paragraph node, with what an unknown hand wrote turned into something showable. */
export function paragraphAttributes(attrs: Attrs): ParagraphAttributes {
  const level = Math.trunc(Number(attrs['level']));
  return {
    id: typeof attrs['id'] === 'string' ? attrs['id'] : null,
    level: level >= 0 ? Math.min(level, DEEPEST_LEVEL) : 0,
    marker: MARKERS.find((marker) => marker === attrs['marker']) ?? 'none',
    alternate: typeof attrs['alternate'] === 'string' ? attrs['alternate'] : null,
    language: LANGUAGES.find((language) => language === attrs['language']) ?? null,
  };
}

function languageOf(attrs: Attrs): { lang?: string } {
  const { language } = paragraphAttributes(attrs);
  return language ? { lang: language } : {};
}
