// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { readHtml } from './read-html';
import { shown } from './shown';

const fixtures = import.meta.glob<string>('./fixtures/*.html', { query: '?raw', import: 'default', eager: true });
const saved = (name: string) => fixtures[`./fixtures/${name}.html`] ?? '';
const read = (html: string) => shown(readHtml(html));

test('Word on Windows: lists, tracked changes, comments, notes, tables', () => {
  expect(read(saved('word-windows'))).toEqual([
    '0 heading Commitments',
    '0 - City governments, gathered in Beijing, agree on *three* _short_ commitments^As of 2013.^:',
    '0 number Cities shall publish [open] data:',
    '1 letter every year, and',
    '2 roman in one place<https://example.org/data>;',
    '1 letter free of charge.',
    '0 number They meet « à Paris ».',
    '0 bullet Openness',
    '0 - fr Les villes publient leurs données : toutes, à 100\u00a0%.',
    '0 - City · Year',
    '0 - Hangzhou · 2014 or later',
  ]);
});

test('Word on the Mac: kinds told from the markers, and Chinese without spaces at its line ends', () => {
  expect(read(saved('word-mac'))).toEqual([
    '0 number First',
    '1 letter the eighth letter',
    '1 letter the ninth letter',
    '2 roman roman one',
    '2 roman roman two',
    '0 bullet a bullet',
    '1 bullet a bullet within',
    '0 - zh 城市应当每年公布数据。',
  ]);
});

test('Word on the web', () => {
  expect(read(saved('word-online'))).toEqual([
    '0 - en Cities agree:',
    '0 bullet en *Openness*',
    '1 bullet en of data',
    '0 letter en in letters',
  ]);
});

test('Google Docs: what is bold is bold, and nothing else', () => {
  expect(read(saved('google-docs'))).toEqual([
    '0 - Cities *should*_ meet_ and act<https://www.example.org/act?q=1>:',
    '0 letter with schools;',
    '1 roman first,',
    '0 letter with libraries.',
    '0 - ar تنشر المدن بياناتها',
  ]);
});

test('LibreOffice', () => {
  expect(read(saved('libreoffice'))).toEqual([
    '0 - The mayors^Of forty cities^ decide:',
    '0 letter to *learn*',
    '1 roman every day',
    '0 letter to teach',
    '0 - fr Les maires décident.',
  ]);
});

test('a web page: words, lists and addresses; nothing that runs, nothing that points into the page', () => {
  expect(read(saved('web-page'))).toEqual([
    '0 heading Learning cities',
    '0 - A city that _learns_, says a page, a wiki and a person<mailto:office@example.org>.',
    '0 - One line',
    '0 - and another',
    '0 - and a third',
    '0 bullet Schools',
    '1 bullet primary',
    '2 roman first year',
    '0 none and more',
    '0 bullet Libraries',
    '0 none open late',
    '0 - In a cell of layout',
    '0 bullet an item',
    '0 - Softly said.',
  ]);
});

test.each([
  ['a script', '<script>alert(1)</script>'],
  ['a picture', '<img src="x" onerror="alert(1)">'],
  ['a frame', '<iframe srcdoc="<p>words</p>"></iframe>'],
  ['a vector picture with words', '<svg><text>words</text></svg>'],
  ['nothing', ''],
  ['an empty page of Word', '<p class=MsoNormal><o:p>&nbsp;</o:p></p>'],
])('%s holds no words', (_what, html) => {
  expect(read(html)).toEqual([]);
});

test('typed markers in paragraphs become markers, a number that starts a sentence does not', () => {
  expect(read('<p>1. One</p><p>(a) within</p><p>2. Two</p>')).toEqual(['0 number One', '1 letter within', '0 number Two']);
  expect(read('<p>2013. A year</p><p>Words</p>')).toEqual(['0 - 2013. A year', '0 - Words']);
});

test('a language that the words cannot be of is not believed', () => {
  expect(read('<p lang="ar">Only Latin letters</p>')).toEqual(['0 - Only Latin letters']);
  expect(read('<p lang="de">Deutsch</p>')).toEqual(['0 - Deutsch']);
});
