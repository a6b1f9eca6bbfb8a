import { expect, test } from 'vitest';
import { rewordNote } from './footnote-commands';
import { annotated, bench, shown } from './footnote-workbench';
import { allNotes, wordsOfNote } from './footnotes';
import { copyOf, docWith, exchange, type Workbench } from './workbench';

const text = () => docWith(['t', 'Open data'], ['p', 'Cities publish data']);

test.each([1, 2])('two people write after the same note at once, and the rest of the paragraph stays out of it (%i)', (first) => {
  const one = text();
  const ann = annotated(bench(one), 6, 'a', 'See');
  const other = copyOf(one);
  [one.clientID, other.clientID] = [first, 3 - first];
  const bo = bench(other, 'bo');
  annotated(ann, 9, 'b', 'Also');
  bo.caret(1, 9).type('!');
  exchange(one, other);
  expect(['Cities{a: See}{b: Also}! publish data', 'Cities{a: See}!{b: Also} publish data']).toContain(shown(ann.state.doc));
  expect(shown(bo.state.doc)).toBe(shown(ann.state.doc));
});

/** Two people edit one paragraph at random: notes, words, both at once. */
test.each(Array.from({ length: 100 }, (_, seed) => seed + 1))('plan %i: what both typed is there, and both see the same', (seed) => {
  const random = randomNumbers(seed);
  const one = text();
  const other = copyOf(one);
  one.clientID = seed * 2;
  other.clientID = seed * 2 + (seed % 2 === 0 ? 1 : -1);
  const people = [bench(one, 'ann'), bench(other, 'bo')] as const;
  const typed: string[] = [];
  const ids: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    const person = people[random(2) === 0 ? 0 : 1];
    act(person, random, `${seed}-${step}`, `<${step}>`, typed, ids);
    if (random(4) === 0) exchange(one, other);
  }
  exchange(one, other);
  const [ann, bo] = people.map(({ state }) => state.doc.child(1));
  expect(ann?.toJSON()).toEqual(bo?.toJSON());
  for (const words of typed) expect(ann?.textContent).toContain(words);
  expect(new Set(allNotes(people[0].state.doc).map(({ id }) => id))).toEqual(new Set(ids));
});

// Nothing is deleted and nobody types in the middle of a word, so every word and every note must survive. Nobody puts a note
// directly beside another: where many stand side by side, marks that two people set at once may swallow each other.
function act(person: Workbench, random: (below: number) => number, id: string, words: string, typed: string[], ids: string[]): void {
  const notes = allNotes(person.state.doc);
  const note = notes[random(Math.max(1, notes.length))];
  const kind = random(3);
  const ends = [...person.state.doc.child(1).textContent.matchAll(/(?<=>)|^|\s|$/g)].map(({ index }) => index);
  const place = ends[random(ends.length)] ?? 0;
  typed.push(words);
  const position = person.caret(1, place).state.selection.from;
  const besideNote = notes.some(({ stretches }) => stretches.some(({ from, to }) => from <= position && position <= to));
  if (kind === 0 && !besideNote) {
    annotated(person, place, id, words);
    ids.push(id);
  } else if (kind === 1 && note) {
    const before = wordsOfNote(person.state.doc, note);
    const rewording = rewordNote(person.state, note.id, before, random(2) === 0 ? words + before : before + words);
    if (rewording) person.dispatch(rewording);
  } else {
    person.caret(1, place).type(words);
  }
}

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
