import { afterEach, expect, test, vi } from 'vitest';
import { fetchFromServer } from './answering';
import { outcome } from './client';

afterEach(() => vi.unstubAllGlobals());

const ask = () => fetchFromServer('/api/sign-in', {});
const answering = (response: Response) => vi.stubGlobal('fetch', async () => response);
const json = (body: unknown, status: number, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

test('the server’s answers pass', async () => {
  for (const answer of [json({}, 200), json({}, 401, 'application/problem+json'), new Response(null, { status: 204 })]) {
    answering(answer);
    expect(await ask()).toBe(answer);
  }
});

test.each([200, 401, 403, 404, 511])('a page with status %i is not the server’s', async (status) => {
  answering(new Response('<p>Pay', { status, headers: { 'content-type': 'text/html' } }));
  await expect(ask()).rejects.toThrow('somebody else');
});

test('what is behind a redirection is not the server’s', async () => {
  const answer = json({}, 200);
  Object.defineProperty(answer, 'redirected', { value: true });
  answering(answer);
  await expect(ask()).rejects.toThrow('somebody else');
});

test('only a problem of the server is a problem; anything else in between means that it is away', async () => {
  const failed = async (error: unknown, status: number) => {
    const found = await outcome(Promise.resolve({ error, response: new Response(null, { status }) }));
    return found.ok ? 'ok' : found.failure.kind;
  };
  expect(await failed({ code: 'not_signed_in', status: 401 }, 401)).toBe('problem');
  expect(await failed({ error: 'no' }, 404)).toBe('unreachable');
  expect(await failed('<html>', 502)).toBe('unreachable');
});
