/** Elements that hold no words of the text. */
const NOT_TEXT =
  'script, style, template, noscript, head, title, meta, link, nav, aside, footer[role=contentinfo], iframe, object, embed, ' +
  'canvas, svg, math annotation, img, picture, video, audio, button, input, select, textarea, form[role=search], datalist, ' +
  'xml, colgroup, [hidden], [aria-hidden=true], [role=navigation], [contenteditable=false][data-plenary=no-text], ' +
  '[data-plenary=marker], rt, rp';

/** Words that somebody deleted while changes were tracked, and comments with what points to them, as Word writes them. */
const NOT_WORDS_ANY_MORE =
  'del, .msoDel, .msodel, [class*=MsoCommentReference], [class*=MsoCommentSubject], .msocomanchor, .msocomtxt, .msocomoff, ' +
  'a[href^="#_msocom"], a[name^="_msocom"], a[id^="_anchor_"]';

const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment-list|header|footer|field-begin))/i;

/** Takes out of a parsed page what is no text of it: scripts, styles, navigation, pictures, deleted words, comments. */
export function removeDebris(page: Document): void {
  for (const element of page.querySelectorAll(`${NOT_TEXT}, ${NOT_WORDS_ANY_MORE}`)) element.remove();
  for (const element of page.querySelectorAll('[style]')) {
    if (HIDDEN.test(element.getAttribute('style') ?? '')) element.remove();
  }
  removeFieldCodes(page);
}

// Word may write a field as its code, a separator and its result; the code is `HYPERLINK "…"` and is not read.
function removeFieldCodes(page: Document): void {
  for (const separator of page.querySelectorAll('[style*="field-separator"], [style*="field-end"]')) separator.remove();
}
