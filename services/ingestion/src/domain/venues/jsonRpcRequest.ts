/** Values of a request's parameters. */
export type RequestParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * A JSON-RPC request whose id names it, `public/get_index_price?index_name=btc_usd`: the answer repeats the id and nothing
 * else of the question, and so says by itself what it answers. Lists and credentials stay out of the id.
 */
export function jsonRpcRequest(method: string, params: RequestParams = {}): string {
  return JSON.stringify({ jsonrpc: '2.0', id: requestId(method, params), method, params });
}

const SECRETS: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'signature',
  'nonce',
  'access_token',
  'refresh_token',
]);

function requestId(method: string, params: RequestParams): string {
  const named = Object.entries(params).filter(([name, value]) => typeof value !== 'object' && !SECRETS.has(name));
  if (named.length === 0) return method;
  return `${method}?${named.map(([name, value]) => `${name}=${String(value)}`).join('&')}`;
}

/** The method and parameters that an id names; undefined for an id that names none. */
export function requestOf(
  id: string,
): { readonly method: string; readonly params: ReadonlyMap<string, string> } | undefined {
  const [method = '', query = ''] = id.split('?', 2);
  if (!/^(?:(?:public|private)\/[a-z_]{1,64}|subscribe|unsubscribe)$/.test(method)) return undefined;
  const params = query.split('&').map((pair): [string, string] => {
    const [name = '', value = ''] = pair.split('=', 2);
    return [name, value];
  });
  return { method, params: new Map(params) };
}
