import { afterEach, expect, test, vi } from 'vitest';
import { api, outcome } from './client';
import { address } from './request';

afterEach(() => vi.unstubAllGlobals());

function answering(status: number, body: string | null): ReturnType<typeof vi.fn> {
  const headers = { 'content-type': body?.startsWith('<') ? 'text/html' : 'application/json' };
  const fetch = vi.fn(async () => new Response(body, { status, headers }));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

test('parameters go into the path, escaped, and after it, without what is absent', () => {
  expect(address('/api/drafts/{id}/text', { path: { id: 'a/b c' } })).toBe('/api/drafts/a%2Fb%20c/text');
  expect(address('/api/drafts', { query: { after: 'x&y', limit: 5, other: undefined } })).toBe(
    '/api/drafts?after=x%26y&limit=5',
  );
});

test('a request says what it is asked to say, and the answer is read', async () => {
  const fetch = answering(200, '{"participant":{"name":"Xu"}}');
  const entered = await outcome(api.POST('/api/sign-in', { body: { participant: '0197' } }));
  expect(entered).toEqual({ ok: true, data: { participant: { name: 'Xu' } } });
  expect(fetch).toHaveBeenCalledWith('/api/sign-in', {
    method: 'POST',
    body: '{"participant":"0197"}',
    headers: { 'Content-Type': 'application/json' },
    signal: expect.any(AbortSignal),
  });
});

test('an empty answer is an answer', async () => {
  answering(204, null);
  expect(await outcome(api.DELETE('/api/sign-in'))).toEqual({ ok: true, data: undefined });
});

test('a problem is told as the server told it, and a proxy’s page is no problem of the server’s', async () => {
  const problem = { type: 'about:blank', title: 'No', status: 404, code: 'not_found', detail: 'There is no such draft.' };
  answering(404, JSON.stringify(problem));
  const asked = () => outcome(api.GET('/api/drafts/{id}', { params: { path: { id: '1' } } }));
  expect(await asked()).toEqual({ ok: false, failure: { kind: 'problem', problem } });
  answering(502, '<h1>Bad gateway</h1>');
  expect(await asked()).toEqual({ ok: false, failure: { kind: 'unreachable' } });
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no network')));
  expect(await asked()).toEqual({ ok: false, failure: { kind: 'unreachable' } });
});
