import type { Draft, ParagraphState } from '$lib/api/types';
import { AcrossPoints } from '$lib/editor/across-points.svelte';
import { AgreementDesk } from '$lib/negotiation/agreement-desk.svelte';
import { SuggestionDesk } from '$lib/negotiation/suggestion-desk.svelte';
import type { Editors } from './editors.svelte';
import type { Find } from './find.svelte';
import { Following } from './following.svelte';
import type { LiveDraft } from './live.svelte';
import type { NumberedEntry } from './outline';
import { OutlineDesk } from './outline-desk.svelte';
import type { Part } from './PartsBar.svelte';
import { ReadingPlace } from './reading-place.svelte';
import { Spotlight } from './spotlight.svelte';

/** The drafting screen, as the second wave sees it. Its fields change. */
export interface Screen {
  live: LiveDraft;
  editors: Editors;
  /** What the server said of the draft when the page was opened: what of it never changes. */
  draft: Pick<Draft, 'id' | 'session' | 'session_number' | 'language'>;
  /** The participant who looks. */
  me: string;
  entries: NumberedEntry[];
  /** The state of paragraphs by id; what is absent is open. */
  paragraphs: ReadonlyMap<string, ParagraphState>;
  /** What is scrolled. */
  desk: HTMLElement;
  /** The part that is shown where a small screen shows only one. */
  part: Part;
  /** What a point is called, such as "Action point 2.6". */
  pointLabel: (point: string) => string;
  /** What a point is called in a list: its number, or its kind. */
  pointName: (point: string) => string;
  goTo: (point: string) => Promise<void>;
}

/** What the drafting screen knows and can do beside showing the text and taking what is typed. */
export class DraftTools {
  readonly reading = new ReadingPlace();
  readonly spotlight = new Spotlight();
  readonly following: Following;
  readonly outline: OutlineDesk;
  readonly agreement: AgreementDesk;
  readonly suggestions: SuggestionDesk;
  /** The selection over several texts. */
  readonly across: AcrossPoints;
  readonly screen: Screen;
  /** The search whose places one goes to from the text; null if there is none. */
  search: Find | null = $state.raw(null);

  constructor(screen: Screen) {
    this.screen = screen;
    const { live, editors, me } = screen;
    this.following = new Following(live.presence, me);
    this.outline = new OutlineDesk(live, editors, () => ({
      entries: screen.entries,
      paragraphs: screen.paragraphs,
      name: screen.pointLabel,
    }));
    this.agreement = new AgreementDesk(screen.draft.id, () => live.document);
    this.suggestions = new SuggestionDesk(screen, () => this.agreement.load());
    this.across = editors.across = new AcrossPoints({ texts: () => editors.texts, say: editors.say });
    if (editors.active && editors.point !== null) editors.look(editors.active, editors.point);
  }
}
