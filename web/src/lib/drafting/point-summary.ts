import * as Y from 'yjs';
import { notesAmong, openBrackets, runsOf, wordsBesideNotes, type ReadNote } from './runs';

/** What the page says of a point's text beside the text itself. */
export interface PointSummary {
  title: string;
  openBrackets: number;
  /** Its footnotes, in reading order. */
  notes: ReadNote[];
}

/** Reads a point's title and footnotes, and counts its open brackets. */
export function summarize(fragment: Y.XmlFragment): PointSummary {
  const summary: PointSummary = { title: '', openBrackets: 0, notes: [] };
  for (const block of fragment.toArray()) {
    if (!(block instanceof Y.XmlElement)) continue;
    const runs = runsOf(block);
    if (block.nodeName === 'title') summary.title ||= wordsBesideNotes(runs).trim();
    summary.openBrackets += openBrackets(runs);
    summary.notes.push(...notesAmong(runs));
  }
  return summary;
}

/** Whether nothing that is shown of it changed. */
export function isSameSummary(one: PointSummary, other: PointSummary): boolean {
  const same = one.title === other.title && one.openBrackets === other.openBrackets;
  return same && JSON.stringify(one.notes) === JSON.stringify(other.notes);
}
