/** Stands in for `lib0/dom`, which brings a schema checker along. The binding only takes the document from it. */
export const doc = document;
