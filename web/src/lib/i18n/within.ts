/** The name of a part of the draft as it stands inside a sentence: "Action point 2.6" becomes "action point 2.6". */
export function within(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
