import { tick } from 'svelte';
import type { DraftTools } from '$lib/drafting/draft-tools.svelte';
import { showWords } from '$lib/drafting/walk-brackets';
import { bracketStops } from '$lib/editor/bracket-walk';

/** Goes to a paragraph in the text: to the first bracket in it if there is one, else in the title of its point. */
export async function showInText(tools: DraftTools, point: string, paragraph: string): Promise<void> {
  const { screen, spotlight } = tools;
  await screen.goTo(point);
  await tick();
  spotlight.showArrival(paragraph);
  document.getElementById(`paragraph-${paragraph}`)?.scrollIntoView({ block: 'center' });
  const view = screen.editors.viewOf(point);
  if (!view) return;
  const { doc } = view.state;
  const range = { from: -1, to: -1 };
  doc.forEach((block, from) => {
    if (block.attrs['id'] === paragraph) Object.assign(range, { from, to: from + block.nodeSize });
  });
  const titleEnds = doc.firstChild?.type.name === 'title' ? doc.firstChild.nodeSize : 0;
  const stops = bracketStops([doc]);
  const inParagraph = stops.find(({ open }) => open > range.from && open < range.to);
  const stop = inParagraph ?? stops.find(({ open }) => open < titleEnds);
  if (!stop) return;
  showWords(view, stop.from, stop.to);
  screen.editors.look(view, point);
}
