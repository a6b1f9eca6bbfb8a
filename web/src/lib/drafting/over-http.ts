import { api, outcome } from '$lib/api/client';
import type { Surroundings } from './live.svelte';

/** What a live draft asks of the server over HTTP. */
export function overHttp(id: string): Pick<Surroundings, 'draft' | 'socket' | 'text'> {
  const params = { path: { id } };
  return {
    draft: () => outcome(api.GET('/api/drafts/{id}', { params })),
    socket: () => outcome(api.GET('/api/drafts/{id}/live', { params })),
    text: () => outcome(api.GET('/api/drafts/{id}/text', { params })),
  };
}
