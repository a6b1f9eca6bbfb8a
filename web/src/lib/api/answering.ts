/** Longer than a whole draft takes at 50 kbit/s; a network that only swallows requests must not be waited for. */
const PATIENCE_MS = 30_000;

/** An answer that is not the server's: the login page of a hotel's Wi-Fi, or a proxy's own words. */
export class NotTheServer extends Error {}

/**
 * `fetch`, for the server's own interface: rejects when there is no answer, and when it is somebody else's. The server
 * answers with JSON and never sends a request elsewhere; whatever is behind a redirection does not speak for it.
 */
export async function fetchFromServer(address: string, asked: RequestInit): Promise<Response> {
  const response = await fetch(address, { ...asked, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (response.redirected || !isOurKind(response)) throw new NotTheServer(`${response.status} from somebody else`);
  return response;
}

function isOurKind({ status, headers }: Response): boolean {
  const kind = headers.get('content-type') ?? '';
  return status === 204 || /^application\/(problem\+)?json\b/.test(kind);
}
