import type { Piece } from '$lib/words/difference';

/** What stays the same is shown as far as this on either side of a change, in characters. */
const AROUND = 48;

/** A difference with its changes and the words around them; of the rest it says only that there is more. */
export function shortened(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    if (piece.kind !== 'same') return piece;
    const before = index > 0 ? beginning(piece.words) : '';
    const after = index < pieces.length - 1 ? end(piece.words) : '';
    const short = `${before}${before === '' ? '' : ' '}…${after === '' ? '' : ' '}${after}`;
    return { ...piece, words: short.length < piece.words.length ? short : piece.words };
  });
}

// Cut between words where there is a space; scripts without spaces are cut where it is.
function beginning(words: string): string {
  const cut = words.slice(0, AROUND);
  return cut.length < words.length && cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut;
}

function end(words: string): string {
  const cut = words.slice(-AROUND);
  return cut.length < words.length && cut.includes(' ') ? cut.slice(cut.indexOf(' ') + 1) : cut;
}
