/**
 * Stands in for `lib0/logging`, which brings a styled console, a schema checker and more along. Yjs only warns with it.
 */
export const print = (...said: unknown[]): void => console.log(...said);
export const warn = (...said: unknown[]): void => console.warn(...said);

// Styles of the console.
export const ORANGE = '';
export const RED = '';
export const BOLD = '';
export const UNBOLD = '';
