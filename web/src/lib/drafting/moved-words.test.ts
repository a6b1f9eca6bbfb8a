import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DraftHistory, OUTLINE_CHANGE } from '$lib/editor/history';
import { MovedStep } from '$lib/editor/moved-step';
import { blocksIn, pointsWithText, standingBlocks } from './blocks';
import { wordsOf, type KeptWords } from './kept-words';
import { addPoint, mergePoint, movePoint, removePoint, splitPoint } from './outline-changes';
import { readOutline } from './outline';
import { repairWords } from './moved-words';
import { OwnWords } from './own-words';
import { Luck, sameText } from './practice-people';
import { unseenWords, type Character } from './unseen-words';

describe('what somebody had not seen', () => {
  // Small letters are others', capitals are typed here, in their order unless a moment is given.
  const typed = (text: string): Character[] =>
    [...text].map((character, index) => ({ character, typed: /[A-Z0-9]/.test(character) ? index : null }));
  const after = (old: string, copy: string) => {
    const { insertions } = unseenWords(typed(old), [...copy]);
    return [...insertions].reverse().reduce((text, { at, words }) => [...text].slice(0, at).join('') + words + [...text].slice(at).join(''), copy);
  };

  test.each([
    ['openDATA', 'open', 'openDATA'],
    ['openDATA', 'openDA', 'openDATA'],
    ['openDATA', 'openDATA', 'openDATA'],
    ['ALLopenDATA', 'open', 'ALLopenDATA'],
    ['ALLopenDATA', 'ALLopen', 'ALLopenDATA'],
    ['DATA', '', 'DATA'],
    // what the other added or took out meanwhile stays so
    ['openDATA', 'in all open', 'in all openDATA'],
    ['open andDATA, free', 'open, free', 'openDATA, free'],
    ['opTHISWASTYPEDLONGAGOen', 'opTHISLONGAGOen', 'opTHISLONGAGOen'],
    // in the middle of what was typed in one go, while a third person typed as well
    ['Third HEREANDTYPESONALL', 'Giulia Third HEREANDTYPE', 'Giulia Third HEREANDTYPESONALL'],
    ['more Third HEREANDTYPESONALL', 'Third HEREANDTYPE', 'Third HEREANDTYPESONALL'],
    // words of a third person are that person's care
    ['openDATA third', 'open', 'openDATA'],
  ])('%s copied as %s becomes %s', (old, copy, expected) => {
    expect(after(old, copy)).toBe(expected);
  });

  test('a repetition that was typed here is not taken for the words it repeats', () => {
    const old = [...'the the '].map((character, index) => ({ character, typed: index < 4 ? index : null }));
    expect(unseenWords(old, [...'the ']).insertions.map(({ words }) => words).join('')).toBe('the ');
  });

  test('characters beyond 16 bits stay whole', () => {
    const old: Character[] = [
      { character: '😀', typed: null },
      { character: '🏙', typed: 5 },
    ];
    expect(unseenWords(old, ['😀']).insertions).toEqual([{ at: 1, words: '🏙' }]);
  });

  test('a caret is found again', () => {
    const { caret } = unseenWords(typed('openDATA now'), [...'All open now']);
    expect(caret(0)).toBe(0);
    expect(caret(4)).toBe(8);
    expect(caret(6)).toBe(10);
    expect(caret(12)).toBe(16);
  });
});

/** Somebody with a page: types, changes the outline, and looks after their own words. */
class Someone {
  readonly kept: KeptWords[] = [];
  readonly words: string[] = [];
  readonly history: DraftHistory;
  #count = 0;

  constructor(
    readonly name: string,
    readonly doc: Y.Doc,
  ) {
    this.history = new DraftHistory(doc);
    this.history.movedStep = MovedStep;
    new OwnWords(doc, { unsaved: () => new Set(), lost: (words) => this.kept.push(...words), went: () => {} }).repairWith(repairWords);
  }

  /** Types a word of their own somewhere in a block, between the words of others or in the middle of one. */
  types(block: Y.XmlElement, luck: Luck): string {
    const word = `<${this.name}${(this.#count += 1)}>`;
    const last = this.words.at(-1);
    this.words.push(word);
    this.doc.transact(() => {
      const found = block.toArray().find((child) => child instanceof Y.XmlText);
      const text = found ?? new Y.XmlText();
      if (!found) block.insert(0, [text]);
      const gaps = [...text.toString().matchAll(/(?<=>|^|[a-z ](?=[^>]*(<|$)))/g)].map(({ index }) => index);
      // Often one goes on where one stopped, in the middle of what may be seen by now.
      const before = text.toString().indexOf(last ?? '\0');
      text.insert(last !== undefined && before >= 0 && luck.below(2) === 0 ? before + last.length : luck.one([0, ...gaps]), word);
    }, 'typing');
    return word;
  }

