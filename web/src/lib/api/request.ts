import { fetchFromServer } from './answering';
import type { paths } from './schema';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The operation behind a path and a method; never if there is none. */
type Operation<Path extends keyof paths, M extends Method> = NonNullable<paths[Path][M]>;

/** The paths that answer to a method. */
type PathsWith<M extends Method> = {
  [Path in keyof paths]: [Operation<Path, M>] extends [never] ? never : Path;
}[keyof paths];

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never;

/** What an operation answers when it succeeds; undefined when it says nothing. */
type Data<O> = O extends { responses: infer Responses }
  ? { [Status in keyof Responses & (200 | 201)]: Json<Responses[Status]> }[keyof Responses & (200 | 201)]
  : never;

type Parameters<O, Kind extends string> = O extends { parameters: { [K in Kind]: infer Value } } ? Value : never;

type Params<O> = ([Parameters<O, 'path'>] extends [never] ? { path?: never } : { path: Parameters<O, 'path'> }) &
  (O extends { parameters: { query: infer Query } } ? { query: Query } : { query?: O extends { parameters: { query?: infer Query } } ? Query : never });

/** What an operation needs: its parameters in the path and after it, and its body. */
type Asked<O> = ([Parameters<O, 'path'>] extends [never] ? { params?: Params<O> } : { params: Params<O> }) &
  (O extends { requestBody: infer Body } ? { body: Json<Body> } : { body?: never });

/** Nothing to say is nothing to write. */
type Arguments<A> = Record<never, never> extends A ? [asked?: A] : [asked: A];

/** The answer to a request, whatever its status: `data` if it succeeded, `error` if not. */
export interface Answer<D> {
  data?: D;
  error?: unknown;
  response: Response;
}

type Ask<M extends Method> = <Path extends PathsWith<M>>(
  path: Path,
  ...asked: Arguments<Asked<Operation<Path, M>>>
) => Promise<Answer<Data<Operation<Path, M>>>>;

/** What {@link send} reads of any request; the types above see to it that it is the right one. */
interface Plain {
  params?: { path?: Record<string, unknown>; query?: Record<string, unknown> };
  body?: unknown;
}

/**
 * A function that asks the server by one HTTP method, typed by the server's own description. It rejects when
 * there is no answer, or one that is not the server's.
 */
export function asking<M extends Method>(method: M): Ask<M> {
  return (path, ...[asked]) => send(method, path, (asked ?? {}) as Plain);
}

async function send<D>(method: Method, path: string, { params, body }: Plain): Promise<Answer<D>> {
  const response = await fetchFromServer(address(path, params), {
    method: method.toUpperCase(),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const said = await response.text();
  if (response.ok) return { data: (said === '' ? undefined : JSON.parse(said)) as D, response };
  return { error: JSON.parse(said) as unknown, response };
}

/** The address of a path of the description, with its parameters. */
export function address(path: string, { path: places = {}, query = {} }: Plain['params'] = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(String(places[name])));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? filled : `${filled}?${search}`;
}
