import type { Mark, Node, NodeType } from 'prosemirror-model';
import { newUuid } from '$lib/drafting/identifier';
import { DEEPEST_LEVEL, type MarkerKind } from '../nodes/paragraph';
import { schema } from '../schema';
import type { Pasted, PastedBlock, PastedRun } from './pasted';

/** What a paragraph is by its surroundings, where the clipboard does not say. */
export interface Surrounding {
  level: number;
  marker: MarkerKind;
  /** The draft's language, which paragraphs do not repeat. */
  language: string;
}

/** The pasted paragraphs as nodes without ids, fitted to where they go. */
export function paragraphNodes(pasted: Pasted, around: Surrounding): Node[] {
  const fitted = pasted.fromDraft ? pasted.blocks : fit(pasted.blocks, around);
  const groups = new Map<string, string>();
  return fitted.map((block) => {
    const { level, marker, language } = block;
    const attrs = {
      level,
      marker: marker ?? around.marker,
      alternate: block.alternate === null ? null : groupFor(groups, block.alternate),
      language: language === around.language ? null : language,
    };
    return schema.nodes.paragraph.create(attrs, inlineNodes(block));
  });
}

/** The words of a pasted paragraph with their marks, as far as the block they go into may hold them. */
export function inlineNodes(block: PastedBlock, into: NodeType = schema.nodes.paragraph): Node[] {
  return block.runs.flatMap((run) =>
    run.note === null ? [schema.text(run.words, marksOf(run, block))] : noteNodes(run, run.note, block, into),
  );
}

/**
 * Paragraphs that stood in no list become what the paragraphs around them are. A list under them goes one level
 * further in, unless it is numbered as they would be: then the numbers are those of the list, and they have none.
 */
function fit(blocks: PastedBlock[], around: Surrounding): PastedBlock[] {
  const outermost = blocks.filter(({ marker, level }) => marker !== null && level === 0);
  const takesNumbers = outermost.some(({ marker }) => marker === around.marker);
  let underParagraph = 0;
  return blocks.map((block) => {
    const { marker, level } = block;
    if (marker === null || block.heading) {
      underParagraph = takesNumbers || block.heading || around.marker === 'none' ? 0 : 1;
      const own = block.heading || (takesNumbers && outermost.length > 0) ? 'none' : around.marker;
      return { ...block, marker: marker ?? own, level: Math.min(around.level + level, DEEPEST_LEVEL) };
    }
    return { ...block, level: Math.min(around.level + underParagraph + level, DEEPEST_LEVEL) };
  });
}

function marksOf({ strong, em, href }: PastedRun, { heading }: PastedBlock): Mark[] {
  const marks = schema.marks;
  return [
    ...(href === null ? [] : [marks.link.create({ href })]),
    ...(strong || heading ? [marks.strong.create()] : []),
    ...(em ? [marks.em.create()] : []),
  ];
}

// Where there can be no footnotes, the words of a note follow the text in parentheses.
function noteNodes(run: PastedRun, id: string, block: PastedBlock, into: NodeType): Node[] {
  const { footnote } = schema.marks;
  if (!into.allowsMarkType(footnote)) return [schema.text(` (${run.words})`)];
  return [schema.text(run.words, footnote.create({ id }).addToSet(marksOf(run, block)))];
}

// Alternates stay together and compete with nobody else.
function groupFor(groups: Map<string, string>, copied: string): string {
  const group = groups.get(copied) ?? newUuid();
  groups.set(copied, group);
  return group;
}
