/** Where the people are: everybody, or a part of the page, or one of them. */
export const peoplePath = (part = ''): string => (part === '' ? '/people' : `/people/${part}`);
