import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';

/** A participant with a browser of their own. */
export class Person {
  readonly page: Page;
  readonly context: BrowserContext;

  constructor(page: Page) {
    this.page = page;
    this.context = page.context();
  }

  /** Somebody comes in and enters as this participant, as people do. */
  static async enter(browser: Browser, server: { address: string }, name: string): Promise<Person> {
    const context = await browser.newContext({ baseURL: server.address, locale: 'en-GB' });
    const person = new Person(await context.newPage());
    await person.comesIn(name);
    return person;
  }

  /** Enters as this participant, as people do. */
  async comesIn(name: string): Promise<void> {
    await this.page.goto('/');
    await this.page.getByRole('searchbox').fill(name);
    await this.page.getByRole('button', { name: `Enter as ${name}` }).click();
    await expect(this.page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  }

  /** The browser has kept the page's own files: it opens without a network from now on. */
  async hasShell(): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await expect.poll(() => this.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  }

  /** Another tab of the same browser. */
  async anotherTab(address = this.page.url()): Promise<Person> {
    const tab = new Person(await this.context.newPage());
    await tab.page.goto(address);
    return tab;
  }

  /** Opens the draft with this title from the conference page. */
  async opens(title: string): Promise<void> {
    await this.page.getByRole('link', { name: `Open the draft “${title}”` }).click();
    await expect(this.page.getByRole('textbox').first()).toBeVisible();
    await this.isTold('All changes saved');
  }

  /** The editor of an action point. */
  editor(number: string): Locator {
    return this.page.getByRole('textbox', { name: `Action point ${number}`, exact: true });
  }

  /** A paragraph of an action point, from 1. */
  paragraph(number: string, ordinal: number): Locator {
    return this.editor(number).locator('p').nth(ordinal - 1);
  }

  /** Puts the caret at the end of a paragraph and types. */
  async typesAtTheEndOf(paragraph: Locator, words: string): Promise<void> {
    await paragraph.click();
    await this.page.keyboard.press('End');
    await this.#toTheEnd(paragraph);
    await this.page.keyboard.type(words);
  }

  /** Puts the caret at the start of a paragraph and types. */
  async typesAtTheStartOf(paragraph: Locator, words: string): Promise<void> {
    await paragraph.click({ position: { x: 60, y: 14 } });
    await this.page.keyboard.press('Home');
    await this.page.keyboard.type(words);
  }

  /** The line about saving says so. */
  async isTold(words: string | RegExp): Promise<void> {
    await expect(this.saving).toHaveText(words);
  }

  /** Everything typed is committed, by the page's account. */
  async isSaved(): Promise<void> {
    await expect(this.saving).toHaveAttribute('data-state', 'saved');
  }

  /** The line about saving. */
  get saving(): Locator {
    return this.page.locator('output[aria-live=polite]');
  }

  // A paragraph of several lines ends where End on its last line goes.
  async #toTheEnd(paragraph: Locator): Promise<void> {
    await paragraph.evaluate((element) => {
      const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let last: Node | null = null;
      for (let node = words.nextNode(); node; node = words.nextNode()) {
        if (!node.parentElement?.closest('[contenteditable=false]')) last = node;
      }
      if (last) getSelection()?.collapse(last, last.textContent?.length ?? 0);
    });
  }
}