  splits(luck: Luck, made: string): void {
    const { id } = luck.one(readOutline(this.doc));
    const paragraph = luck.one(['', ...blocksIn(this.doc, id).map((block) => block.getAttribute('id') ?? '')]);
    this.history.outlineStep(() => {
      const moved = splitPoint(this.doc, id, paragraph, made);
      return moved && { moved, made };
    });
  }

  merges(luck: Luck): void {
    const outline = readOutline(this.doc);
    const at = 1 + luck.below(Math.max(1, outline.length - 1));
    const [into, from] = [outline[at - 1], outline[at]];
    if (into && from) this.history.outlineStep(() => ({ moved: mergePoint(this.doc, from.id, into.id) }));
  }

  /** Moves or removes a point. */
  stirs(luck: Luck): void {
    const outline = readOutline(this.doc);
    const { id } = luck.one(outline);
    this.doc.transact(() => {
      if (luck.below(3) === 0 && outline.length > 1) removePoint(this.doc, id);
      else movePoint(this.doc, id, luck.below(outline.length));
    }, OUTLINE_CHANGE);
  }
}

const PARAGRAPHS = ['Cities publish', 'Every year', 'They pay', 'In person', 'At night', 'By day'];

function draft(): Y.Doc {
  const doc = new Y.Doc();
  for (const [at, point] of ['1', '2', '3'].entries()) {
    addPoint(doc, point, 'action_point', Infinity);
    const blocks = blocksIn(doc, point);
    blocks[0]?.insert(0, [new Y.XmlText(`Title ${point}`)]);
    blocks[1]?.insert(0, [new Y.XmlText(PARAGRAPHS[at * 2] ?? '')]);
    const second = new Y.XmlElement('paragraph');
    second.setAttribute('id', `second-${point}`);
    second.insert(0, [new Y.XmlText(PARAGRAPHS[at * 2 + 1] ?? '')]);
    doc.getXmlFragment(`point:${point}`).push([second]);
  }
  return doc;
}

function copy(doc: Y.Doc): Y.Doc {
  const made = new Y.Doc();
  Y.applyUpdate(made, Y.encodeStateAsUpdate(doc));
  return made;
}

function exchange(people: Someone[]): void {
  for (let round = 0; round < people.length + 1; round += 1) {
    const news = people.map(({ doc }) => Y.encodeStateAsUpdate(doc));
    for (const { doc } of people) for (const update of news) Y.applyUpdate(doc, update, 'other');
  }
}

function textOf(doc: Y.Doc): string {
  return pointsWithText(doc)
    .flatMap((point) => blocksIn(doc, point).map(wordsOf))
    .join('\n');
}

// Words that were offered can come to stand again, when whoever deleted them takes that back; so they may be in both.
function expectEachWordOnce(people: Someone[]): void {
  const [first] = people;
  if (!first) return;
  const text = textOf(first.doc);
  for (const { doc, words, kept } of people) {
    sameText(doc, first.doc);
    const mine = kept.map((each) => each.words).join('\n');
    for (const word of words) {
      const times = text.split(word).length - 1;
      expect(times, `${word} in\n${text}\nkept\n${mine}`).toBeLessThanOrEqual(1);
      expect(times === 1 || mine.includes(word), `${word} in\n${text}\nkept\n${mine}`).toBe(true);
    }
  }
  for (const words of PARAGRAPHS) expect(textOf(first.doc).replaceAll(/<\w+>/g, '')).toContain(words);
}

describe.each(Array.from({ length: 120 }, (_, seed) => seed))('plan %i', (seed) => {
  test('one splits, merges, moves and removes while others type: each word stands once', () => {
    const luck = new Luck(seed);
    const start = draft();
    const mover = new Someone('m', start);
    const typists = ['a', 'b'].slice(0, 1 + luck.below(2)).map((name) => new Someone(name, copy(start)));
    for (let round = 0; round < 6; round += 1) {
      for (let step = luck.below(5); step >= 0; step -= 1) {
        for (const typist of typists) typist.types(luck.one([...standingBlocks(typist.doc).values()]).element, luck);
      }
      switch (luck.below(4)) {
        case 0:
          mover.splits(luck, `s${round}`);
          break;
        case 1:
          mover.merges(luck);
          break;
        case 2:
          mover.stirs(luck);
          break;
        default:
          if (luck.below(2) === 0) mover.history.undo();
          else mover.history.redo();
      }
      if (luck.below(3) === 0) mover.types(luck.one([...standingBlocks(mover.doc).values()]).element, luck);
      if (luck.below(3) > 0) exchange([mover, ...typists]);
    }
    exchange([mover, ...typists]);
    expectEachWordOnce([mover, ...typists]);
  });
});

