/** A route of the console's API. `:name` stands for one segment of the path. */
export interface ConsoleRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** Everything under /api, for what must hold for each of them: a token, and an answer of 405 to other methods. */
export const CONSOLE_ROUTES: readonly ConsoleRoute[] = [
  { method: 'GET', path: '/api/stream' },
  { method: 'GET', path: '/api/replay' },
  { method: 'GET', path: '/api/feeds' },
  { method: 'GET', path: '/api/watched' },
  { method: 'GET', path: '/api/marks' },
  { method: 'GET', path: '/api/portfolios' },
  { method: 'GET', path: '/api/portfolio' },
  { method: 'GET', path: '/api/exposure' },
  { method: 'GET', path: '/api/history' },
  { method: 'GET', path: '/api/explain' },
  { method: 'GET', path: '/api/breaches' },
  { method: 'GET', path: '/api/limits' },
  { method: 'GET', path: '/api/margin-calls' },
  { method: 'GET', path: '/api/changes' },
  { method: 'GET', path: '/api/proposals' },
  { method: 'POST', path: '/api/proposals/:id/approve' },
  { method: 'POST', path: '/api/proposals/:id/refuse' },
  { method: 'POST', path: '/api/kill-switch' },
  { method: 'POST', path: '/api/kill-switch/release' },
];

/** The methods that a path takes; none for a path that isn't a route. */
export function methodsOf(path: string): readonly ConsoleRoute['method'][] {
  const segments = path.split('/');
  return CONSOLE_ROUTES.filter((route) => {
    const pattern = route.path.split('/');
    return (
      pattern.length === segments.length && pattern.every((part, i) => part.startsWith(':') || part === segments[i])
    );
  }).map(({ method }) => method);
}
