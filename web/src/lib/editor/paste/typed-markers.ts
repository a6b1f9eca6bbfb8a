import type { MarkerKind } from '../nodes/paragraph';
import { wordsOfBlock, type PastedBlock } from './pasted';

/** What a typed marker may mean: "(i)" is the first roman numeral or the ninth letter. */
export interface Meaning {
  kind: MarkerKind;
  ordinal: number;
}

/** A marker that somebody typed at the start of a paragraph. */
export interface TypedMarker {
  /** Markers of one list have one style: "(a)" and "(b)" have, "a." and "(b)" have not. */
  style: string;
  meanings: Meaning[];
  /** How many characters it takes, with the space behind it. */
  length: number;
}

const BULLET = /^([•·▪◦‣●○∙■□➢*–—-])\s+/;
const ORDINAL = /^([(（]?)(\d{1,3}|[٠-٩]{1,3}|[一二三四五六七八九十]|[a-z]{1,2}|[ivxlc]{1,7})([.)）．、])(\s+|(?<=[）．、]))/i;
/** Bullets that nobody types for another reason, so that one of them alone is a list. */
const SURELY_BULLET = /[•▪◦‣●○■□➢]/;

/** The marker at the start of these words, or null. */
export function typedMarkerAt(words: string): TypedMarker | null {
  const bullet = BULLET.exec(words);
  if (bullet) return { style: bullet[1] ?? '', meanings: [{ kind: 'bullet', ordinal: 1 }], length: bullet[0].length };
  const [whole, opening = '', ordinal = '', closing = ''] = ORDINAL.exec(words) ?? [];
  const meanings = meaningsOf(ordinal);
  if (whole === undefined || meanings.length === 0) return null;
  const writing = ordinal === ordinal.toLowerCase() ? 'lower' : 'upper';
  return { style: `${opening}${writing}${closing}`, meanings, length: whole.length };
}

/** What an ordinal such as "3", "b" or "iv" may mean. */
export function meaningsOf(ordinal: string): Meaning[] {
  const written = ordinal.toLowerCase();
  const number = figure(written);
  if (number !== null) return number > 0 ? [{ kind: 'number', ordinal: number }] : [];
  const meanings: Meaning[] = [];
  if (/^([a-z])\1?$/.test(written)) {
    meanings.push({ kind: 'letter', ordinal: written.charCodeAt(0) - 96 + 26 * (written.length - 1) });
  }
  const roman = romanValue(written);
  if (roman !== null) meanings.push({ kind: 'roman', ordinal: roman });
  return meanings;
}

interface List {
  style: string;
  kind: MarkerKind;
  ordinal: number;
  level: number;
  items: number;
  /** Whether it is a list although it has one item only. */
  sure: boolean;
}

/**
 * Turns typed markers into levels and kinds where they form a list: where several of one style follow each other, or
 * one opens a list within a list. A number that merely starts a sentence stays where it is. `indents` says how many
 * spaces stood before each block: bullets have nothing else to tell their levels by.
 */
export function recognizeTypedMarkers(blocks: PastedBlock[], indents: number[] = []): PastedBlock[] {
  const open: List[] = [];
  const found = blocks.map((block, index) => {
    const marker = block.marker === null && !block.heading ? typedMarkerAt(wordsOfBlock(block)) : null;
    const list = marker && listFor(open, indented(marker, indents[index] ?? 0));
    return list ? { list, length: marker.length } : null;
  });
  return blocks.map((block, index) => {
    const item = found[index];
    if (!item || !(item.list.sure || item.list.items > 1)) return block;
    return { ...block, runs: withoutStart(block, item.length), level: item.list.level, marker: item.list.kind };
  });
}

// Goes on with the innermost list that this marker continues; else the marker opens a list within.
function listFor(open: List[], { style, meanings }: TypedMarker): List | null {
  for (let level = open.length - 1; level >= 0; level -= 1) {
    const list = open[level];
    const next = list?.style === style ? meanings.find((meaning) => continues(list, meaning)) : undefined;
    if (!list || !next) continue;
    open.length = level + 1;
    list.ordinal = next.ordinal;
    list.items += 1;
    return list;
  }
  const first = meanings.find(({ ordinal }) => ordinal === 1) ?? (open.length === 0 ? lowest(meanings) : undefined);
  if (!first) return null;
  const parent = open.at(-1);
  if (parent) parent.sure = true;
  const list: List = {
    ...first,
    style,
    level: Math.min(open.length, 8),
    items: 1,
    sure: (parent !== undefined && first.kind !== 'bullet') || SURELY_BULLET.test(style),
  };
  open.push(list);
  return list;
}

function indented(marker: TypedMarker, spaces: number): TypedMarker {
  const isBullet = marker.meanings[0]?.kind === 'bullet';
  return isBullet ? { ...marker, style: `${marker.style}${spaces}` } : marker;
}

function continues(list: List, { kind, ordinal }: Meaning): boolean {
  return kind === list.kind && (kind === 'bullet' || ordinal === list.ordinal + 1);
}

function lowest(meanings: Meaning[]): Meaning | undefined {
  return meanings.toSorted((a, b) => a.ordinal - b.ordinal)[0];
}

function withoutStart(block: PastedBlock, length: number): PastedBlock['runs'] {
  let rest = length;
  return block.runs.flatMap((run) => {
    const cut = Math.min(rest, run.words.length);
    rest -= cut;
    return cut === run.words.length ? [] : [{ ...run, words: run.words.slice(cut) }];
  });
}

function figure(written: string): number | null {
  const ideograph = '一二三四五六七八九十'.indexOf(written);
  if (ideograph >= 0 && written !== '') return ideograph + 1;
  const latin = written.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  return /^\d+$/.test(latin) ? Number(latin) : null;
}

const VALUES: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };
const ROMAN = /^c{0,3}(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$/;

function romanValue(written: string): number | null {
  if (written === '' || !ROMAN.test(written)) return null;
  const values = [...written].map((sign) => VALUES[sign] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}