test('a server that hands on what it has, in one piece, makes no difference', () => {
  const server = draft();
  const mover = new Someone('m', copy(server));
  const typist = new Someone('a', copy(server));
  mover.history.outlineStep(() => ({ moved: mergePoint(mover.doc, '2', '1') }));
  const block = standingBlocks(typist.doc).get('second-2')?.element;
  const word = typist.types(block ?? new Y.XmlElement(), new Luck(1));
  // The server has the typist's word before the mover's update; what the typist gets knows of the deletion of the word.
  Y.applyUpdate(server, Y.encodeStateAsUpdate(typist.doc));
  Y.applyUpdate(server, Y.encodeStateAsUpdate(mover.doc));
  Y.applyUpdate(typist.doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(typist.doc)), 'other');
  expect(textOf(typist.doc).split(word).length - 1).toBe(1);
  expect(wordsOf(standingBlocks(typist.doc).get('second-2')?.element ?? new Y.XmlElement())).toContain(word);
});

test('words in a paragraph that somebody deletes are offered, if they were typed lately or are not saved', () => {
  for (const [minutes, unsaved, offered] of [
    [0, false, true],
    [5, false, false],
    [5, true, true],
  ] as const) {
    const start = draft();
    const doc = copy(start);
    const lost: KeptWords[] = [];
    let now = 0;
    const blocks = new Set<string>(unsaved ? ['second-2'] : []);
    new OwnWords(doc, { unsaved: () => blocks, lost: (words) => lost.push(...words), went: () => {} }, () => now).repairWith(repairWords);
    const text = standingBlocks(doc).get('second-2')?.element.get(0);
    if (text instanceof Y.XmlText) text.insert(0, 'Mine: ');
    now = minutes * 60_000;
    start.getXmlFragment('point:2').delete(2);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(start), 'other');
    expect(lost).toEqual(offered ? [{ point: '2', block: 'second-2', words: 'Mine: In person' }] : []);
  }
});

test('a paragraph that somebody joins to the one before is not offered: its words stand', () => {
  const start = draft();
  const doc = copy(start);
  const lost: KeptWords[] = [];
  new OwnWords(doc, { unsaved: () => new Set(), lost: (words) => lost.push(...words), went: () => {} }).repairWith(repairWords);
  const text = standingBlocks(doc).get('second-2')?.element.get(0);
  if (text instanceof Y.XmlText) text.insert(0, 'Mine: ');
  Y.applyUpdate(start, Y.encodeStateAsUpdate(doc));
  start.transact(() => {
    start.getXmlFragment('point:2').delete(2);
    const first = blocksIn(start, '2')[1]?.get(0);
    if (first instanceof Y.XmlText) first.insert(0, 'Mine: In person');
  });
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(start), 'other');
  expect(lost).toEqual([]);
});

test('after a reload nobody knows whose words were unsaved: what the moved paragraph lacks is offered', () => {
  const server = draft();
  const before = copy(server);
  const text = standingBlocks(before).get('second-2')?.element.get(0);
  if (text instanceof Y.XmlText) text.insert(0, 'Mine: ');
  const reloaded = copy(before);
  const lost: KeptWords[] = [];
  new OwnWords(reloaded, { unsaved: () => null, lost: (words) => lost.push(...words), went: () => {} }).repairWith(repairWords);
  server.transact(() => mergePoint(server, '2', '1'));
  Y.applyUpdate(reloaded, Y.encodeStateAsUpdate(server), 'other');
  expect(lost).toEqual([{ point: '2', block: 'second-2', words: 'Mine: In person' }]);
});

test('what somebody takes away before the repair is loaded is put back, or offered, when it is', () => {
  const server = draft();
  const doc = copy(server);
  const lost: KeptWords[] = [];
  const went: string[] = [];
  const own = new OwnWords(doc, {
    unsaved: () => new Set(),
    lost: (words) => lost.push(...words),
    went: ({ block, point }) => went.push(`${block} to ${point}`),
  });
  for (const block of ['second-1', 'second-2']) {
    const text = standingBlocks(doc).get(block)?.element.get(0);
    if (text instanceof Y.XmlText) text.insert(0, 'Mine: ');
  }
  server.transact(() => mergePoint(server, '2', '1'));
  const first = standingBlocks(server).get('second-1')?.element;
  const fragment = server.getXmlFragment('point:1');
  if (first) fragment.delete(fragment.toArray().indexOf(first));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server), 'other');
  expect([wordsOf(standingBlocks(doc).get('second-2')?.element ?? new Y.XmlElement()), lost]).toEqual(['In person', []]);
  own.repairWith(repairWords);
  expect(String(standingBlocks(doc).get('second-2')?.element.get(0))).toBe('Mine: In person');
  expect(went).toEqual(['second-2 to 1']);
  expect(lost.map(({ block }) => block)).toEqual(['second-1']);
});
