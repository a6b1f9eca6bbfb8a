import { api, outcome } from '$lib/api/client';
import { Resource } from '$lib/api/resource.svelte';
import type { Draft } from '$lib/api/types';

/** What the server says of a draft; without the network, what this device remembers of it, which opens the copy it keeps. */
export function rememberedDraft(id: string): Resource<Draft> {
  const ask = () => outcome(api.GET('/api/drafts/{id}', { params: { path: { id } } }));
  return new Resource<Draft>(ask, `draft.${id}`);
}
