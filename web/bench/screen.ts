import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import type { Hall } from './hall';

/** Between two keys: somebody who types eight letters a second is fast. */
const REST_MS = 120;

/** When the page showed what, in milliseconds since one asked for it. */
export interface Opening {
  visible: number;
  editable: number;
  scripts: number;
  requests: number;
}

/** What was measured of a row of keys, in milliseconds. */
export interface Typing {
  /** From each key's event to the frame that was painted after it, in order of length. */
  keys: number[];
  /** The longest by the browser's own Event Timing, which counts in steps of 8. */
  longestEvent: number;
  /** What the main thread had to do for a key, with everything else that happened meanwhile. */
  busyPerKey: number;
}

/** How busy the page's main thread was, in milliseconds of each second. */
export interface Load {
  busy: number;
  script: number;
}

declare global {
  interface Window {
    opening: Opening;
    keys: number[];
    events: number[];
    gaps: number[];
  }
}

/** The browser that is measured, with one page. */
export class Screen {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly cdp: CDPSession,
    private readonly hall: Hall,
  ) {}

  /** A browser that has never been here, signed in; `slower`: its processor, so many times. */
  static async turnOn(browser: Browser, hall: Hall, slower: number): Promise<Screen> {
    const context = await browser.newContext({
      baseURL: hall.server.address,
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
    });
    const [name = '', value = ''] = hall.reader.split('=');
    await context.addCookies([{ name, value, url: hall.server.address }]);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    await page.addInitScript(watchOpening);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
    return new Screen(context, page, cdp, hall);
  }

  /** Opens the draft, or opens it again with what this device has kept. */
  async opens(): Promise<Opening> {
    await this.page.goto(`/drafts/${this.hall.draft}`);
    await this.page.waitForFunction(() => window.opening?.editable > 0);
    const opening = await this.page.evaluate(() => window.opening);
    await this.isLive();
    return opening;
  }

  /** The server has everything, and the page has everything of the server's. */
  async isLive(): Promise<void> {
    await this.page.locator('output[data-state=saved]').waitFor();
  }

  /** Types at the end of the first paragraph of a point, with a rest after each key. */
  async types(point: string, letters: number): Promise<Typing> {
    const paragraph = this.page.locator(`#point-${point} .text p`).first();
    await paragraph.click();
    await this.page.keyboard.press('End');
    await this.page.keyboard.type('warm up ', { delay: REST_MS });
    await this.page.evaluate(watchKeys);
    const before = await this.#spent();
    await this.page.keyboard.type('lifelong learning '.repeat(letters).slice(0, letters), { delay: REST_MS });
    await this.page.waitForFunction((all) => window.keys.length === all, letters);
    const { busy } = differenceOf(before, await this.#spent());
    const [keys, events] = await this.page.evaluate(() => [window.keys, window.events] as const);
    return {
      keys: keys.sort((a, b) => a - b),
      longestEvent: Math.max(0, ...events),
      busyPerKey: busy / letters,
    };
  }

  /** Looks on for so long. */
  async looksOn(ms: number): Promise<Load> {
    const before = await this.#spent();
    const started = performance.now();
    await this.page.evaluate((until) => new Promise((resolve) => setTimeout(resolve, until)), ms);
    const seconds = (performance.now() - started) / 1000;
    const { busy, script } = differenceOf(before, await this.#spent());
    return { busy: busy / seconds, script: script / seconds };
  }

  /** Scrolls from the top to the end as a wheel does; the time between the frames meanwhile, in order of length. */
  async scrolls(): Promise<number[]> {
    await this.page.evaluate(() => {
      document.querySelector('.desk')?.scrollTo({ top: 0, behavior: 'instant' });
    });
    const { x, y } = await this.page.locator('.desk').evaluate((desk) => {
      const { left, width, top, height } = desk.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await this.page.mouse.move(x, y);
    await this.page.evaluate(watchFrames);
    for (let turn = 0; turn < 60; turn += 1) await this.page.mouse.wheel(0, 800);
    const frames = await this.page.evaluate(() => window.gaps.splice(0));
    return frames.sort((a, b) => a - b);
  }

  /** What the page's JavaScript holds, in megabytes, after its rubbish has been collected. */
  async heapMb(): Promise<number> {
    await this.cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.cdp.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  }

  async turnOff(): Promise<void> {
    await this.context.close();
  }

  async #spent(): Promise<Load> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    const of = (wanted: string) => 1000 * (metrics.find(({ name }) => name === wanted)?.value ?? 0);
    return { busy: of('TaskDuration'), script: of('ScriptDuration') };
  }
}

function differenceOf(before: Load, after: Load): Load {
  return { busy: after.busy - before.busy, script: after.script - before.script };
}

/** Runs in the page from its very start: asks at each frame what there is to see. */
function watchOpening(): void {
  const look = () => {
    const text = document.querySelector('.text p');
    if (text?.textContent && !window.opening) {
      window.opening = { visible: performance.now(), editable: 0, scripts: 0, requests: 0 };
    }
    if (window.opening && document.querySelector('.text[contenteditable=true] p')) {
      const resources = performance.getEntriesByType('resource');
      window.opening.editable = performance.now();
      window.opening.requests = resources.length + 1;
      window.opening.scripts = resources.filter(({ name }) => name.endsWith('.js')).length;
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs in the page: a message that is posted in a frame arrives when that frame was painted. */
function watchKeys(): void {
  window.keys = [];
  window.events = [];
  const pressed = ({ timeStamp }: KeyboardEvent) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.keys.push(performance.now() - timeStamp);
      port2.postMessage(null);
    });
  window.addEventListener('keydown', pressed, { capture: true });
  const events = new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.events.push(duration);
  });
  events.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

function watchFrames(): void {
  window.gaps = [];
  let last = performance.now();
  const frame = (now: number) => {
    window.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
