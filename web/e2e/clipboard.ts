import type { Page } from '@playwright/test';
import type { Person } from './people';

/** The clipboard of a person's browser, as other programs fill it. */
export class Clipboard {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async of(person: Person): Promise<Clipboard> {
    await person.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    return new Clipboard(person.page);
  }

  async holds({ html, text }: { html?: string; text: string }): Promise<void> {
    await this.#page.evaluate(
      async ([html, text]) => {
        const kinds = { 'text/plain': text, ...(html === undefined ? {} : { 'text/html': html }) };
        const blobs = Object.entries(kinds).map(([type, words]) => [type, new Blob([words ?? ''], { type })]);
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      },
      [html, text],
    );
  }

  async read(type: 'text/plain' | 'text/html'): Promise<string> {
    return this.#page.evaluate(async (type) => {
      const [item] = await navigator.clipboard.read();
      return item?.types.includes(type) ? (await item.getType(type)).text() : '';
    }, type);
  }
}
