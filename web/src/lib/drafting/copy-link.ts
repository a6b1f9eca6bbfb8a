import { i18n } from '$lib/i18n/i18n.svelte';
import { announcer } from '$lib/ui/announcer.svelte';
import { copyText } from '$lib/ui/clipboard';
import { linkTo, type Address } from './addresses';

/** Puts the link to a place of this draft on the clipboard and says so; where that is forbidden, shows it for copying. */
export async function copyLink(address: Address): Promise<void> {
  const link = linkTo(address, window.location);
  if (await copyText(link)) announcer.tell(i18n.t.addresses.copied(link));
  else announcer.warn(i18n.t.addresses.notCopied(link));
}
