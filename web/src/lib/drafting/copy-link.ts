import { more } from '$lib/i18n/more';
import { announcer } from '$lib/ui/announcer.svelte';
import { copyText } from '$lib/ui/clipboard';
import { linkTo, type Address } from './addresses';

/** Puts the link to a place of this draft on the clipboard and says so; where that is forbidden, shows it for copying. */
export async function copyLink(address: Address): Promise<void> {
  const link = linkTo(address, window.location);
  if (await copyText(link)) announcer.tell(more.t.addresses.copied(link));
  else announcer.warn(more.t.addresses.notCopied(link));
}
