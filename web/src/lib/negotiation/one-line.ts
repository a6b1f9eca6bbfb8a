/** Words as a paragraph holds them, which is one line: what was typed or pasted to break it is a space. */
export const oneLine = (typed: string): string => typed.replace(/\s*[\n\r\u2028\u2029]\s*|\p{Cc}+/gu, ' ');
