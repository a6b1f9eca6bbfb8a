/*
 * The second wave of the drafting screen: everything that one does not need to see the text and to type in it. It is
 * one file, fetched as soon as the text is on the screen; see {@link later}, through which all of it is used.
 */
export { default as DeskEnd } from './DeskEnd.svelte';
export { default as DraftActs } from './DraftActs.svelte';
export { default as PointActs } from './PointActs.svelte';
export { default as PointsColumn } from './PointsColumn.svelte';
export { default as PrintHead } from './PrintHead.svelte';
export { default as ScreenBars } from './ScreenBars.svelte';
export { default as ScreenEnd } from './ScreenEnd.svelte';
export { default as ScreenParts } from './ScreenParts.svelte';
export { default as PartsBar } from './PartsBar.svelte';
export { default as TextTools } from './TextTools.svelte';
export { DraftTools } from './draft-tools.svelte';
export { selectionFacts } from './selection-facts';
export { ownCaret } from '$lib/editor/carets';
export { equip } from './equip.svelte';
export { inOrder } from './in-order.svelte';
