/** The value of a property in an element's own style. Read from the attribute: browsers forget Word's `mso-…`. */
export function styleOf(element: Element, property: string): string {
  const declarations = (element.getAttribute('style') ?? '').split(';');
  for (const declaration of declarations.toReversed()) {
    const colon = declaration.indexOf(':');
    if (declaration.slice(0, colon).trim().toLowerCase() === property) return declaration.slice(colon + 1).trim();
  }
  return '';
}

/** Whether an element's tag and style make words bold, take that back, or say nothing of it. */
export function boldness(element: Element): boolean | null {
  const weight = styleOf(element, 'font-weight').toLowerCase();
  if (/^(bold|bolder|[6-9]00)\b/.test(weight)) return true;
  if (/^(normal|lighter|[1-5]00)\b/.test(weight)) return false;
  return ['B', 'STRONG'].includes(element.tagName) || null;
}

/** The same for italics. */
export function slant(element: Element): boolean | null {
  const style = styleOf(element, 'font-style').toLowerCase();
  if (/^(italic|oblique)\b/.test(style)) return true;
  if (style.startsWith('normal')) return false;
  return ['I', 'EM', 'CITE', 'DFN'].includes(element.tagName) || null;
}
